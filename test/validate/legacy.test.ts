import { describe, expect, test } from 'vitest';
import { findIssues } from '../../src/validate/find-issues.js';
import { readTable } from '../../src/source/read.js';
import { bytesOf } from '../source/reading.js';
import { checkWith, now } from './checking.js';

const header =
  'username,password,email,full_name,site_admin,time_zone,root_folder,access_expiration_date,authentication_method';
const good = {
  username: 'ada',
  password: 'secret-pass-1',
  email: 'ada@example.com',
  full_name: 'Ada Lovelace',
  site_admin: '',
  time_zone: 'London',
  root_folder: 'Home/ada',
  access_expiration_date: '2031-03-14T13:27:01-04:00',
  authentication_method: '',
};

/** The issues of a good row with these changes, as `column code`. */
async function rowIssues(
  change: Partial<typeof good>,
  context: { mayUpdate?: boolean; makesPasswords?: boolean } = {},
): Promise<string[]> {
  const row = Object.values({ ...good, ...change }).join(',');
  const { issues } = await checkWith(`${header}\n${row}\n`, {}, { api: 'legacy', ...context });
  return issues.map(({ column, code }) => `${column ?? '-'} ${code}`);
}

describe('a row for the legacy API', () => {
  test.each<[Partial<typeof good>, string[]]>([
    [{}, []],
    [{ authentication_method: 'password' }, []],
    [{ username: 'ada lovelace' }, ['username legacy-username-space']],
    [{ email: '' }, ['email legacy-value-missing']],
    [{ email: 'ada' }, ['email email-malformed']],
    [{ password: '' }, ['password legacy-value-missing']],
    [{ root_folder: '' }, ['root_folder legacy-value-missing']],
    [{ time_zone: '' }, ['time_zone legacy-value-missing']],
    [{ time_zone: 'UTC' }, ['time_zone legacy-time-zone-utc']],
    [{ time_zone: 'Europe/London' }, ['time_zone time-zone-unknown']],
    [{ site_admin: 'Y', root_folder: '' }, []],
    [{ site_admin: 'Y', root_folder: '/' }, []],
    [{ site_admin: 'Y' }, ['root_folder legacy-admin-root']],
    [
      { access_expiration_date: '2020-01-01T00:00:00Z' },
      ['access_expiration_date date-in-the-past', 'access_expiration_date legacy-expiration-past'],
    ],
    [
      { access_expiration_date: new Date(now).toISOString().replace('.000', '') },
      ['access_expiration_date legacy-expiration-past'],
    ],
    [
      { authentication_method: 'okta', password: '' },
      ['authentication_method legacy-method-not-password'],
    ],
    [
      { authentication_method: 'email_signup', password: '' },
      ['authentication_method legacy-method-not-password'],
    ],
  ])('%o', async (change, expected) => {
    expect(await rowIssues(change)).toEqual(expected);
  });

  test('may be incomplete if it may update a user', async () => {
    const blank = { email: '', password: '', root_folder: '', time_zone: '' };
    expect(await rowIssues(blank, { mayUpdate: true })).toEqual([]);
    expect(await rowIssues({ ...blank, time_zone: 'UTC' }, { mayUpdate: true })).toEqual([
      'time_zone legacy-time-zone-utc',
    ]);
  });

  test('needs no password if one is generated', async () => {
    expect(await rowIssues({ password: '' }, { makesPasswords: true })).toEqual([]);
  });

  test('is not checked for the legacy API otherwise', async () => {
    const row = Object.values({ ...good, username: 'ada lovelace', time_zone: 'UTC' }).join(',');
    expect((await checkWith(`${header}\n${row}\n`, {})).issues).toEqual([]);
  });
});

const wide = [
  'username,password,email,time_zone,root_folder,company,group_ids,sftp_permission,folder_permissions',
  'a,secret-pass-1,a@example.com,London,A,,Sales,,A=full',
  'b,secret-pass-1,b@example.com,London,B,ACME,,,B=full|Shared=list',
  'c,secret-pass-1,c@example.com,London,C,ACME,,,',
  '',
].join('\n');

describe('columns that the legacy API lacks', () => {
  test('cause one warning per column with values, with its rows and the first of them', async () => {
    const { issues, summary, entries } = await checkWith(wide, {}, { api: 'legacy' });
    expect(issues.map(({ line, column, code }) => [line, column, code])).toEqual([
      [1, 'group_ids', 'legacy-column-left-out'],
      [1, 'company', 'legacy-column-left-out'],
      [1, 'folder_permissions', 'legacy-column-left-out'],
    ]);
    expect(issues.map(({ message }) => /(?<=is left out )[^.]+/.exec(message)?.[0])).toEqual([
      'on line 2',
      'in 2 rows (the first on line 3)',
      'on line 3',
    ]);
    expect(summary).toMatchObject({ rows: 3, valid: 3, warnings: 3, errors: 0 });
    const values = entries.flatMap(({ record }) => (record ? [record.values] : []));
    expect(values.map(({ company, group_ids }) => [company, group_ids])).toEqual(
      Array(3).fill([undefined, undefined]),
    );
  });

  test('are counted across threads', async () => {
    const table = await readTable(bytesOf(wide));
    const found = findIssues(table, { now, api: 'legacy' }, { threads: 2, wholeRows: false });
    const rows = [];
    for await (const batch of found.rows) rows.push(...batch);
    expect(rows).toHaveLength(3);
    expect(found.summary.warnings).toBe(3);
  });
});
