import { describe, expect, test } from 'vitest';
import type { ColumnName } from '../../src/columns/table.js';
import { readCell, soleProblem } from './reading.js';

type Good = readonly [column: ColumnName, cell: string, value?: unknown];
type Bad = readonly [column: ColumnName, cell: string, code: string, suggestion?: string | null];

const clef = '𝄞';

function titled<C extends Good | Bad>(entry: C): [string, ...C] {
  const [column, cell] = entry;
  return [`${column}: ${JSON.stringify(cell).slice(0, 60)}`, ...entry];
}

describe('a valid cell has a value and no problems', () => {
  const good: readonly Good[] = [
    ['username', 'a'],
    ['username', 'Ada Lovelace'],
    ['username', clef.repeat(50)],
    ['authentication_method', 'password'],
    ['authentication_method', 'password_with_imported_hash'],
    ['authentication_method', 'password_and_ssh_key'],
    ['authentication_method', 'auth0'],
    ['authentication_method', 'slack'],
    ['password', ' any text, "at all" '],
    ['password_validity_days', '0', 0],
    ['password_validity_days', '365', 365],
    ['password_validity_days', '007', 7],
    ['password_validity_days', '2147483647', 2_147_483_647],
    ['site_admin', 'Y', true],
    ['site_admin', 'N', false],
    ['ssl_required', 'Y', true],
    ['enforce_ip_whitelist', 'N', false],
    ['email', 'ada@example.com'],
    ['email', "o'brien+files@mail.example.co.uk"],
    ['email', 'josé@münchen.example'],
    ['email', '1@2.example'],
    ['full_name', 'Ada Lovelace'],
    ['full_name', 'Ludwig van Beethoven'],
    ['full_name', 'Ada  Lovelace'],
    ['company', '=1+1'],
    ['notes', ' two\r\nlines '],
    ['group_ids', 'Sales', ['Sales']],
    ['group_ids', 'Sales,12, Support', ['Sales', '12', 'Support']],
    ['group_ids', 'sales,Sales', ['sales', 'Sales']],
    [
      'group_ids',
      '10000000000000000001,10000000000000000002',
      ['10000000000000000001', '10000000000000000002'],
    ],
    ['root_folder', '/'],
    ['root_folder', '/Home/Ada/'],
    ['root_folder', 'a\\b'],
    ['home_folder', clef.repeat(5000)],
    ['time_zone', 'Eastern Time (US & Canada)'],
    ['time_zone', "Nuku'alofa"],
    [
      'ip_whitelist',
      '13.115.185.197\n13.211.6.58\n192.168.17.0/27',
      ['13.115.185.197', '13.211.6.58', '192.168.17.0/27'],
    ],
    ['ip_whitelist', '10.0.0.1\r\n10.0.0.2', ['10.0.0.1', '10.0.0.2']],
    ['ip_whitelist', '10.0.0.1\r10.0.0.2', ['10.0.0.1', '10.0.0.2']],
    ['ip_whitelist', '10.0.0.1 \n 10.0.0.2', ['10.0.0.1', '10.0.0.2']],
    ['ip_whitelist', '192.168.1.0/27'],
    ['ip_whitelist', '0.0.0.0/0'],
    ['ip_whitelist', '::/0'],
    ['ip_whitelist', '2001:db8::1\n2001:db8::/32'],
    ['ip_whitelist', '::ffff:10.0.0.1/128'],
  ];
  test.each(good.map(titled))('%s', (_title, column, cell, value) => {
    const reading = readCell(column, cell);
    expect(reading.problems).toEqual([]);
    if (value === undefined) expect(reading.value).toBeDefined();
    else expect(reading.value).toEqual(value);
  });
});

