import { describe, expect, test } from 'vitest';
import type { Api } from '../../src/columns/api.js';
import type { Mapping } from '../../src/source/mapping.js';
import { readTable } from '../../src/source/read.js';
import { findIssues } from '../../src/validate/find-issues.js';
import type { RowFindings } from '../../src/validate/row-findings.js';
import { bytesOf } from '../source/reading.js';
import { now } from './checking.js';

interface Showing {
  readonly mapping?: Mapping;
  readonly wholeRows?: boolean;
  readonly api?: Api;
}

/** The findings in the rows of a file, with the cells that are shown. */
async function foundIn(
  content: string,
  { mapping, wholeRows = true, api = 'rest' }: Showing = {},
): Promise<RowFindings[]> {
  const table = await readTable(bytesOf(content, { mapping }));
  const { rows } = findIssues(table, { now, api }, { threads: 0, wholeRows });
  const all: RowFindings[] = [];
  for await (const batch of rows) all.push(...batch);
  return all.filter(({ line }) => line !== null && line > 1);
}

describe('the cells that are shown with the issues of a row', () => {
  const file = [
    'username,site_admin,password,email,notes,Shoe,company',
    ' ada ,yes,Tram-walnut-9,,  n ,41,',
    'bob,Y,Tram-walnut-9,,,,ACME',
    '',
  ].join('\n');

  test('are the username and the cells with issues', async () => {
    expect(await foundIn(file, { wholeRows: false })).toMatchObject([
      { line: 2, cells: { username: 'ada', site_admin: 'yes' } },
    ]);
  });

  test.each([
    [false, { username: 'ada', site_admin: 'yes' }],
    [true, { username: 'ada', site_admin: 'yes', notes: '  n ' }],
  ])('are all that are not blank if whole rows are wanted: %s', async (wholeRows, cells) => {
    const [row] = await foundIn(file, { wholeRows });
    expect(row?.cells).toEqual(cells);
  });

  test('never contain a private key, whatever the column', async () => {
    const key = '"-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk=\n"';
    const [row] = await foundIn(`username,email,notes\nada,${key},${key}\n`);
    expect(row?.cells).toEqual({ username: 'ada' });
  });

  test('do not include cells that a short row lacks', async () => {
    const [row] = await foundIn('username,site_admin,company\nada,yes\n');
    expect(row?.cells).toEqual({ username: 'ada', site_admin: 'yes' });
  });

  test('include mapped values, except secret or blank ones', async () => {
    const columns: Mapping['columns'] = {
      username: { join: ['first', 'last'], separator: '.' },
      password: { join: ['one', 'two'], separator: '' },
      company: { value: 'ACME' },
      notes: { join: ['remark', 'more'], separator: ' ' },
    };
    const content = 'first,last,one,two,remark,more,site_admin\nada,king,Tram,walnut,,,yes\n';
    const [row] = await foundIn(content, { mapping: { columns, ignore: [] } });
    expect(row?.cells).toEqual({ site_admin: 'yes', username: 'ada.king', company: 'ACME' });
  });
});

describe('a password that a comma has moved', () => {
  const header = 'username,email,password,time_zone,full_name,home_folder,root_folder\n';
  const secret = 'hunter2-Secret';

  test.each([
    ['to the right', `a,a@b.example,x,${secret},${secret},${secret},/b,c\n`, 'time_zone'],
    ['to the left', `a,${secret},${secret}\n`, 'email'],
  ])('%s is not shown', async (_what, row, column) => {
    const text = JSON.stringify(await foundIn(header + row));
    expect(text).toMatch(new RegExp(`"column":"${column}"[^}]*It is not shown`));
    expect(text).not.toContain(secret);
  });

  test.each([
    ['too long', `a,,x,${secret},${secret},,,\n`],
    ['too short', `a,,${secret},${secret}\n`],
  ])('is not shown with two secret columns either: a row that is %s', async (_what, row) => {
    const two = 'username,company,password,email,imported_password_hash,time_zone,notes\n';
    const text = JSON.stringify(await foundIn(two + row));
    expect(text).toMatch(/"column":"email"[^}]*It is not shown/);
    expect(text).not.toContain(secret);
  });

  test.each(['rest', 'legacy'] as const)('is not shown as a repeated username: %s', async (api) => {
    const text = JSON.stringify(
      await foundIn(`full_name,password,username\nDoe, Al,${secret},al\nFoe, Bo,${secret},bo\n`, {
        api,
      }),
    );
    expect(text).toContain('row-too-many-cells');
    expect(text).not.toContain(secret);
  });

  test('is not shown if a mapping joins it from cells', async () => {
    const columns = {
      username: { header: 'username' },
      password: { join: ['first', 'second'], separator: '' },
    };
    const content = `username,full_name,first,second,email\na,King, Al,x,${secret},a@b.example\n`;
    const text = JSON.stringify(await foundIn(content, { mapping: { columns, ignore: [] } }));
    expect(text).toMatch(/"column":"email".*It is not shown/);
    expect(text).not.toContain(secret);
  });

  test('is not shown in a value that a mapping joins', async () => {
    const columns = {
      username: { header: 'username' },
      email: { join: ['name', 'domain'], separator: '@' },
    };
    const content = `username,full_name,password,name,domain\na,King, Al,${secret},${secret},b\n`;
    const text = JSON.stringify(await foundIn(content, { mapping: { columns, ignore: [] } }));
    expect(text).toMatch(/"column":"email".*It is not shown/);
    expect(text).not.toContain(secret);
  });

  test.each<[string, string, string, Mapping?]>([
    ['in a row of the right length', `${header}a,nowhere,x,London,A B,/b,/b\n`, 'nowhere'],
    ['to the left of it in a long row', `${header}a,nowhere,x,London,A B,/b,/b,\n`, 'nowhere'],
    ['to the right of it in a short row', `${header}a,a@b.example,x,nowhere\n`, 'nowhere'],
    ['without a secret column', 'username,email\na,nowhere,2\n', 'nowhere'],
    [
      'without a secret column, but with a joined one',
      'username,a,b\nx,no,where,\n',
      'no where',
      { columns: { email: { join: ['a', 'b'], separator: ' ' } }, ignore: [] },
    ],
  ])('does not hide other cells: %s', async (_what, content, shown, mapping) => {
    const [row] = await foundIn(content, mapping && { mapping });
    const message = expect.stringContaining(`"${shown}"`) as string;
    expect(row?.issues[0]).toMatchObject({ message });
    expect(Object.values(row?.cells ?? {})).toContain(shown);
  });

  test('does not hide the message about the password column itself', async () => {
    for (const row of ['a,b,p\u00a0w,c,d\n', 'a,b,p\u00a0w\n']) {
      const [found] = await foundIn(`username,company,password,notes\n${row}`);
      expect(found?.issues[0]).toMatchObject({
        code: 'secret-odd-character',
        message: expect.stringContaining('hard to type') as string,
      });
    }
  });
});
