import { describe, expect, test } from 'vitest';
import { check, checkWith, found } from './checking.js';

/** A file of one row, from cells by column. */
function fileOf(row: Readonly<Record<string, string>>): string {
  const cells = Object.entries({ username: 'ada', ...row });
  const line = (texts: string[]): string => `${texts.map((text) => `"${text}"`).join(',')}\n`;
  return line(cells.map(([name]) => name)) + line(cells.map(([, cell]) => cell));
}

async function codesIn(row: Readonly<Record<string, string>>): Promise<string[]> {
  return (await found(fileOf(row))).map((line) => line.replace(/^2 /, ''));
}

type Case = readonly [what: string, row: Record<string, string>, ...issues: string[]];

const ok = { authentication_method: 'okta' };
const past = '2001-01-01T00:00:00Z';

describe('rules between the cells of a row', () => {
  const cases: readonly Case[] = [
    // password-not-used
    ['a password with the method password', { authentication_method: 'password', password: 'x' }],
    ['a password and no method', { password: 'x' }],
    ['a password and a blank method', { authentication_method: ' ', password: 'x' }],
    ['a password with another method', { ...ok, password: 'x' }, 'password password-not-used'],
    [
      'a password of spaces with another method',
      { ...ok, password: '  ' },
      'password password-not-used',
    ],
    [
      'a password with an imported hash',
      { authentication_method: 'password_with_imported_hash', password: 'x' },
      'password password-not-used',
      'authentication_method imported-hash-missing',
    ],
    [
      'a password with a key',
      { authentication_method: 'password_and_ssh_key', password: 'x' },
      'password password-not-used',
    ],
    [
      'a password with a method that clearly means another',
      { authentication_method: 'Okta', password: 'x' },
      'authentication_method authentication-method-unknown',
      'password password-not-used',
    ],
    [
      'a password with an unclear method',
      { authentication_method: 'okto', password: 'x' },
      'authentication_method authentication-method-unknown',
    ],
    // password-missing
    ['no password and no method', {}, 'password password-missing'],
    [
      'no password with the method password',
      { authentication_method: 'password' },
      'password password-missing',
    ],
    [
      'a spreadsheet error in place of a password',
      { password: '#N/A' },
      'password spreadsheet-error',
    ],
    ['no password with a key', { authentication_method: 'password_and_ssh_key' }],
    ['no password with a provider', ok],
    [
      'no password with a wrong method',
      { authentication_method: 'pass' },
      'authentication_method authentication-method-unknown',
    ],
    // imported-hash-missing
    [
      'an imported hash',
      { authentication_method: 'password_with_imported_hash' },
      'authentication_method imported-hash-missing',
    ],
    [
      'an imported hash, and self-managed',
      { authentication_method: 'password_with_imported_hash', self_managed: 'Y' },
      'authentication_method imported-hash-missing',
      'self_managed self-managed-needs-email-signup',
    ],
    // self-managed-needs-email-signup
    [
      'self-managed and invited',
      { authentication_method: 'email_signup', email: 'a@b.example', self_managed: 'Y' },
    ],
    [
      'self-managed with a provider',
      { ...ok, self_managed: 'Y' },
      'self_managed self-managed-needs-email-signup',
    ],
    [
      'self-managed and no method',
      { password: 'x', self_managed: 'Y' },
      'self_managed self-managed-needs-email-signup',
    ],
    ['not self-managed', { ...ok, self_managed: 'N' }],
    [
      'self-managed with a wrong method',
      { authentication_method: 'email', self_managed: 'Y' },
      'authentication_method authentication-method-unknown',
    ],
    [
      'self-managed, misspelt',
      { ...ok, self_managed: 'yes' },
      'self_managed not-yes-or-no',
      'self_managed self-managed-needs-email-signup',
    ],
    ['not self-managed, misspelt', { ...ok, self_managed: 'no' }, 'self_managed not-yes-or-no'],
    // email-signup-needs-email
    [
      'invited without an address',
      { authentication_method: 'email_signup' },
      'email email-signup-needs-email',
    ],
    [
      'invited with a blank address',
      { authentication_method: 'email_signup', email: '' },
      'email email-signup-needs-email',
    ],
    [
      'invited with a wrong address',
      { authentication_method: 'email_signup', email: 'ada' },
      'email email-malformed',
    ],
    ['a provider and no address', ok],
    // home-folder-outside-root
    ['home within root', { ...ok, root_folder: 'Home/Ada', home_folder: '/home/ADA/inbox/' }],
    ['home is root', { ...ok, root_folder: 'Home/Ada', home_folder: 'Home/Ada' }],
    ['home in the root folder', { ...ok, root_folder: '/', home_folder: 'Home' }],
    ['home alone', { ...ok, home_folder: 'Home' }],
    ['root alone', { ...ok, root_folder: 'Home' }],
    [
      'home beside root',
      { ...ok, root_folder: 'Home/Ada', home_folder: 'Home/Adam' },
      'home_folder home-folder-outside-root',
    ],
    [
      'home above root',
      { ...ok, root_folder: 'Home/Ada', home_folder: '/' },
      'home_folder home-folder-outside-root',
    ],
    [
      'home with a wrong root',
      { ...ok, root_folder: '..', home_folder: 'Home' },
      'root_folder path-has-no-name',
    ],
    [
      'home within a root with white space at its end',
      { ...ok, root_folder: 'Home /Ada', home_folder: 'Home/Ada/inbox' },
      'root_folder path-space-at-end',
    ],
    // folder-permissions-ignored
    [
      'an administrator with permissions',
      { ...ok, site_admin: 'Y', folder_permissions: 'a=list' },
      'folder_permissions folder-permissions-ignored',
    ],
    [
      'an administrator with wrong permissions',
      { ...ok, site_admin: 'Y', folder_permissions: 'nonsense' },
      'folder_permissions folder-permissions-ignored',
    ],
    [
      'an administrator with wrong permissions, columns in another order',
      { ...ok, folder_permissions: 'nonsense', site_admin: 'Y' },
      'folder_permissions folder-permissions-ignored',
    ],
    ['an administrator without permissions', { ...ok, site_admin: 'Y', folder_permissions: '' }],
    [
      'not an administrator, with permissions',
      { ...ok, site_admin: 'N', folder_permissions: 'a=list' },
    ],
    [
      'perhaps an administrator, with wrong permissions',
      { ...ok, site_admin: 'y', folder_permissions: 'a' },
      'site_admin not-yes-or-no',
      'folder_permissions folder-permission-malformed',
    ],
    // username-missing
    ['no username', { ...ok, username: '' }, 'username username-missing'],
    ['a username of spaces', { ...ok, username: '  ' }, 'username username-missing'],
    [
      'a spreadsheet error in place of a username',
      { ...ok, username: '#N/A' },
      'username spreadsheet-error',
    ],
    ['a wrong username', { ...ok, username: 'a'.repeat(51) }, 'username username-too-long'],
    // Dates
    [
      'past dates',
      { ...ok, require_login_by: past, access_expiration_date: past },
      'require_login_by date-in-the-past',
      'access_expiration_date date-in-the-past',
    ],
  ];

  test.each(cases.map(([what, row, ...issues]) => ({ what, row, issues })))(
    '$what',
    async ({ row, issues }) => {
      expect(await codesIn(row)).toEqual(issues);
    },
  );

  test('every error of a row is reported, not only the first', async () => {
    const row = {
      username: 'a  b',
      authentication_method: 'okta',
      password: 'x',
      email: 'ada',
      full_name: 'Ada',
      site_admin: 'yes',
      self_managed: 'Y',
      root_folder: 'a',
      home_folder: 'b',
    };
    expect(await codesIn(row)).toEqual([
      'username username-doubled-space',
      'email email-malformed',
      'full_name full-name-needs-two-words',
      'site_admin not-yes-or-no',
      'password password-not-used',
      'self_managed self-managed-needs-email-signup',
      'home_folder home-folder-outside-root',
    ]);
  });

  test('a missing password is not reported if one is generated', async () => {
    const { issues } = await checkWith(fileOf({}), {}, { makesPasswords: true });
    expect(issues).toEqual([]);
  });

  test('no message or suggestion contains a password', async () => {
    const { issues } = await check(fileOf({ ...ok, password: 'Tr0ub4dor&3' }));
    expect(issues).toHaveLength(1);
    expect(JSON.stringify(issues)).not.toContain('Tr0ub4dor');
  });
});

describe('cells are trimmed, except password and notes', () => {
  test.each([
    ['username', ' ada ', 'ada'],
    ['company', '\tACME\r\n', 'ACME'],
    ['password', ' s p ', ' s p '],
    ['notes', ' n\n', ' n\n'],
  ])('%s: %j', async (column, cell, value) => {
    const { entries } = await check(fileOf({ [column]: cell }));
    expect(entries[0]?.record?.values).toMatchObject({ [column]: value });
  });
});
