import type { CellContext, Column, ReportProblem } from '../columns/column.js';
import { issue, issueCodes, type Issue, type IssueCode } from '../columns/issue.js';
import { cellText, readCell, trimmed } from '../columns/read-cell.js';
import { carriedValues } from '../columns/legacy/user.js';
import { noValues, type CellValues, type ColumnName } from '../columns/table.js';
import { rejectColumns, type RowLayout } from '../source/header.js';
import { textOf, type CellSource } from '../source/mapping.js';
import type { Entry, Row } from '../source/row.js';
import { settledCell, type SettledCell } from './fix-cell.js';
import { delimiterName } from './format-rules.js';
import { legacyRules } from './legacy-rules.js';
import { rowRules, rowRulesButPassword, type RowCells } from './row-rules.js';
import { shiftedSecret } from './shifted-secret.js';

/** A user as the file describes it, with every cell read. */
export interface UserRecord {
  /** The line on which the row starts. */
  readonly line: number;
  readonly username: string;
  readonly values: CellValues;
}

/** One record of the file, checked; or a place in it that is not a record but has an issue. */
export interface CheckedEntry {
  /** Where it starts; null: it concerns the whole file. */
  readonly line: number | null;
  /** The record as read; null for a comment or an unreadable record. */
  readonly row: Row | null;
  /** The user, if the row has no errors. */
  readonly record: UserRecord | null;
  readonly issues: readonly Issue[];
}

/** The same, before it is compared with the other rows. */
export interface LoneEntry extends CheckedEntry {
  readonly line: number;
  readonly type: Entry['type'];
  /** The username as read, even if something else in the row is wrong. */
  readonly username: string | undefined;
  /** Columns that the chosen API cannot express completely. */
  readonly leftOut?: readonly ColumnName[];
}

/** Where the cells of a column come from. */
interface Field {
  readonly column: Column;
  /** The cell's position in its row, if the file contains it as it is. */
  readonly source: number | CellSource;
}

const noIssues: readonly Issue[] = [];

/**
 * Creates the function that checks rows under a header: each cell by its column, then the rules between
 * cells.
 */
export function rowChecker(layout: RowLayout, context: CellContext): (row: Row) => LoneEntry {
  const { columns, computed } = layout;
  const fields: readonly Field[] = [
    ...columns.flatMap((column, source) => (column ? [{ column, source }] : [])),
    ...computed,
  ];
  // A column that another one can silence is read after it.
  const order = [
    ...fields.filter(({ column }) => !column.ignoredWhen),
    ...fields.filter(({ column }) => column.ignoredWhen),
  ];
  // Under a header that names no column, nothing can be said about a row; the header's issue says so.
  if (order.length === 0) return (row) => checked(row, undefined, null, noIssues);
  const hasUsername = order.some(({ column }) => column.name === 'username');

  // All rows' values have the same shape, which is much faster than one shape per row.
  const blank: Readonly<Record<string, unknown>> = Object.fromEntries(
    order.map(({ column }) => [column.name, undefined]),
  );

  const isHeaderAgain = headerAgain(layout);
  const mayBeSecret = shiftedSecret(layout);
  const legacy = context.api === 'legacy';
  const rules = legacy || context.makesPasswords === true ? rowRulesButPassword : rowRules;

  let line = 0;
  let width = 0;
  // For the cell being read: its column, the last suggestion, and what that means.
  let current: Column;
  let suggested: string | null = null;
  let settled: SettledCell | undefined;
  // What wrong cells certainly mean, by column.
  let mended: Record<string, unknown> = {};
  let issues: Issue[] = [];
  const failed = (column: string): boolean =>
    issues.some((found) => found.column === column && found.severity === 'error');
  const reportCell: ReportProblem = (code, message, suggestion = null, certainty) => {
    // All problems of a long cell may share one text.
    if (suggestion === null) settled = undefined;
    else if (suggestion !== suggested) settled = settledCell(current, suggestion, context);
    suggested = suggestion;
    if (certainty === 'certain' && settled && issueCodes[code] === 'error')
      mended[current.name] = settled.value;
    report(code, current.name, message, settled?.text);
  };
  const report = (
    code: IssueCode,
    column: string,
    message: string,
    suggestion?: string | null,
  ): void => {
    issues.push(
      mayBeSecret(width, column)
        ? issue(code, line, column, notShown)
        : issue(code, line, column, message, suggestion),
    );
  };

  return (row) => {
    line = row.line;
    width = row.cells.length;
    issues = [];
    mended = {};
    if (isHeaderAgain(row)) return checked(row, undefined, null, [repeatedHeader(line)]);
    const values: Record<string, unknown> = { ...blank };
    for (const { column, source } of order) {
      const raw = typeof source === 'number' ? row.cells[source] : textOf(source, row.cells);
      if (raw === undefined || raw === '') continue;
      const cell = cellText(column, raw);
      if (cell === '') continue;
      current = column;
      suggested = null;
      const silent = column.ignoredWhen;
      if (silent && values[silent.column] === silent.value) {
        reportCell(silent.code, silent.message);
        continue;
      }
      // What a mapping adds may not be ASCII in a row that is.
      const ascii = row.ascii === true && typeof source === 'number';
      values[column.name] = readCell(column, cell, ascii, reportCell, context);
    }
    issues.push(...issuesOfWidth(row, layout));
    // A missing column is reported once, at the header.
    if (hasUsername && values.username === undefined && !failed('username'))
      report(
        'username-missing',
        'username',
        'Every row needs a username. Fill it in, or remove the row.',
      );
    const cells: RowCells = {
      // By the table's types, each column's `read` returns the type of that name. A wrong cell counts as
      // what `fix` would write, which has been checked before.
      values: issues.length === 0 ? values : { ...values, ...mended },
      failed,
    };
    for (const rule of rules) rule(cells, report);
    if (legacy) for (const rule of legacyRules) rule(cells, report, context);
    // The cell as written, not as corrected: a user of the site may be called that. What may be a password
    // is not compared with other usernames, because it would be shown if two were the same.
    const unsure = width > columns.length && mayBeSecret(width, 'username');
    const told: CellValues = unsure ? noValues : values;
    if (!legacy) return settle(row, told, issues);
    const carried = carriedValues(told);
    return { ...settle(row, carried.values, issues), leftOut: carried.leftOut };
  };
}

