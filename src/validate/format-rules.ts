import { issue, type Issue } from '../columns/issue.js';
import type { RowLayout } from '../source/header.js';
import type { Format, HiddenRows } from '../source/read-options.js';

/** What is to be said of how a file is written: the web form takes UTF-8 and commas alone. */
export function issuesOfFormat(format: Format, layout: RowLayout): Issue[] {
  const { encoding, delimiter, lineEndings, hiddenRows, told } = format;
  const issues: Issue[] = [];
  if (encoding !== 'utf-8' && told.encoding === undefined)
    issues.push(
      issue(
        'encoding-not-utf8',
        null,
        null,
        `The file is not in UTF-8 and was read as ${encoding}. Look at a name with an accent; if it is wrong, name the encoding with --encoding. For the web form save the file as "CSV UTF-8".`,
      ),
    );
  if (delimiter !== ',' && told.delimiter === undefined)
    issues.push(
      issue(
        'delimiter-not-comma',
        null,
        null,
        `The cells are separated by ${delimiterName(delimiter)}, and were read that way. For the web form, save the file with commas.`,
      ),
    );
  if (lineEndings.length > 1)
    issues.push(
      issue(
        'line-endings-mixed',
        null,
        null,
        `The file's lines end in different ways: ${lineEndings.join(', ')}. All were read as the ends of rows${lineEndings.includes('CR') ? '; a lone CR among them was often a line break inside a cell, so look at the rows around it' : ''}. Save the file again.`,
      ),
    );
  if (hiddenRows.count > 0) issues.push(rowsHidden(hiddenRows));
  const hidden = hiddenColumnsOf(format, layout);
  if (hidden.length > 0) issues.push(columnsHidden(hidden));
  return issues;
}

function rowsHidden({ count, first }: HiddenRows): Issue {
  const [which, are] =
    count === 1
      ? [`The row of line ${first}`, 'is']
      : [`${count} rows, the first of line ${first},`, 'are'];
  const message = `${which} ${are} hidden in the sheet, as by a filter, and ${are} read all the same. Show all rows, and remove those that are not meant.`;
  return issue('rows-hidden', null, null, message);
}

/** The names of the columns that are read though the sheet does not show them. */
export function hiddenColumnsOf(
  { hiddenColumns = [] }: Format,
  { columns, computed }: RowLayout,
): string[] {
  const isHidden = (at: number): boolean =>
    hiddenColumns.some(([first, last]) => first <= at + 1 && at + 1 <= last);
  const made = computed.filter(({ source }) => source.at.some(isHidden));
  return [...columns.filter((_, at) => isHidden(at)), ...made.map(({ column }) => column)].flatMap(
    (column) => column?.name ?? [],
  );
}

function columnsHidden(names: readonly string[]): Issue {
  const [which, are] = names.length === 1 ? ['column', 'is'] : ['columns', 'are'];
  const message = `The ${which} ${names.join(', ')} ${are} hidden in the sheet, and ${are} read all the same. Show all columns, and look at their cells.`;
  return issue('columns-hidden', null, null, message);
}

/** In the plural. */
export function delimiterName(delimiter: string): string {
  return names[delimiter] ?? `"${delimiter}"`;
}

const names: Readonly<Record<string, string>> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'bars (|)',
};
