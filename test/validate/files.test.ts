import { describe, expect, test } from 'vitest';
import { workbookOf } from '../source/workbooks.js';
import { check, checkWith, found } from './checking.js';

const header = 'username,authentication_method,company\n';

describe('rules of a whole file', () => {
  test.each([
    ['rows without issues', `${header}a,okta,\nb,okta,\n`, []],
    ['a username twice', `${header}a,okta,\nb,okta,\na,okta,\n`, ['4 username username-repeated']],
    [
      'a username twice in another case',
      `${header}Ada,okta,\nADA,okta,\n`,
      ['3 username username-repeated'],
    ],
    [
      'an invalid username twice',
      `${header}a  b,okta,\nA  b,okta,\n`,
      [
        '2 username username-doubled-space',
        '3 username username-doubled-space',
        '3 username username-repeated',
      ],
    ],
    [
      'a username thrice',
      `${header}a,okta,\na,okta,\na,okta,\n`,
      ['3 username username-repeated', '4 username username-repeated'],
    ],
    ['usernames that differ in accents', `${header}Ada,okta,\nÁda,okta,\n`, []],
    [
      'a username twice, once in a row with an error',
      `${header}a,none,\na,okta,\n`,
      ['2 authentication_method authentication-method-unknown', '3 username username-repeated'],
    ],
    [
      'a username twice, after a cell of several lines',
      `${header}a,okta,"x\ny\r\nz"\nA,okta,\n`,
      ['5 username username-repeated'],
    ],
    ['too few cells', `${header}a,okta\n`, ['2 - row-too-few-cells']],
    ['too many cells', `${header}a,okta,ACME, Inc\n`, ['2 - row-too-many-cells']],
    ['too many cells, all of them blank', `${header}a,okta,ACME,\n`, ['2 - row-too-many-cells']],
    [
      'too many cells and other errors',
      `${header}a,nope,ACME, Inc\n`,
      ['2 authentication_method authentication-method-unknown', '2 - row-too-many-cells'],
    ],
    ['blank rows', `${header}\n,,\n  , ,\na,okta,\n"",,\n`, []],
    ['no rows', header, ['1 - file-has-no-rows']],
    ['only blank rows and comments', `${header}\n# nobody\n,,\n`, ['1 - file-has-no-rows']],
    ['a comment', `${header}# those of March\na,okta,\n`, []],
    [
      'a comment that looks like a row',
      `${header}#a,okta,ACME\nb,okta,\n`,
      ['2 - comment-looks-like-row'],
    ],
    ['a user whose name starts with #', `${header}"#a",okta,\n`, []],
    [
      'no column username',
      'authentication_method,company\nokta,ACME\n',
      ['1 username header-missing-username'],
    ],
    ['a header that cannot be read', 'user"name,company\na,b,c\nd,e\n', ['1 - quote-misplaced']],
    ['no header', 'ada,okta,ACME\nbob,okta,ACME\n', ['1 username header-missing-username']],
    [
      'a title above the header',
      `Users of May,,\n${header}a,okta,\n`,
      ['1 username header-missing-username'],
    ],
    [
      'a zero byte in a cell',
      `${header}a\0b,okta,\nc,okta,\n`,
      ['2 username username-control-character'],
    ],
    [
      'an unknown column',
      'username,authentication_method,department\na,okta,R&D\n',
      ['1 department header-unknown-column'],
    ],
    [
      'a header in another case',
      'UserName,Authentication Method\na,okta\n',
      ['1 username header-inexact-name', '1 authentication_method header-inexact-name'],
    ],
    [
      'white space in a header',
      'username ,authentication_method,"\ncompany"\na,okta,x\n',
      ['1 username header-inexact-name', '1 company header-inexact-name'],
    ],
    [
      'a column twice',
      'username,authentication_method,company,company\na,okta,x,y\n',
      ['1 company header-repeated-column'],
    ],
    [
      'a quote that is never closed',
      `${header}a,okta,\nb,okta,"x\nc,okta,\n`,
      ['3 - quote-never-closed'],
    ],
    ['text behind a closed quote', `${header}a,okta,"x"y\nb,okta,\n`, ['2 - quote-misplaced']],
    [
      'invalid UTF-8',
      Buffer.from(`${header}a,okta,caf\xe9\nb,okta,caf\xc3\xa9\n`, 'latin1'),
      ['2 - invalid-utf8'],
    ],
  ] as const)('%s', async (_what, content, issues) => {
    expect(await found(content)).toEqual(issues);
  });

  test.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('rows that end in %s', async (_name, end) => {
    const text = `${header}a,okta,\n\nb,nope,\n`.replaceAll('\n', end);
    expect(await found(text)).toEqual(['4 authentication_method authentication-method-unknown']);
  });

  test('the later of two rows with the same username is invalid, and names the line of the first', async () => {
    const { issues, entries, summary } = await check(`${header}Ada,okta,\nx,okta,\naDA,okta,\n`);
    expect(issues[0]?.message).toContain('line 2');
    expect(entries.map(({ record }) => record?.username)).toEqual(['Ada', 'x', undefined]);
    expect(summary).toEqual({ rows: 3, valid: 2, invalid: 1, errors: 1, warnings: 0, comments: 0 });
  });

  test('a row with an error and a repeated username counts as one invalid row', async () => {
    const { summary } = await check(`${header}a,okta,\nA,none,\n`);
    expect(summary).toEqual({ rows: 2, valid: 1, invalid: 1, errors: 2, warnings: 0, comments: 0 });
  });

  test('a missing column username is reported once, however many rows there are', async () => {
    const { issues, summary } = await check(
      `authentication_method,notes\n${'okta,x\n'.repeat(50)}`,
    );
    expect(issues.map(({ code }) => code)).toEqual(['header-missing-username']);
    expect(summary).toMatchObject({ rows: 50, valid: 0, invalid: 50, errors: 1 });
  });

  test('the suggestion for an unknown column is never one that the header has', async () => {
    const { issues } = await check('username,notes,notes2,emial\na,,,\n');
    const unknown = issues.filter(({ code }) => code === 'header-unknown-column');
    expect(unknown.map(({ suggestion }) => suggestion)).toEqual([null, 'email']);
  });

  test('cells of a file without a header, which may be passwords, are not shown', async () => {
    const { issues } = await check('alice,Hunter2,tags\nbob,Swordfish3,\n');
    expect(issues.map(({ code }) => code)).toContain('header-unknown-column');
    expect(JSON.stringify(issues)).not.toMatch(/Hunter2|Swordfish3|alice/);
  });

  test.each([
    [
      'a title above the header',
      `New users,,\n\nfor May,,\n${header}a,okta,\n`,
      'line 4 does. Remove what is above',
    ],
    ['blank extra cells', `${header}a,okta,,,\n`, 'too many commas at the end'],
    ['extra cells', `${header}a,okta,A,B\n`, 'the header 3. A cell that contains'],
  ])('%s: the message says what to do', async (_what, content, said) => {
    expect((await check(content)).issues[0]?.message).toContain(said);
  });

  test.each([
    [';', 'semicolons'],
    ['\t', 'tabs'],
    ['|', 'bars (|)'],
  ])(
    'messages about the length of a row name the delimiter of the file: %j',
    async (delimiter, called) => {
      const file = `${header}a,okta\nb,okta,A,B\nc,okta,,\n`.replaceAll(',', delimiter);
      const { issues } = await check(file);
      expect(issues.map(({ message }) => message)).toEqual([
        expect.stringContaining(`Add the missing ${called}, and`),
        expect.stringMatching(/the header 3\. A cell that contains /),
        expect.stringContaining(`just too many ${called} at the end`),
        expect.stringContaining(`separated by ${called}`),
      ]);
      expect(issues[1]?.message).toContain(`A cell that contains ${called} must be put in double`);
    },
  );

  test('messages about the length of a row of a workbook name no delimiter', async () => {
    const cell = (text: string): string => `<c t="str"><v>${text}</v></c>`;
    const rows = `<row>${cell('username')}</row><row>${cell('ada')}${cell('x')}</row>`;
    const { issues } = await check(await workbookOf({ rows }));
    expect(issues.find(({ code }) => code === 'row-too-many-cells')?.message).toBe(
      'This row has 2 cells, the header 1. Give each extra cell a header, or empty it.',
    );
  });

  test('a row with an error yields no user', async () => {
    const { summary, entries } = await check(`${header}a,none,\nb,okta,\n`);
    expect(entries.map(({ record }) => record?.username)).toEqual([undefined, 'b']);
    expect(summary).toMatchObject({ rows: 2, valid: 1, invalid: 1, errors: 1 });
  });

  test('a row with too few cells yields a user, unless another cell is wrong', async () => {
    const { summary, entries } = await check('username,company,password\na,ACME\na\n');
    expect(entries.map(({ record }) => record?.username)).toEqual(['a', undefined]);
    expect(summary).toMatchObject({ rows: 2, valid: 1, errors: 1, warnings: 4 });
  });

  test('a warning leaves its row valid', async () => {
    const { summary } = await check(`${header}a,okta\n`);
    expect(summary).toEqual({ rows: 1, valid: 1, invalid: 0, errors: 0, warnings: 1, comments: 0 });
  });

  test('missing cells are blank', async () => {
    const { entries } = await check(`${header}a,okta\n`);
    expect(entries[0]?.record?.values).toEqual({ username: 'a', authentication_method: 'okta' });
  });

  test('the first of repeated columns counts', async () => {
    const { entries } = await check('username,authentication_method,company,company\na,okta,x,y\n');
    expect(entries[0]?.record?.values.company).toBe('x');
  });
});

describe('the format of a file', () => {
  const text = 'username;authentication_method;notes\na;okta;caf\u00e9\n';

  test.each([
    ['plain', `${header}a,okta,\n`, {}, []],
    ['with semicolons', text, {}, ['delimiter-not-comma']],
    ['with semicolons, as given', text, { delimiter: ';' }, []],
    ["with Excel's sep= line", `sep=,\n${header}a,okta,\n`, {}, ['delimiter-not-comma']],
    ["with Excel's sep= line, as given", `sep=,\n${header}a,okta,\n`, { delimiter: ',' }, []],
    ['with bars', text.replaceAll(';', '|'), {}, ['delimiter-not-comma']],
    [
      'in another encoding',
      Buffer.from(text.replaceAll(';', ','), 'latin1'),
      {},
      ['encoding-not-utf8'],
    ],
    [
      'in another encoding, as given',
      Buffer.from(text.replaceAll(';', ','), 'latin1'),
      { encoding: 'windows-1252' },
      [],
    ],
  ] as const)('%s', async (_what, content, options, codes) => {
    const { issues } = await checkWith(content, options);
    expect(issues.map(({ line, column, code }) => [line, column, code])).toEqual(
      codes.map((code) => [null, null, code]),
    );
  });
});
