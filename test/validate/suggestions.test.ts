import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvLine } from '../../src/columns/csv.js';
import { issueCodes } from '../../src/columns/issue.js';
import { allColumns, columnByName } from '../../src/columns/table.js';
import { readCell } from '../../src/columns/read-cell.js';
import { check, found, now } from './checking.js';
import { fixed } from './fixing.js';

async function suggestionsIn(column: string, cell: string): Promise<(string | null)[]> {
  const row = { ...(column === 'username' ? {} : { username: 'ada' }), [column]: cell };
  const { issues } = await check(csvLine(Object.keys(row)) + csvLine(Object.values(row)));
  return issues.flatMap((issue) => (issue.column === column ? [issue.suggestion] : []));
}

function errorsIn(name: string, cell: string): string[] {
  const codes: string[] = [];
  const column = columnByName.get(name);
  if (!column) throw new Error(`There is no column ${name}.`);
  readCell(column, cell, false, (code) => codes.push(code), { now });
  return codes.filter(
    (code) => new Map<string, string>(Object.entries(issueCodes)).get(code) === 'error',
  );
}

describe('a suggestion would be accepted', () => {
  test.each([
    ['username', 'a \n b', ['a b']],
    ['username', 'a\u00a0\u00a0b', ['a b']],
    ['username', `a  ${'b'.repeat(50)}`, [null, null]],
    ['root_folder', 'a\u00a0/b', ['a/b', 'a/b']],
    ['group_ids', 'a\u200b,', ['a', 'a']],
  ])('%s %j', async (column, cell, suggestions) => {
    expect(await suggestionsIn(column, cell)).toEqual(suggestions);
  });

  const nearly = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          ...['a', 'b', 'Ada', ' ', '  ', '\n', '\t', '\u00a0', '\u200b', '\u2019', '/', '|', '='],
          ...[
            ',',
            ';',
            '@',
            '.',
            'list',
            'Full',
            'readonly',
            'okta',
            'Okta',
            'yes',
            '9',
            '10.0.0.1',
          ],
        ),
        fc.string({ unit: 'grapheme', maxLength: 2 }),
      ),
      { minLength: 1, maxLength: 10 },
    )
    .map((parts) => parts.join(''));

  const oneOfEachKind = [...new Map(allColumns.map(({ kind, name }) => [kind, name])).values()];

  test.each(oneOfEachKind)('%s, whatever its cell contains', async (name) => {
    await fc.assert(
      fc.asyncProperty(nearly, async (cell) => {
        for (const suggestion of await suggestionsIn(name, cell))
          if (suggestion !== null) expect(errorsIn(name, suggestion)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

test('a fixed file has no issues that it did not have before', async () => {
  const file = [
    'username,authentication_method,password,self_managed,email,root_folder,home_folder',
    'f1,Okta,pw123456,Y,,,',
    'f2,Email-Signup,,,,,',
    'f3,Okta,,yes,,A /b,c',
    'f4,okta,,,,,',
    'F4\u200b,okta,,,,,',
    '\u201cf5\u201d,okta,,,,,',
    '\u201cF5\u201d,okta,pw,,,,',
    '',
  ].join('\n');
  const before = await found(file);
  const { csv, changes } = await fixed(file);
  const after = await found(csv);
  expect(changes).toHaveLength(6);
  expect(after).toEqual([
    '2 password password-not-used',
    '2 self_managed self-managed-needs-email-signup',
    '3 email email-signup-needs-email',
    '4 self_managed self-managed-needs-email-signup',
    '4 home_folder home-folder-outside-root',
    '6 username username-repeated',
    '7 username typographic-quote',
    '8 username typographic-quote',
    '8 password password-not-used',
    '8 username username-repeated',
  ]);
  // Usernames are compared as they are written, so that fixing one can make it a repetition.
  const named = after.filter((found) => found !== '6 username username-repeated');
  expect(before).toEqual(expect.arrayContaining(named));
});
