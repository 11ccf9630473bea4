import { isSsoProvider } from '../columns/kinds/choice.js';
import { isWithin } from '../columns/path.js';
import { quote } from '../columns/quote.js';
import type { ColumnName, CellValues } from '../columns/table.js';
import type { IssueCode } from '../columns/issue.js';

/** A row's values, and what became of the cells that left none. */
export interface RowCells {
  readonly values: CellValues;
  /** Whether a cell was filled in but is wrong; that has been said already. */
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

export const rowRules: readonly RowRule[] = [
  passwordOnlyWithPasswordMethod,
  passwordMethodWantsPassword,
  importedHashWantsHash,
  ssoStrategyWantsSso,
  selfManagedNeedsEmailSignup,
  emailSignupNeedsEmail,
  homeFolderWithinRoot,
  usernameKeepsItsZeros,
];

/** Those where a missing password is no matter, or the legacy API's rule says enough of it. */
export const rowRulesButPassword = rowRules.filter((rule) => rule !== passwordMethodWantsPassword);

/** undefined when the cell is wrong: then nothing can be said about what depends on it. */
function methodOf({ values, failed }: RowCells): string | undefined {
  return failed('authentication_method') ? undefined : (values.authentication_method ?? 'password');
}

function passwordOnlyWithPasswordMethod(row: RowCells, report: ReportRow): void {
  const method = methodOf(row);
  if (row.values.password === undefined || method === undefined || method === 'password') return;
  report(
    'password-not-used',
    'password',
    `A password can be given only when authentication_method is password; here it is ${method}. Empty this cell, or change the method.`,
  );
}

function passwordMethodWantsPassword(row: RowCells, report: ReportRow): void {
  if (methodOf(row) !== 'password') return;
  if (row.values.password !== undefined || row.failed('password')) return;
  report(
    'password-missing',
    'password',
    'The method is password but there is no password: a new user cannot sign in until one is set.',
  );
}

function importedHashWantsHash(row: RowCells, report: ReportRow): void {
  const method = methodOf(row);
  const { imported_password_hash: hash } = row.values;
  if (hash !== undefined && method !== undefined && method !== 'password_with_imported_hash')
    report(
      'imported-hash-not-used',
      'imported_password_hash',
      `A hash can be given only when authentication_method is password_with_imported_hash; here it is ${method}. Empty this cell, or change the method.`,
    );
  if (method !== 'password_with_imported_hash') return;
  if (hash !== undefined || row.failed('imported_password_hash')) return;
  report(
    'imported-hash-missing',
    'authentication_method',
    'The method is password_with_imported_hash but the row has no hash (column imported_password_hash): this user cannot sign in until a password is set.',
  );
}

function ssoStrategyWantsSso(row: RowCells, report: ReportRow): void {
  const method = methodOf(row);
  if (row.values.sso_strategy_id === undefined || method === undefined) return;
  if (isSsoProvider(method)) return;
  report(
    'sso-strategy-not-used',
    'sso_strategy_id',
    `A single sign-on can be named only when authentication_method is an SSO provider; here it is ${method}. Empty this cell, or change the method.`,
  );
}

function selfManagedNeedsEmailSignup(row: RowCells, report: ReportRow): void {
  const method = methodOf(row);
  if (row.values.self_managed !== true || method === undefined || method === 'email_signup') return;
  report(
    'self-managed-needs-email-signup',
    'self_managed',
    `self_managed can be Y only when authentication_method is email_signup; here it is ${method}. Write N, or change the method.`,
    'N',
  );
}

function emailSignupNeedsEmail(row: RowCells, report: ReportRow): void {
  if (methodOf(row) !== 'email_signup') return;
  if (row.values.email !== undefined || row.failed('email')) return;
  report(
    'email-signup-needs-email',
    'email',
    'authentication_method is email_signup, which sends an invitation: an email address is required. Fill it in.',
  );
}

function homeFolderWithinRoot({ values }: RowCells, report: ReportRow): void {
  const { root_folder: root, home_folder: home } = values;
  if (root === undefined || home === undefined || isWithin(home, root)) return;
  report(
    'home-folder-outside-root',
    'home_folder',
    `home_folder must lie within root_folder, or be the same folder; ${quote(home)} is not within ${quote(root)}. Correct one of the two.`,
  );
}

/** A spreadsheet takes 00123 for the number 123; in a longer text beside it the zeros are still there. */
function usernameKeepsItsZeros({ values }: RowCells, report: ReportRow): void {
  const { username = '', email, home_folder, root_folder } = values;
  if (!/^[1-9]\d*$/.test(username)) return;
  const beside = [email, home_folder, root_folder].join('\n');
  // Most files with numbers for names have none of the zeros: no pattern is made for each of their rows.
  if (!beside.includes(`0${username}`)) return;
  const [whole] = new RegExp(`${wordStart}0+${username}${wordEnd}`, 'u').exec(beside) ?? [];
  if (whole === undefined) return;
  report(
    'zeros-lost',
    'username',
    `The username is ${username}, but another cell of the row has ${whole}: a spreadsheet may have dropped the zeros in front.`,
    whole,
  );
}

const wordStart = '(?<![\\p{L}\\p{N}])';
const wordEnd = '(?![\\p{L}\\p{N}])';