describe('an invalid cell has one error and no value', () => {
  const bad: readonly Bad[] = [
    ['username', 'a'.repeat(51), 'username-too-long', null],
    ['username', clef.repeat(51), 'username-too-long', null],
    ['username', 'Ada  Lovelace', 'username-doubled-space', 'Ada Lovelace'],
    ['username', 'a    b   c', 'username-doubled-space', 'a b c'],
    ['username', 'ada\r\nking', 'username-control-character', 'ada king'],
    ['username', 'ada\u0007', 'username-control-character', 'ada'],
    // The Windows command copy ends concatenated files with it.
    ['username', '\u001a', 'username-control-character', null],
    ['authentication_method', 'Password', 'authentication-method-unknown', 'password'],
    ['authentication_method', 'Email Signup', 'authentication-method-unknown', 'email_signup'],
    ['authentication_method', 'email-signup', 'authentication-method-unknown', 'email_signup'],
    ['authentication_method', 'Okta', 'authentication-method-unknown', 'okta'],
    ['authentication_method', 'Active Directory/LDAP', 'authentication-method-unknown', 'ldap'],
    ['authentication_method', 'Azure Active Directory', 'authentication-method-unknown', 'azure'],
    ['authentication_method', 'SAML (Other Provider)', 'authentication-method-unknown', 'saml'],
    ['authentication_method', 'pasword', 'authentication-method-unknown', 'password'],
    ['authentication_method', 'sso', 'authentication-method-unknown', null],
    ['authentication_method', 'constructor', 'authentication-method-unknown', null],
    ['password_validity_days', '-1', 'not-a-whole-number', null],
    ['password_validity_days', '1.5', 'not-a-whole-number', null],
    ['password_validity_days', '90.0', 'not-a-whole-number', '90'],
    ['password_validity_days', '90,0', 'not-a-whole-number', '90'],
    ['password_validity_days', '1,000', 'not-a-whole-number', null],
    ['password_validity_days', '+90', 'not-a-whole-number', '90'],
    ['password_validity_days', '90 days', 'not-a-whole-number', '90'],
    ['password_validity_days', '1e3', 'not-a-whole-number', null],
    ['password_validity_days', '0x10', 'not-a-whole-number', null],
    ['password_validity_days', '٣', 'not-a-whole-number', null],
    ['password_validity_days', '2147483648', 'number-too-large', null],
    ['password_validity_days', '9'.repeat(400), 'number-too-large', null],
    ['require_password_change', 'y', 'not-yes-or-no', 'Y'],
    ['site_admin', 'yes', 'not-yes-or-no', 'Y'],
    ['site_admin', 'TRUE', 'not-yes-or-no', 'Y'],
    ['site_admin', 'WAHR', 'not-yes-or-no', 'Y'],
    ['site_admin', 'FAŁSZ', 'not-yes-or-no', 'N'],
    ['site_admin', 'Ｙ', 'not-yes-or-no', 'Y'],
    ['authentication_method', 'ｏｋｔａ', 'authentication-method-unknown', 'okta'],
    ['password_validity_days', '９０', 'not-a-whole-number', '90'],
    [
      'require_login_by',
      '2030-03-14T13:27:01−04:00',
      'date-malformed',
      '2030-03-14T13:27:01-04:00',
    ],
    ['site_admin', 'Falso', 'not-yes-or-no', 'N'],
    ['self_managed', 'false', 'not-yes-or-no', 'N'],
    ['enforce_ip_whitelist', '0', 'not-yes-or-no', 'N'],
    ['ssl_required', 'no', 'not-yes-or-no', 'N'],
    ['ftp_permission', 'maybe', 'not-yes-or-no', null],
    ['restapi_permission', 'YN', 'not-yes-or-no', null],
    ['email', 'ada', 'email-malformed', null],
    ['email', 'ada@example', 'email-malformed', null],
    ['email', '@example.com', 'email-malformed', null],
    ['email', 'ada@', 'email-malformed', null],
    ['email', 'ada@@example.com', 'email-malformed', null],
    ['email', 'ada@example..com', 'email-malformed', null],
    ['email', 'ada@.example.com', 'email-malformed', null],
    ['email', '.ada@example.com', 'email-malformed', null],
    ['email', 'ada@exa_mple.com', 'email-malformed', null],
    ['email', 'ada@-example.com', 'email-malformed', null],
    ['email', `${'a'.repeat(65)}@example.com`, 'email-malformed', null],
    ['email', 'Ada Lovelace <ada@example.com>', 'email-malformed', 'ada@example.com'],
    ['email', 'mailto:ada@example.com', 'email-malformed', 'ada@example.com'],
    ['email', "'ada@example.com'", 'email-malformed', 'ada@example.com'],
    ['email', 'ａda＠example。com', 'email-malformed', 'ada@example.com'],
    ['email', 'ada @ example.com', 'email-malformed', 'ada@example.com'],
    ['email', 'ada@example.com.', 'email-malformed', 'ada@example.com'],
    ['email', 'ada@example.com;', 'email-malformed', 'ada@example.com'],
    ['email', 'ada@example.com,bob@example.com', 'email-malformed', null],
    ['email', 'ada@example.com; bob@example.com', 'email-malformed', null],
    ['email', 'ada@example.com bob@example.com', 'email-malformed', null],
    ['email', 'ada\u0000@example.com', 'email-malformed', null],
    ['full_name', 'Ada', 'full-name-needs-two-words', null],
    ['full_name', 'Ada\u00a0Lovelace', 'full-name-needs-two-words', 'Ada Lovelace'],
    ['full_name', 'Ada\nLovelace', 'full-name-needs-two-words', 'Ada Lovelace'],
    ['group_ids', 'Sales,', 'group-empty', 'Sales'],
    ['group_ids', ',Sales', 'group-empty', 'Sales'],
    ['group_ids', 'Sales,,Support', 'group-empty', 'Sales,Support'],
    ['group_ids', ' , ', 'group-empty', null],
    ['root_folder', '..', 'path-has-no-name', null],
    ['root_folder', '//', 'path-has-no-name', null],
    ['root_folder', '\\', 'path-has-no-name', null],
    ['home_folder', './../', 'path-has-no-name', null],
    ['home_folder', 'a'.repeat(5001), 'path-too-long', null],
    ['home_folder', clef.repeat(5001), 'path-too-long', null],
    ['root_folder', 'a /b', 'path-space-at-end', 'a/b'],
    ['home_folder', 'Home \t\\ada/', 'path-space-at-end', 'Home\\ada/'],
    ['home_folder', 'a / /b', 'path-space-at-end', null],
    ['time_zone', 'london', 'time-zone-unknown', 'London'],
    ['time_zone', 'Londn', 'time-zone-unknown', 'London'],
    ['time_zone', 'eastern time (us & canada)', 'time-zone-unknown', 'Eastern Time (US & Canada)'],
    [
      'time_zone',
      '(GMT-05:00) Eastern Time (US & Canada)',
      'time-zone-unknown',
      'Eastern Time (US & Canada)',
    ],
    ['time_zone', '(UTC) London', 'time-zone-unknown', 'London'],
    ['time_zone', '+01:00', 'time-zone-unknown', null],
    ['time_zone', 'Eastern', 'time-zone-unknown', 'Eastern Time (US & Canada)'],
    ['time_zone', 'Pacific Standard Time', 'time-zone-unknown', 'Pacific Time (US & Canada)'],
    ['time_zone', 'Central', 'time-zone-unknown', null],
    ['time_zone', 'LA', 'time-zone-unknown', null],
    ['ip_whitelist', '10.0.0.1\\n10.0.0.2', 'ip-separator', '10.0.0.1\n10.0.0.2'],
    ['ip_whitelist', '10.0.0.1\\r\\n10.0.0.2', 'ip-separator', '10.0.0.1\n10.0.0.2'],
    ['ip_whitelist', '10.0.0.1,10.0.0.2', 'ip-separator', '10.0.0.1\n10.0.0.2'],
    ['ip_whitelist', '10.0.0.1; 10.0.0.2', 'ip-separator', '10.0.0.1\n10.0.0.2'],
    ['ip_whitelist', '10.0.0.1 10.0.0.2', 'ip-separator', '10.0.0.1\n10.0.0.2'],
    [
      'ip_whitelist',
      '10.0.0.1\n10.0.0.2\t10.0.0.3',
      'ip-separator',
      '10.0.0.1\n10.0.0.2\n10.0.0.3',
    ],
    ['ip_whitelist', '10.0.0.0 /8', 'ip-malformed', '10.0.0.0/8'],
    [
      'ip_whitelist',
      '10.0.0.1\n10.0.0.0 / 8\n2001:db8::/ 32',
      'ip-malformed',
      '10.0.0.1\n10.0.0.0/8\n2001:db8::/32',
    ],
    ['ip_whitelist', '10.0.0.0 / 255.0.0.0', 'ip-malformed', '10.0.0.0/8'],
    ['ip_whitelist', '10.0.0.1,\n10.0.0.2,', 'ip-separator', '10.0.0.1\n10.0.0.2'],
    ['ip_whitelist', ';', 'ip-separator', null],
    ['ip_whitelist', '10.0.0.1\n\n10.0.0.2', 'ip-malformed', '10.0.0.1\n10.0.0.2'],
    ['ip_whitelist', '10.0.0', 'ip-malformed', null],
    ['ip_whitelist', '10.0.0.256', 'ip-malformed', null],
    ['ip_whitelist', '10.0.0.01', 'ip-malformed', null],
    ['ip_whitelist', '10.0.0.0/33', 'ip-malformed', null],
    ['ip_whitelist', '10.0.0.0/', 'ip-malformed', null],
    ['ip_whitelist', '10.0.0.0/08', 'ip-malformed', null],
    ['ip_whitelist', '10.0.0.0/8/8', 'ip-malformed', null],
    ['ip_whitelist', '10.0.0.1-10.0.0.9', 'ip-malformed', null],
    ['ip_whitelist', '10.0.0.0 255.255.255.0', 'ip-malformed', '10.0.0.0/24'],
    ['ip_whitelist', '10.0.0.1\n10.8.0.0/255.248.0.0', 'ip-malformed', '10.0.0.1\n10.8.0.0/13'],
    ['ip_whitelist', '10.0.0.0/255.0.255.0', 'ip-malformed', null],
    ['ip_whitelist', '10.0.0.1 255.255.255.255', 'ip-malformed', '10.0.0.1/32'],
    ['ip_whitelist', '10.0.0.0\t255.255.255.0', 'ip-malformed', '10.0.0.0/24'],
    ['ip_whitelist', '10.0.0.0, 255.255.255.0', 'ip-malformed', '10.0.0.0/24'],
    ['ip_whitelist', '10.0.0.0 0.0.3.255', 'ip-malformed', '10.0.0.0/22'],
    ['ip_whitelist', '10.0.0.1,0.0.0.0', 'ip-separator', '10.0.0.1\n0.0.0.0'],
    ['ip_whitelist', '10.0.0.*', 'ip-malformed', null],
    ['ip_whitelist', '2001:db8::/129', 'ip-malformed', null],
    ['ip_whitelist', 'fe80::1%eth0', 'ip-malformed', null],
    ['ip_whitelist', 'office.example.com', 'ip-malformed', null],
  ];
  test.each(bad.map(titled))('%s', (_title, column, cell, code, suggestion = null) => {
    expect(soleProblem(column, cell)).toMatchObject({ code, suggestion });
    // An invalid username keeps its value, to be compared with the others.
    expect(readCell(column, cell).value).toBe(column === 'username' ? cell : undefined);
  });
});

describe('a cell with a warning keeps its value', () => {
  test.each([
    ['Sales,Sales', ['Sales'], 'Sales'],
    ['Sales,Support,Sales', ['Sales', 'Support'], 'Sales,Support'],
    ['1234,01234', ['1234'], '1234'],
  ])('group_ids: %j', (cell, value, suggestion) => {
    expect(soleProblem('group_ids', cell)).toMatchObject({ code: 'group-repeated', suggestion });
    expect(readCell('group_ids', cell).value).toEqual(value);
  });
});

test('a username can have two problems at once', () => {
  const { problems } = readCell('username', `a  ${'b'.repeat(50)}`);
  expect(problems.map(({ code }) => code)).toEqual(['username-too-long', 'username-doubled-space']);
});

test('a malformed address is reported beside a wrong separator', () => {
  const { problems } = readCell('ip_whitelist', '10.0.0.1,ten');
  expect(problems.map(({ code, suggestion }) => [code, suggestion])).toEqual([
    ['ip-separator', null],
    ['ip-malformed', null],
  ]);
});

test('every malformed address of a list is reported', () => {
  expect(readCell('ip_whitelist', '10.0.0.1\nten\neleven').problems).toHaveLength(2);
});
