import { Buffer } from 'node:buffer';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvLine } from '../../src/columns/csv.js';
import { maxRecordBytes } from '../../src/source/split.js';
import { readTable } from '../../src/source/read.js';
import { fixCell } from '../../src/validate/fix-cell.js';
import { fixTable } from '../../src/validate/fix.js';
import { columnOf } from '../columns/reading.js';
import { bytesOf } from '../source/reading.js';
import { check, now } from './checking.js';
import { fixed } from './fixing.js';

function cellsOf(csv: string): string[][] {
  return parse(csv);
}

/** What becomes of one cell in a row that is otherwise right. */
async function cell(column: string, text: string): Promise<string | undefined> {
  const header = column === 'username' ? ['username'] : ['username', column];
  const row = column === 'username' ? [text] : ['ada', text];
  const { csv } = await fixed(csvLine(header) + csvLine(row));
  return cellsOf(csv)[1]?.at(-1);
}

describe('a cell with one possible meaning is corrected', () => {
  test.each([
    ['username', ' ada ', 'ada'],
    ['username', 'ada  king', 'ada king'],
    ['username', 'ada\u200b', 'ada'],
    ['username', 'o\u2019brien', "o'brien"],
    ['site_admin', 'yes', 'Y'],
    ['site_admin', ' TRUE ', 'Y'],
    ['ssl_required', '0', 'N'],
    ['authentication_method', 'Email-Signup', 'email_signup'],
    ['authentication_method', 'Azure Active Directory', 'azure'],
    ['password_validity_days', '90.0', '90'],
    ['email', 'Ada <ada@example.com>', 'ada@example.com'],
    ['email', ' mailto:ada@example.com; ', 'ada@example.com'],
    ['email', '‘ada＠example.com’', 'ada@example.com'],
    ['full_name', 'Ada\nKing', 'Ada King'],
    ['full_name', ' Ada\r\n\tKing ', 'Ada King'],
    ['group_ids', 'Sales,,Support,', 'Sales,Support'],
    ['group_ids', 'Sales\nSupport', 'Sales,Support'],
    ['group_ids', 'Sales,\nSupport ,\nLegal', 'Sales,Support,Legal'],
    ['time_zone', 'Asia/Kolkata', 'Kolkata'],
    ['time_zone', 'europe/london', 'London'],
    ['time_zone', 'LONDON', 'London'],
    ['require_login_by', '2037-03-14T13:27:01+0200', '2037-03-14T13:27:01+02:00'],
    ['require_login_by', '2037-3-14 13:27:01.000z', '2037-03-14T13:27:01Z'],
    ['ip_whitelist', '10.0.0.1\\n10.0.0.2', '10.0.0.1\n10.0.0.2'],
    ['ip_whitelist', '10.0.0.1; 10.0.0.2,', '10.0.0.1\n10.0.0.2'],
    ['ip_whitelist', '10.0.0.0 /8 10.1.0.1', '10.0.0.0/8\n10.1.0.1'],
    ['folder_permissions', 'Sales = Full ; Support=READ-ONLY*', 'Sales=full|Support=readonly*'],
    ['folder_permissions', 'Sales=readonly,Support=full', 'Sales=readonly|Support=full'],
    ['folder_permissions', 'Sales=readonly\\nSupport=full', 'Sales=readonly|Support=full'],
    ['folder_permissions', 'Sales=Read Only,read/write*', 'Sales=readonly,readwrite*'],
    ['folder_permissions', 'Sales\u200b=Full', 'Sales=full'],
    ['tags', 'a,,b', 'a,b'],
    ['require_2fa', 'Always require', 'always_require'],
  ])('%s %j → %j', async (column, text, expected) => {
    expect(await cell(column, text)).toBe(expected);
  });
});

