import type { CellContext, Column, ReportProblem } from '../columns/column.js';
import { issue, type Issue, type IssueCode } from '../columns/issue.js';
import { cellText, readCell } from '../columns/read-cell.js';
import { carriedValues } from '../columns/legacy-user.js';
import type { CellValues, ColumnName } from '../columns/table.js';
import { rejectColumns, type RowLayout } from '../source/header.js';
import { textOf, type CellSource } from '../source/mapping.js';
import type { Row } from '../source/row.js';
import { legacyRules } from './legacy-rules.js';
import { rowRules, rowRulesBeforeLegacy, type ReportRow, type RowCells } from './row-rules.js';
import { shiftedSecret } from './shifted-secret.js';

/** A user as the file describes it, every cell read. */
export interface UserRecord {
  /** The line on which the row starts. */
  readonly line: number;
  readonly username: string;
  readonly values: CellValues;
}

export interface CheckedRow {
  readonly type: 'row';
  readonly line: number;
  readonly row: Row;
  /** null when the row has an error. */
  readonly record: UserRecord | null;
  /** The username as read, also when something else in the row is wrong. */
  readonly username: string | undefined;
  readonly issues: readonly Issue[];
  /** Columns of which the API that the row is for cannot take everything. */
  readonly leftOut?: readonly ColumnName[];
}

/** Where the cells of a column come from. */
interface Field {
  readonly column: Column;
  /** The cell's place in its row, where the file holds it as it is. */
  readonly at: number;
  readonly source: CellSource | undefined;
}

const noIssues: readonly Issue[] = [];

/**
 * Makes the function that checks rows under one header: each cell by its column, then the cells
 * together.
 */
export function rowChecker(layout: RowLayout, context: CellContext): (row: Row) => CheckedRow {
  const { columns, computed } = layout;
  const fields: readonly Field[] = [
    ...columns.flatMap((column, at) => (column ? [{ column, at, source: undefined }] : [])),
    ...computed.map(({ column, source }) => ({ column, at: -1, source })),
  ];
  // A column that another one can silence is read after it.
  const order = fields.toSorted(
    (a, b) =>
      Number(a.column.ignoredWhen !== undefined) - Number(b.column.ignoredWhen !== undefined),
  );
  // Under a header that names no column nothing can be said of a row; that of the header has been said.
  if (order.length === 0) return (row) => checked(row, undefined, null, noIssues);
  const hasUsername = order.some(({ column }) => column.name === 'username');

  // All rows' values have one shape, with which the engine is much faster than with one each.
  const noValues: Readonly<Record<string, unknown>> = Object.fromEntries(
    order.map(({ column }) => [column.name, undefined]),
  );

  const mayBeSecret = shiftedSecret(layout);
  const legacy = context.api === 'legacy';

  let line = 0;
  let width = 0;
  let current: Column | undefined;
  let issues: Issue[] = [];
  const add = (found: Issue): void => {
    issues.push(found);
  };
  const failed = (column: string): boolean =>
    issues.length > 0 &&
    issues.some((found) => found.column === column && found.severity === 'error');
  const reportCell: ReportProblem = (code, message, suggestion) =>
    reportAt(code, current?.name ?? null, message, suggestion);
  const reportRow: ReportRow = (code, column, message, suggestion) =>
    reportAt(code, column, message, suggestion);
  const reportAt = (
    code: IssueCode,
    column: string | null,
    message: string,
    suggestion?: string | null,
  ): void => {
    const hidden = width !== columns.length && column !== null && mayBeSecret(width, column);
    add(
      hidden ? issue(code, line, column, notShown) : issue(code, line, column, message, suggestion),
    );
  };

  return (row) => {
    line = row.line;
    width = row.cells.length;
    if (issues.length > 0) issues = [];
    if (isHeaderAgain(row, layout)) return checked(row, undefined, null, [repeatedHeader(line)]);
    const values: Record<string, unknown> = { ...noValues };
    for (const { column, at, source } of order) {
      const raw = source === undefined ? row.cells[at] : textOf(source, row.cells);
      if (raw === undefined || raw === '') continue;
      const cell = cellText(column, raw);
      if (cell === '') continue;
      current = column;
      const silent = column.ignoredWhen;
      if (silent && values[silent.column] === silent.value) {
        reportCell(silent.code, silent.message);
        continue;
      }
      const value = readCell(column, cell, row.ascii === true, reportCell, context);
      if (value !== undefined) values[column.name] = value;
    }
    checkWidth(row, columns.length, add);
    // The absence of the whole column is said once, of the header.
    if (hasUsername && values.username === undefined && !failed('username'))
      reportRow('username-missing', 'username', 'Every row needs a username.');
    const cells: RowCells = {
      // The table's types say what each column's `read` returns under its own name.
      values: values,
      failed,
    };
    if (legacy) return settleForLegacy(row, cells);
    for (const rule of rowRules) rule(cells, reportRow);
    // What may be a password is not compared with other usernames, to be shown where two are the same.
    const unsure = width > columns.length && mayBeSecret(width, 'username');
    return settle(row, unsure ? { ...cells.values, username: undefined } : cells.values, issues);
  };

  function settleForLegacy(row: Row, cells: RowCells): CheckedRow {
    for (const rule of rowRulesBeforeLegacy) rule(cells, reportRow);
    for (const rule of legacyRules) rule(cells, reportRow, context);
    const { values, leftOut } = carriedValues(cells.values);
    return { ...settle(row, values, issues), leftOut };
  }
}

/** In a row that is too long or too short any cell may be the password, moved by a comma. */
const notShown =
  'This cell is not what its column takes. It is not shown: the row has more or fewer cells than the header, so that it may be another one, a password too. Mend that first.';

/** Whether a row holds what the header does, cell by cell, but for what a rejects file says of it. */
export function isHeaderAgain(row: Row, header: Pick<RowLayout, 'cells'>): boolean {
  return (
    row.cells[0] === header.cells[0] &&
    row.cells.length === header.cells.length &&
    row.cells.every((cell, at) => {
      const name = header.cells[at] ?? '';
      return cell === name || rejectColumns.includes(name);
    })
  );
}

function repeatedHeader(line: number): Issue {
  const message =
    'This row repeats the header, as when one file is put behind another. Remove the row.';
  return issue('header-row-repeated', line, null, message);
}

function settle(row: Row, values: CellValues, issues: readonly Issue[]): CheckedRow {
  const { username } = values;
  const valid = username !== undefined && !issues.some(({ severity }) => severity === 'error');
  const record = valid ? { line: row.line, username, values } : null;
  return checked(row, username, record, issues.length === 0 ? noIssues : issues);
}

function checked(
  row: Row,
  username: string | undefined,
  record: UserRecord | null,
  issues: readonly Issue[],
): CheckedRow {
  return { type: 'row', line: row.line, row, record, username, issues };
}

function checkWidth(row: Row, width: number, add: (found: Issue) => void): void {
  const found = row.cells.length;
  if (found === width) return;
  add(
    found < width
      ? issue(
          'row-too-few-cells',
          row.line,
          null,
          `This row has ${found} of ${width} cells; the missing ones are taken as blank.`,
        )
      : issue(
          'row-too-many-cells',
          row.line,
          null,
          `This row has ${found} cells, the header ${width}. A cell that contains commas must be put in double quotes.`,
        ),
  );
}
