import { issue, type Issue, type IssueCode } from '../columns/issue.js';
import type { RowLayout } from '../source/header.js';
import type { Format, HiddenRows } from '../source/read-options.js';

/** Issues about how a file is written: the web form accepts only UTF-8 and commas. */
export function issuesOfFormat(format: Format, layout: RowLayout): Issue[] {
  const { encoding, delimiter, lineEndings, hiddenRows, told } = format;
  const hiddenNames = hiddenColumnsOf(format, layout);
  const issues: Issue[] = [];
  const report = (code: IssueCode, message: string): void => {
    issues.push(issue(code, null, null, message));
  };
  if (encoding !== 'utf-8' && told.encoding === undefined)
    report(
      'encoding-not-utf8',
      `The file is not in UTF-8 and was read as ${encoding}. Check a name with an accent; if it is wrong, name the encoding with --encoding. For the web form, save the file as "CSV UTF-8".`,
    );
  if (delimiter !== ',' && told.delimiter === undefined)
    report(
      'delimiter-not-comma',
      `The cells are separated by ${delimiterName(delimiter)}, and were read that way. For the web form, save the file with commas.`,
    );
  if (lineEndings.length > 1)
    report(
      'line-endings-mixed',
      `The file's lines end in different ways: ${lineEndings.join(', ')}. All were read as row ends${lineEndings.includes('CR') ? '; a lone CR is often a line break from inside a cell, so check the rows around it' : ''}. Save the file again.`,
    );
  if (hiddenRows.count > 0) report('rows-hidden', rowsHidden(hiddenRows));
  if (hiddenNames.length > 0) report('columns-hidden', columnsHidden(hiddenNames));
  return issues;
}

function rowsHidden({ count, first }: HiddenRows): string {
  const [which, are] =
    count === 1
      ? [`The row of line ${first}`, 'is']
      : [`${count} rows, the first of line ${first},`, 'are'];
  return `${which} ${are} hidden in the sheet, but ${are} read all the same. Show all rows (clear any filter), and delete those you do not want.`;
}

function columnsHidden(names: readonly string[]): string {
  const [which, are] = names.length === 1 ? ['column', 'is'] : ['columns', 'are'];
  return `The ${which} ${names.join(', ')} ${are} hidden in the sheet, but ${are} read all the same. Show all columns, and check their cells.`;
}

/** The names of hidden columns that are read. */
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