describe('a cell that is right, or whose correction would be a guess, is unchanged', () => {
  test.each([
    ['authentication_method', 'oktta'],
    ['authentication_method', 'ad'],
    ['time_zone', 'Londn'],
    ['time_zone', 'EST'],
    ['site_admin', 'maybe'],
    ['password_validity_days', '90 days'],
    ['email', 'ada@example.com, bob@example.com'],
    ['email', 'bob@example.com <ada@example.com>'],
    ['require_login_by', '3/14/2037'],
    ['require_login_by', '2037-03-14 13:27:01'],
    ['require_login_by', '2037-03-14T13:27:01.5Z'],
    ['full_name', 'Ada'],
    ['full_name', 'Ren\u00c3\u00a9 King'],
    ['group_ids', '12,045'],
    ['group_ids', 'Sales,Support\nDesk'],
    ['group_ids', '"Sales","Support"'],
    ['ip_whitelist', '10.0.0.0 255.0.0.0,10.0.0.1'],
    ['ip_whitelist', '10.0.0.0\t255.255.255.0'],
    ['ip_whitelist', '10.0.0.0, 255.255.255.0'],
    ['ip_whitelist', '10.0.0.0 0.0.0.255'],
    ['group_ids', 'Children\u2019s Ward'],
    ['folder_permissions', 'Sales=rw'],
    ['folder_permissions', 'Sales=Full|Support=redonly'],
    ['folder_permissions', 'Sales=readonly,-full'],
    ['folder_permissions', 'Sales=readonly,/full'],
    ['folder_permissions', 'Sales=+admin'],
    ['folder_permissions', 'Sales=ad/min'],
    ['folder_permissions', 'Sales=readonly,history=full'],
    ['folder_permissions', 'Sales=readonly;History=full'],
    ['folder_permissions', 'Sales=readonly,Legal,HR=full'],
    ['folder_permissions', 'Sales=readonly,\\nHR=full'],
    ['folder_permissions', 'Sales=readonly;\\new=full'],
    ['folder_permissions', 'Sales=readonly HR=full'],
    ['self_managed', 'Y'],
    ['tags', 'Big Team'],
    ['notes', '  two lines \n of it '],
    ['password', ' \u00a0p\u2019w '],
    ['imported_password_hash', 'not a hash'],
  ])('%s %j', async (column, text) => {
    expect(await cell(column, text)).toBe(text);
  });
});

test('comments, rows and unknown columns keep their places', async () => {
  const file = [
    '# made by hand',
    'User Name,Shoe size, site-admin ,_line,,email',
    'ada, 41 ,no,7,,',
    '',
    '# a, comment',
    ',,,,,',
    '"#bob","4""2",Y',
    '"x\r\ny",,N,,,,,',
  ].join('\r\n');
  const { csv, changes, end } = await fixed(file);
  expect(csv).toBe(
    [
      '# made by hand',
      'username,Shoe size,site_admin,_line,,email',
      'ada," 41 ",N,7,,',
      '# a, comment',
      '"#bob","4""2",Y',
      '"x\r\ny",,N,,,,,',
      '',
    ].join('\n'),
  );
  expect(
    changes.map(({ line, column, code }) => `${line ?? '-'} ${column ?? '-'} ${code}`),
  ).toEqual([
    '2 username header-inexact-name',
    '2 site_admin header-inexact-name',
    '3 site_admin not-yes-or-no',
  ]);
  expect(end).toMatchObject({ type: 'fixed', remaining: { rows: 3, errors: 1, comments: 2 } });
});

test.each([
  ['that looks like a row keeps its cells', '#bob;ACME, Ltd', '#bob,"ACME, Ltd"', 2],
  ['that looks like a row with quotes is unchanged', '#bob;"ACME"', '#bob;"ACME"', 1],
  ['with a comma looks like a row in the copy', '#see list, page 2', '#see list, page 2', 2],
])('in a file with another delimiter, a comment %s', async (_what, comment, copied, warnings) => {
  const { csv, end } = await fixed(`username;company\n${comment}\na;b\n`);
  expect(csv).toBe(`username,company\n${copied}\na,b\n`);
  expect(end).toMatchObject({ remaining: { warnings } });
  expect((await check(csv)).summary).toMatchObject({ warnings, comments: 1 });
});

test('a concatenated file still has its repeated header in the copy', async () => {
  const { csv, end } = await fixed('Username,notes\na,\n\ufeffusername, notes\nb,\n');
  expect(csv).toBe('username,notes\na,\nusername,notes\nb,\n');
  expect(end).toMatchObject({ remaining: { rows: 3, errors: 1 } });
});

test.each([
  ['a group', 'username,company,group_ids,notes\nada,Engines, Ltd,Engineering,\n'],
  ['a password', 'username,password,notes\nada,Hunter,2secret,\n'],
])(
  'a row shifted by a comma is unchanged, even with blank cells at its end: %s',
  async (_, file) => {
    const { csv, changes, end } = await fixed(file);
    expect(csv).toBe(file.replace(' Ltd', '" Ltd"'));
    expect(changes).toEqual([]);
    expect(end).toMatchObject({ type: 'fixed', remaining: { errors: 1 } });
  },
);

test('a change has its line, column and texts, but not those of a secret', async () => {
  const hash = ' 5f4dcc3b5aa765d61d8327deb882cf99';
  const { changes } = await fixed(`username,imported_password_hash\nada,"${hash}"\n b,\n`);
  expect(changes).toEqual([
    {
      line: 2,
      column: 'imported_password_hash',
      code: 'surrounding-space',
      before: null,
      after: null,
    },
    { line: 3, column: 'username', code: 'surrounding-space', before: ' b', after: 'b' },
  ]);
});

