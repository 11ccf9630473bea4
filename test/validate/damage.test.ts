import { describe, expect, test } from 'vitest';
import { check, found } from './checking.js';

describe('line ends', () => {
  test.each<[string, string, string[]]>([
    ['LF', 'username\nada\n# note\n\n', []],
    ['CRLF', 'username\r\nada\r\n# note\r\n\r\nbob', []],
    ['CR', 'username\rada\r', []],
    ['LF inside cells of a CRLF file', 'username,notes\r\nada,"a\nb\rc"\r\n', []],
    ['LF and CRLF', 'username\r\nada\nbob\r\n', ['LF, CRLF']],
    ['a CR among LF', 'username\nada\rbob\n', ['LF, CR']],
    ['CR CR LF', 'username\r\r\nada\r\r\n', ['CRLF, CR']],
  ])('%s', async (_what, text, expected) => {
    const { issues } = await check(text);
    const mixed = issues.filter(({ code }) => code === 'line-endings-mixed');
    expect(mixed.map(({ line }) => line)).toEqual(expected.map(() => null));
    const named = mixed.map(({ message }) => /: ([A-Z, ]+)\./.exec(message)?.[1]);
    expect(named.map((kinds) => kinds?.split(', ').sort())).toEqual(
      expected.map((kinds) => kinds.split(', ').sort()),
    );
    for (const { message } of mixed)
      expect(message.includes('inside a cell')).toBe(expected.join().split(', ').includes('CR'));
  });
});

describe('a repeated header', () => {
  test('is one error of its row, not a user', async () => {
    const { issues, summary } = await check(
      'username,email\nada,\nusername,email\nusername,e@mail.example\n',
    );
    expect(issues.map(({ code, line }) => `${line ?? '-'} ${code}`)).toEqual([
      '2 password-missing',
      '3 header-row-repeated',
      '4 password-missing',
    ]);
    expect(summary).toMatchObject({ rows: 3, valid: 2, invalid: 1 });
  });

  test('is found in its own spelling, and beside the columns of a rejects file', async () => {
    expect(await found('User Name,Shoe\nUser Name,Shoe\n')).toContain('2 - header-row-repeated');
    for (const again of [
      'username,_line,_errors\nusername,7,repeated\n',
      '_line,username\n7,username\n',
    ])
      expect(await found(again)).toEqual(['2 - header-row-repeated']);
  });

  test.each([
    ['after the byte order mark of a concatenated file', '\ufeffusername,password,notes'],
    ['in other case', 'Username,PASSWORD,notes'],
    ['with white space', ' username , password,notes\u00a0'],
  ])('is found %s', async (_what, again) => {
    const file = `username,password,notes\nann,pw1,\n${again}\nbob,pw2,\n`;
    expect(await found(file)).toEqual(['3 - header-row-repeated']);
  });

  test('is not confused with a short row of similar cells', async () => {
    expect(await found('username,email,authentication_method\nusername\n')).toEqual([
      '2 - row-too-few-cells',
      '2 password password-missing',
    ]);
  });
});

describe('columns without a name', () => {
  test.each([
    ['username,,', 'columns, the first of them column 2'],
    [',username,\u00a0', 'columns, the first of them column 1'],
    ['username,', 'Column 2 has no name'],
  ])('are one warning: %j', async (header, message) => {
    const { issues } = await check(`${header}\nada,x\n`);
    const unnamed = issues.filter(({ code }) => code === 'header-unknown-column');
    expect(unnamed).toMatchObject([{ line: 1, column: null }]);
    expect(unnamed[0]?.message).toContain(message);
  });
});

describe('zeros that a spreadsheet has removed from a username', () => {
  const row = (username: string, email = '', home = ''): string =>
    `username,email,home_folder,authentication_method\n${username},${email},${home},okta\n`;

  test.each([
    ['417', '00417@example.com', '', '00417'],
    ['417', '', 'Home/0417', '0417'],
    ['417', '', '0417/in', '0417'],
    ['9', '009@example.com', '', '009'],
    ['417', 'a0417@example.com', 'x0417/a/0417', '0417'],
  ])('%s, %s, %s: perhaps %s', async (username, email, home, suggestion) => {
    const { issues } = await check(row(username, email, home));
    expect(issues).toMatchObject([
      { code: 'zeros-lost', severity: 'warning', column: 'username', suggestion },
    ]);
  });

  test.each([
    ['417', '417@example.com', 'Home/417'],
    ['417', '004170@example.com', 'Home/00417a'],
    ['417', '10417@example.com', 'Home/a0417'],
    ['0417', '00417@example.com', ''],
    ['ada', '00417@example.com', 'Home/00417'],
    ['4a17', '04a17@example.com', ''],
    ['417a', '0417a@example.com', ''],
  ])('%s, %s, %s: none', async (username, email, home) => {
    expect(await found(row(username, email, home))).toEqual([]);
  });
});

test('zeros are not searched across two cells', async () => {
  const header = 'username,home_folder,root_folder,authentication_method';
  expect(await found(`${header}\n417,417/0,417,okta\n`)).toEqual([]);
});

test('invisible characters are found in each row that has them', async () => {
  expect(
    await found('username,authentication_method\nada\u200b,okta\nbob,okta\nzo\u00eb\u00a0x,okta\n'),
  ).toEqual(['2 username invisible-character', '4 username invisible-character']);
});