/** In a row that is too long or too short, a comma may have moved the password into any cell. */
const notShown =
  'There is something wrong with this cell. It is not shown, because the row has more or fewer cells than the header, so it may be a password. Correct the number of cells first.';

/**
 * Creates the function that tells whether a row repeats the header, cell by cell, ignoring case, white
 * space (such as the byte order mark of a joined file), and what a rejects file adds.
 */
export function headerAgain({ cells }: Pick<RowLayout, 'cells'>): (row: Row) => boolean {
  const names = cells.map((cell) => trimmed(cell).toLowerCase());
  return (row) =>
    row.cells.length === names.length &&
    row.cells.every((cell, at) => {
      const name = names[at] ?? '';
      if (cell === cells[at] || rejectColumns.includes(name)) return true;
      // Most usernames have another length, which makes this cheap.
      const text = trimmed(cell);
      return text.length === name.length && text.toLowerCase() === name;
    });
}

function repeatedHeader(line: number): Issue {
  const message = 'This row repeats the header. Remove it.';
  return issue('header-row-repeated', line, null, message);
}

function settle(row: Row, values: CellValues, issues: readonly Issue[]): LoneEntry {
  const { username } = values;
  const record = isValid(username, issues) ? { line: row.line, username, values } : null;
  return checked(row, username, record, issues.length === 0 ? noIssues : issues);
}

/** Whether a row with this username and these issues is a user. */
export function isValid(
  username: string | undefined,
  issues: readonly Issue[],
): username is string {
  return username !== undefined && !issues.some(({ severity }) => severity === 'error');
}

function checked(
  row: Row,
  username: string | undefined,
  record: UserRecord | null,
  issues: readonly Issue[],
): LoneEntry {
  return { type: 'row', line: row.line, row, record, username, issues };
}

function issuesOfWidth({ line, cells }: Row, { columns, delimiter }: RowLayout): Issue[] {
  const found = cells.length;
  const width = columns.length;
  const commas = delimiter === undefined ? undefined : delimiterName(delimiter);
  if (found < width)
    return [
      issue(
        'row-too-few-cells',
        line,
        null,
        `This row has ${found} of ${width} cells; the missing last ones are taken as blank. Add the missing ${commas ?? 'cells'}, and check whether one is missing further left.`,
      ),
    ];
  if (found > width)
    return [
      issue(
        'row-too-many-cells',
        line,
        null,
        `This row has ${found} cells, the header ${width}. ${commas === undefined ? 'Give each extra cell a header, or empty it.' : `${blankBeyond(cells, width, commas)}A cell that contains ${commas} must be put in double quotes.`}`,
      ),
    ];
  return [];
}

/** Either the row just ends in too many commas, or a comma has moved its cells, blank ones included. */
function blankBeyond(cells: readonly string[], width: number, commas: string): string {
  if (cells.slice(width).some((cell) => cell.trim() !== '')) return '';
  return `The extra cells are blank: if there are just too many ${commas} at the end, remove them. `;
}