test('the copy is in UTF-8, with commas and LF', async () => {
  const { csv, changes } = await fixed(
    Buffer.from('username;full_name\r\nada;Ada M\u00fcller\nbob;Bob Gr\u00fcn\n', 'latin1'),
  );
  expect(csv).toBe('username,full_name\nada,Ada M\u00fcller\nbob,Bob Gr\u00fcn\n');
  expect(changes.map(({ code, before, after }) => [code, before, after])).toEqual([
    ['encoding-not-utf8', 'windows-1252', 'utf-8'],
    ['delimiter-not-comma', ';', ','],
    ['line-endings-mixed', 'CRLF, LF', 'LF'],
  ]);
});

test("the copy has no sep= line, which is Excel's", async () => {
  const { csv, changes } = await fixed('sep=,\nusername\nada\n');
  expect(csv).toBe('username\nada\n');
  expect(changes.map(({ code, before, after }) => [code, before, after])).toEqual([
    ['delimiter-not-comma', 'sep=,', ','],
  ]);
});

test('a cell is corrected unless the mapping has another word for its value', async () => {
  const values = { yes: 'Y', aus: 'N', y: 'N' };
  const mapping = {
    columns: { site_admin: { header: 'Chef', values }, username: { header: 'Login' } },
    ignore: [],
  };
  const { csv, end } = await fixed('Login,Chef\na,Nein\nb,yes\nc,AUS\nd,ja\n', { mapping });
  // The mapping reads Y as N.
  expect(csv).toBe('Login,Chef\na,N\nb,yes\nc,AUS\nd,ja\n');
  expect(end).toMatchObject({ type: 'fixed', remaining: { errors: 1 } });
});

test('a cell of two columns is not corrected for one of them', async () => {
  const header = 'Boss';
  const mapping = { columns: { site_admin: { header }, company: { header } }, ignore: [] };
  const { csv } = await fixed('username,Boss\n ada , yes \n', { mapping });
  expect(csv).toBe('username,Boss\nada," yes "\n');
});

test('mapped headers are unchanged, so that the mapping fits the copy', async () => {
  const mapping = { columns: { username: { header: 'Login' } }, ignore: ['Boss'] };
  const { csv } = await fixed('Login,Boss,Site Admin\n ada , x ,yes\n', { mapping });
  expect(csv).toBe('Login,Boss,site_admin\nada," x ",Y\n');
});

test('a row of another length is unchanged, as its password may be anywhere', async () => {
  const file = 'username,site_admin,password,email\nada," yes ",p," q ",x\nbob," yes"\n';
  const { csv, changes } = await fixed(file);
  expect(csv).toBe(file);
  expect(changes).toEqual([]);
});

test('a verbatim cell is unchanged, whatever its kind', () => {
  const column = { ...columnOf('username'), verbatim: true };
  expect(fixCell(column, 'a  b', true, { now })).toBeUndefined();
});

test('a repeated header is written like the header', async () => {
  const { csv, changes, end } = await fixed('User Name,_line\nada,7\nUser Name,8\n');
  expect(csv).toBe('username,_line\nada,7\nusername,8\n');
  expect(changes.map(({ line, code }) => [line, code])).toEqual([[1, 'header-inexact-name']]);
  expect(end).toMatchObject({ remaining: { rows: 2, errors: 1 } });
});

test('there is no copy if a CR among other line ends may be inside a cell', async () => {
  const { end } = await fixed('username,notes\r\nada,one\rtwo\r\n');
  expect(end).toMatchObject({ type: 'refused', issue: { code: 'line-endings-mixed', line: null } });
});

test('the end is not known before the file is read', async () => {
  const table = await readTable(bytesOf('username\nada\n'));
  expect(() => fixTable(table, { now }).end()).toThrow('has not been read to its end');
});

test.each([
  ['a quote that is never closed', 'username\nada\n"bob\n', 3],
  ['invalid UTF-8', Buffer.from('username\n\u00c3\u00a9\nx\xff\xfe\xfdy\n', 'latin1'), 3],
  ['a header that cannot be read', 'user"name\nada\n', 1],
  ['a comment that is too long', `username\nada\n#${'x'.repeat(maxRecordBytes)}\nbob\n`, 3],
])('there is no copy for %s', async (_what, content, line) => {
  expect((await fixed(content)).end).toMatchObject({ type: 'refused', issue: { line } });
});

