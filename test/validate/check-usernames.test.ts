import { expect, test } from 'vitest';
import type { Mapping } from '../../src/source/mapping.js';
import { readTable } from '../../src/source/read.js';
import { checkUsernames } from '../../src/validate/check-usernames.js';
import { bytesOf } from '../source/reading.js';
import { now } from './checking.js';

async function checked(content: string | Buffer, mapping?: Mapping) {
  const table = await readTable(bytesOf(content, { mapping }));
  const check = checkUsernames(table, { now });
  const issues = [...check.headerIssues];
  const lines: (number | null)[] = [];
  for await (const batch of check.entries)
    for (const entry of batch) {
      issues.push(...entry.issues);
      lines.push(entry.line);
    }
  const brief = issues.map(({ line, code }) => `${line ?? '-'} ${code}`);
  return { brief, lines, summary: check.summary, names: [...check.usernames.names()] };
}

test.each<[string, string | Buffer, string[], Mapping?]>([
  ['only usernames', 'username\nada\nbob\n', []],
  ['errors in other columns', 'username,email,site_admin\nada,nowhere,yes\n', []],
  ['unknown headers, and another column twice', 'username,Shoe,email,email\nada,1,,\n', []],
  ['a similar header beside it', 'username,user_nam\nada,x\n', []],
  ['further columns', 'username,language\nada,en\n', []],
  ['usernames that could not be created', `username\n${'a'.repeat(51)}\na  b\na\u001ab\n`, []],
  ['semicolons instead of commas', 'username;email\nada;\n', []],
  ['a username twice', 'username\nada\nADA\n', ['3 username-repeated']],
  ['no username', 'username,email\n,ada@example.com\n', ['2 username-missing']],
  ['an invisible character', 'username\na\u200bb\n', ['2 invisible-character']],
  ['a number in exponent form', 'username\n1.23E+11\n', ['2 number-in-exponent-form']],
  ['a row with too many cells', 'username,email\nada,,\n', ['2 row-too-many-cells']],
  ['a row with too few cells', 'username,email\nada\n', ['2 row-too-few-cells']],
  [
    'a comment that looks like a row',
    'username,email\n#ada,\nbob,\n',
    ['2 comment-looks-like-row'],
  ],
  ['the column twice', 'username,username\nada,bob\n', ['1 header-repeated-column']],
  ['no column', 'email\n', ['1 header-missing-username', '1 file-has-no-rows']],
  [
    'only a similar column',
    'usernam,email\nada,\n',
    ['1 header-unknown-column', '1 header-missing-username'],
  ],
  ['only a comment', 'username,email\n# nobody\n', ['1 file-has-no-rows']],
  ['another encoding', Buffer.from('username\nZo\u00eb\n', 'latin1'), ['- encoding-not-utf8']],
  [
    'a mapping of a missing header',
    'username\nada\n',
    ['1 mapped-header-missing'],
    { columns: { email: { header: 'Mail' } }, ignore: [] },
  ],
])('the check of usernames alone: %s', async (_what, content, expected, mapping) => {
  expect((await checked(content, mapping)).brief).toEqual(expected);
});

test('returns and counts every row', async () => {
  const text = 'username,email\nada,nowhere\n# note\n#a,b\nbob,x,y\nAda,\n,\n,z\n';
  expect(await checked(text)).toMatchObject({
    lines: [2, 3, 4, 5, 6, 8],
    names: ['ada', 'bob'],
    summary: { rows: 4, valid: 1, invalid: 3, errors: 3, warnings: 1, comments: 2 },
  });
});
