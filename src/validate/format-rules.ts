import { issue, type Issue, type IssueCode } from '../columns/issue.js';
import type { RowLayout } from '../source/header.js';
import type { Format, HiddenRows, MergedCells } from '../source/read-options.js';

/** Issues about how a file is written: the web form accepts only UTF-8 and commas. */
export function issuesOfFormat(format: Format, layout: RowLayout): Issue[] {
  const { encoding, delimiter, hasSepLine, lineEndings, hiddenRows, told } = format;
  const hiddenNames = hiddenColumnsOf(format, layout);
  const merged = mergedCellsOf(format, layout);
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
  else if (hasSepLine && told.delimiter === undefined)
    report(
      'delimiter-not-comma',
      'The first line, sep=, is for Excel, and was not read as a row. For the web form, remove it.',
    );
  if (lineEndings.length > 1)
    report(
      'line-endings-mixed',
      `The file's lines end in different ways: ${lineEndings.join(', ')}. All were read as row ends${lineEndings.includes('CR') ? '; a lone CR is often a line break from inside a cell, so check the rows around it' : ''}. Save the file again.`,
    );
  if (hiddenRows.count > 0) report('rows-hidden', rowsHidden(hiddenRows));
  if (hiddenNames.length > 0) report('columns-hidden', columnsHidden(hiddenNames));
  if (merged.length > 0) report('cells-merged', cellsMerged(merged));
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

function cellsMerged(merged: readonly MergedCells[]): string {
  const [{ range } = { range: '' }] = merged;
  const [which, are] =
    merged.length === 1
      ? [`The cells ${range}`, 'are']
      : [`The cells of ${merged.length} ranges, the first ${range},`, 'are'];
  return `${which} ${are} merged: the sheet shows one value for all of them, but only the first cell holds it, and the others were read as they are underneath, mostly blank. Unmerge them, and write the value into each cell that is to have it.`;
}

/** The names of hidden columns that are read. */
export function hiddenColumnsOf({ hiddenColumns = [] }: Format, layout: RowLayout): string[] {
  return namesWithin(hiddenColumns, layout);
}

/** Merged cells that are read. */
export function mergedCellsOf({ mergedCells = [] }: Format, layout: RowLayout): MergedCells[] {
  return mergedCells.filter(({ columns }) => namesWithin([columns], layout).length > 0);
}

/** The names of the columns that are read from somewhere within these ranges. */
function namesWithin(
  ranges: readonly (readonly [first: number, last: number])[],
  { columns, computed }: RowLayout,
): string[] {
  const isWithin = (at: number): boolean =>
    ranges.some(([first, last]) => first <= at + 1 && at + 1 <= last);
  const made = computed.filter(({ source }) => source.at.some(isWithin));
  return [...columns.filter((_, at) => isWithin(at)), ...made.map(({ column }) => column)].flatMap(
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