describe('any file', () => {
  const good: Record<string, readonly string[]> = {
    username: ['ada', 'bob', 'Carla'],
    authentication_method: ['okta', 'email_signup', 'password'],
    email: ['ada@example.com', ''],
    full_name: ['Ada King', 'Ren\u00e9 M\u00fcller'],
    group_ids: ['Sales', 'Sales,7', '12,045'],
    site_admin: ['Y', 'N', ''],
    time_zone: ['London', 'Asia/Kolkata', 'Eastern Time (US & Canada)'],
    access_expiration_date: ['2037-03-14T13:27:01Z', '2037-03-14T13:27:01-04:00'],
    ip_whitelist: ['10.0.0.1', '10.0.0.1\n10.0.0.0/8'],
    folder_permissions: ['Sales=full', 'Sales=readonly|Home/ada=admin*', 'a\\|b=list,history'],
    password: ['', ' x\u200b'],
    notes: ['', ' a\nb '],
    department: ['', ' R&D\u00a0'],
  };
  const columns = Object.keys(good);
  const harms: readonly ((text: string) => string)[] = [
    (text) => ` ${text}`,
    (text) => `${text}\u00a0`,
    (text) => text.toUpperCase(),
    (text) => text.toLowerCase(),
    (text) => text.replaceAll('|', ';'),
    (text) => text.replaceAll('\n', '\\n'),
    (text) => text.replaceAll(',', ' , '),
    (text) => text.replaceAll(',', '\n'),
    (text) => text.replace('e', 'e\u200b'),
    (text) => text.replaceAll(' ', '\u00a0'),
    (text) => text.replace(/:(\d\d)$/, '$1'),
    (text) => `${text},`,
    (text) => `"${text}`,
    (text) => text.replace(/^Y$/, 'yes'),
    (text) => text.slice(1),
  ];
  const damaged = (column: string): fc.Arbitrary<string> =>
    fc
      .tuple(
        fc.constantFrom(...(good[column] ?? [])),
        fc.array(fc.constantFrom(...harms), { maxLength: 3 }),
      )
      .map(([text, done]) => done.reduce((sofar, harm) => harm(sofar), text));
  const anyCell = (column: string): fc.Arbitrary<string> =>
    fc.oneof(
      { weight: 4, arbitrary: damaged(column) },
      fc
        .string({ unit: 'binary', maxLength: 6 })
        .map((text) => Buffer.from(text.replaceAll('\0', '')).toString()),
    );
  const names = fc.constantFrom(
    columns,
    columns.map((name) => name.replaceAll('_', ' ')),
  );
  const file = fc
    .tuple(names, fc.array(fc.tuple(...columns.map(anyCell)), { maxLength: 5 }))
    .map(([header, rows]) => [header, ...rows].map((row) => csvLine(row)).join(''));

  const mendable = new Set(['header-inexact-name', 'line-endings-mixed', 'delimiter-not-comma']);

  test('needs fixing only once, and has no issue that fix corrects afterwards', async () => {
    await fc.assert(
      fc.asyncProperty(file, async (text) => {
        const once = await fixed(text);
        const twice = await fixed(once.csv);
        expect(twice.csv).toBe(once.csv);
        expect(twice.changes).toEqual([]);
        const { issues, summary } = await check(once.csv);
        expect(issues.filter(({ code }) => mendable.has(code))).toEqual([]);
        expect(once.end).toEqual({ type: 'fixed', remaining: summary });
      }),
      { numRuns: 150 },
    );
  });

  const betweenCells = new Set([
    'username-repeated',
    'password-not-used',
    'self-managed-needs-email-signup',
    'email-signup-needs-email',
  ]);

  test('changes only in the reported cells, and gets no new errors', async () => {
    await fc.assert(
      fc.asyncProperty(file, async (text) => {
        const before = await check(text);
        const { csv, changes } = await fixed(text);
        const changed = new Map(
          changes.map(({ line, column, before: was, after }) => [
            `${line ?? ''} ${column ?? ''}`,
            { was, after },
          ]),
        );
        const rows = before.entries.flatMap(({ row }) => row ?? []);
        const [, ...copies] = cellsOf(csv);
        expect(copies).toHaveLength(rows.length);
        rows.forEach((row, index) =>
          columns.forEach((column, at) => {
            const change = changed.get(`${row.line} ${column}`);
            expect(copies[index]?.[at]).toBe(change ? change.after : row.cells[at]);
            if (change) expect(change.was).toBe(row.cells[at]);
          }),
        );
        const after = await check(csv);
        // Rules between cells apply only once the cells are right.
        const own = (file: typeof after): number =>
          file.issues.filter(
            ({ severity, code }) => severity === 'error' && !betweenCells.has(code),
          ).length;
        expect(own(after)).toBeLessThanOrEqual(own(before));
      }),
      { numRuns: 150 },
    );
  });
});
