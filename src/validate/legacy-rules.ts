import type { CellContext } from '../columns/column.js';
import { issue, type Issue } from '../columns/issue.js';
import { normalPath } from '../columns/path.js';
import { quote } from '../columns/quote.js';
import type { CellValues, ColumnName } from '../columns/table.js';
import type { ReportRow, RowCells } from './row-rules.js';

/** What the legacy API requires of a row beyond the format. */
export type LegacyRule = (row: RowCells, report: ReportRow, context: CellContext) => void;

export const legacyRules: readonly LegacyRule[] = [
  usernameWithoutSpaces,
  signsInWithPassword,
  newUserIsWhole,
  administratorAtRoot,
  timeZoneNotUtc,
  expirationInFuture,
];

function usernameWithoutSpaces({ values: { username = '' } }: RowCells, report: ReportRow): void {
  if (/\s/.test(username))
    report(
      'legacy-username-space',
      'username',
      `The legacy API takes no spaces in a username; ${quote(username)} has one. Write another character, or none.`,
    );
}

function signsInWithPassword({ values }: RowCells, report: ReportRow): void {
  const { authentication_method: method = 'password' } = values;
  if (method === 'password') return;
  report(
    'legacy-method-not-password',
    'authentication_method',
    `With the legacy API, users can sign in only with a password, not with ${method}. Write password, or import this row with --api rest.`,
  );
}

function newUserIsWhole(row: RowCells, report: ReportRow, context: CellContext): void {
  if (context.mayUpdate === true) return;
  for (const column of missingForNewUser(row.values, context))
    if (!row.failed(column)) report('legacy-value-missing', column, missingText(column));
}

/** The columns that the legacy API requires of a new user and that are blank in a row. */
export function missingForNewUser(
  values: CellValues,
  { makesPasswords }: Pick<CellContext, 'makesPasswords'>,
): ColumnName[] {
  // Another method has no password, which is reported at the method.
  const wantsPassword = (values.authentication_method ?? 'password') === 'password';
  const required: readonly ColumnName[] = [
    'email',
    ...(wantsPassword && makesPasswords !== true ? (['password'] as const) : []),
    ...(values.site_admin === true ? [] : (['root_folder'] as const)),
    'time_zone',
  ];
  return required.filter((column) => values[column] === undefined);
}

export function missingText(column: ColumnName): string {
  return `The legacy API cannot create a user without ${column}. Fill in this cell.`;
}

function administratorAtRoot({ values }: RowCells, report: ReportRow): void {
  const { root_folder: root } = values;
  if (values.site_admin === true && root !== undefined && normalPath(root) !== '')
    report('legacy-admin-root', 'root_folder', adminRootText(root), '/');
}

export function adminRootText(root: string): string {
  return `With the legacy API, the root folder of a site administrator must be /, not ${quote(root)}. Write /, or empty the cell.`;
}

function timeZoneNotUtc({ values }: RowCells, report: ReportRow): void {
  if (values.time_zone !== 'UTC') return;
  report(
    'legacy-time-zone-utc',
    'time_zone',
    'The legacy API does not take UTC. Write the time zone of a place, such as "London".',
  );
}

function expirationInFuture({ values }: RowCells, report: ReportRow, { now }: CellContext): void {
  const { access_expiration_date: expires } = values;
  if (expires === undefined || expires.time > now) return;
  report(
    'legacy-expiration-past',
    'access_expiration_date',
    `The legacy API takes no expiration in the past, such as ${quote(expires.text)}. Write a later date, or empty the cell.`,
  );
}

/** What the legacy API cannot express: one warning per column, for any number of rows. */
export function leftOutIssue(
  column: ColumnName,
  { rows, first }: LeftOut,
  headerLine: number,
): Issue {
  const where = rows === 1 ? `on line ${first}` : `in ${rows} rows (the first on line ${first})`;
  const message =
    column === 'folder_permissions'
      ? `The legacy API can give only list, readonly, full and bundle, on root_folder and below: some of folder_permissions is left out ${where}. Nobody gets more than the file gives. --api rest sends all of it.`
      : `The legacy API has no parameter for ${column}, which is left out ${where}. --api rest sends it.`;
  return issue('legacy-column-left-out', headerLine, column, message);
}

/** How many rows lose something in a column, and the line of the first. */
export interface LeftOut {
  readonly rows: number;
  readonly first: number;
}
