import { isSsoProvider } from '../columns/kinds/choice.js';
import { isWithin } from '../columns/path.js';
import { quote } from '../columns/quote.js';
import type { ColumnName, CellValues } from '../columns/table.js';
import type { IssueCode } from '../columns/issue.js';

/** A row's values, and the state of the cells that have none. */
export interface RowCells {
  /** For a wrong cell: what it certainly means. */
  readonly values: CellValues;
  /** Whether a cell was filled in but is wrong; its own issue says so. */
  readonly failed: (column: ColumnName) => boolean;
}

export type ReportRow = (
  code: IssueCode,
  column: ColumnName,
  message: string,
  suggestion?: string | null,
) => void;

/** What must hold between the cells of one row. */
export type RowRule = (row: RowCells, report: ReportRow) => void;

const passwordMethodWantsPassword = wantedBy('password', {
  column: 'password',
  code: 'password-missing',
  message:
    'The method is password but there is no password: a new user cannot sign in until one is set.',
});

export const rowRules: readonly RowRule[] = [
  onlyWith('password', {
    column: 'password',
    code: 'password-not-used',
    what: 'A password can be given',
  }),
  passwordMethodWantsPassword,
  onlyWith('password_with_imported_hash', {
    column: 'imported_password_hash',
    code: 'imported-hash-not-used',
    what: 'A hash can be given',
  }),
  wantedBy('password_with_imported_hash', {
    column: 'imported_password_hash',
    // The file may not have the other column.
    reportedOn: 'authentication_method',
    code: 'imported-hash-missing',
    message:
      'The method is password_with_imported_hash but the row has no hash (column imported_password_hash): this user cannot sign in until a password is set.',
  }),
  onlyWith('an SSO provider', {
    column: 'sso_strategy_id',
    code: 'sso-strategy-not-used',
    what: 'An SSO strategy can be named',
    allows: isSsoProvider,
  }),
  onlyWith('email_signup', {
    column: 'self_managed',
    code: 'self-managed-needs-email-signup',
    what: 'self_managed can be Y',
    instead: 'N',
  }),
  wantedBy('email_signup', {
    column: 'email',
    code: 'email-signup-needs-email',
    message:
      'authentication_method is email_signup, which sends an invitation: an email address is required. Fill it in.',
  }),
  homeFolderWithinRoot,
  usernameKeepsItsZeros,
];

/** Cases in which a missing password does not matter, or the legacy API's rule reports it. */
export const rowRulesButPassword = rowRules.filter((rule) => rule !== passwordMethodWantsPassword);

/**
 * undefined if the cell is wrong and its meaning is not certain: then nothing that depends on it can be
 * judged.
 */
function methodOf({ values, failed }: RowCells): string | undefined {
  return values.authentication_method ?? (failed('authentication_method') ? undefined : 'password');
}

/** A cell that may be filled in, or Y, only with one method. */
function onlyWith(
  wanted: string,
  {
    column,
    code,
    what,
    instead,
    allows = (method) => method === wanted,
  }: {
    readonly column: ColumnName;
    readonly code: IssueCode;
    readonly what: string;
    /** What to write; default: nothing. */
    readonly instead?: string;
    readonly allows?: (method: string) => boolean;
  },
): RowRule {
  return (row, report) => {
    const value = row.values[column];
    // A wrong cell is filled in too; whether it was to be Y is not known.
    const filled = value ?? (instead === undefined && row.failed(column));
    if (filled === false) return;
    const method = methodOf(row);
    if (method === undefined || allows(method)) return;
    report(
      code,
      column,
      `${what} only when authentication_method is ${wanted}; here it is ${method}. ${instead === undefined ? 'Empty this cell' : `Write ${instead}`}, or change the method.`,
      instead,
    );
  };
}

/** A cell that a method requires. */
function wantedBy(
  method: string,
  {
    column,
    reportedOn = column,
    code,
    message,
  }: {
    readonly column: ColumnName;
    readonly reportedOn?: ColumnName;
    readonly code: IssueCode;
    readonly message: string;
  },
): RowRule {
  return (row, report) => {
    if (row.values[column] !== undefined || row.failed(column)) return;
    if (methodOf(row) === method) report(code, reportedOn, message);
  };
}

function homeFolderWithinRoot({ values }: RowCells, report: ReportRow): void {
  const { root_folder: root, home_folder: home } = values;
  if (root === undefined || home === undefined || isWithin(home, root)) return;
  report(
    'home-folder-outside-root',
    'home_folder',
    `home_folder must be root_folder or lie within it; ${quote(home)} is not within ${quote(root)}. Correct one of the two.`,
  );
}

/** A spreadsheet takes 00123 for the number 123, but a longer text in the row still has the zeros. */
function usernameKeepsItsZeros({ values }: RowCells, report: ReportRow): void {
  const { username = '', email, home_folder, root_folder } = values;
  if (!/^[1-9]\d*$/.test(username)) return;
  const beside = [email, home_folder, root_folder].join('\n');
  // Most files with numeric names contain no such zeros, so no pattern is made for their rows.
  if (!beside.includes(`0${username}`)) return;
  const [whole] = new RegExp(`${wordStart}0+${username}${wordEnd}`, 'u').exec(beside) ?? [];
  if (whole === undefined) return;
  report(
    'zeros-lost',
    'username',
    `The username is ${username}, but another cell of the row has ${whole}: a spreadsheet may have dropped the leading zeros.`,
    whole,
  );
}

const wordStart = '(?<![\\p{L}\\p{N}])';
const wordEnd = '(?![\\p{L}\\p{N}])';
