import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { nearest } from '../../src/columns/did-you-mean.js';
import { columnList, legend, markdownTable, rowSchema } from '../../src/columns/derived/legend.js';
import { isWithin, normalPath, samePath } from '../../src/columns/path.js';
import { quote } from '../../src/columns/quote.js';
import { emailProblem, fullName, plainEmail } from '../../src/columns/kinds/text.js';
import { documentedColumns } from '../../src/columns/table.js';
import { codesOf } from './reading.js';

describe('a path as the site keeps it', () => {
  test.each([
    ['/../../remote\\path//./to/file.txt', 'remote/path/to/file.txt'],
    ['.', ''],
    ['/', ''],
    ['a/../b', 'a/b'],
    ['a\0b', 'ab'],
    ['.hidden/...', '.hidden/...'],
    [' a / b ', ' a / b '],
  ])('%j is %j', (path, kept) => {
    expect(normalPath(path)).toBe(kept);
    expect(normalPath(kept)).toBe(kept);
  });
});

describe('paths as the site compares them', () => {
  test.each([
    ['FÎŁĘÑÂMÉ.TXT', 'filename.txt'],
    ['Straße', 'STRASSE'],
    ['Æsop/Œuvre', 'aesop/oeuvre'],
    ['Ørsted', 'orsted'],
    ['Cafe\u0301', 'caf\u00e9'],
    ['ﬁle', 'FILE'],
    ['a/b/', '\\A\\B'],
    ['a  ', 'a'],
  ])('%j and %j are the same', (a, b) => {
    expect(samePath(a, b)).toBe(true);
    expect(isWithin(a, b)).toBe(true);
  });

  test.each([
    ['a', 'b'],
    ['a b', 'ab'],
    ['Þ', 'th'],
    ['か', 'が'],
    [' a', 'a'],
  ])('%j and %j differ', (a, b) => {
    expect(samePath(a, b)).toBe(false);
  });

  test.each([
    ['Home/Ada/inbox', 'Home/Ada', true],
    ['HOME/ada/inbox', 'home/Ada/', true],
    ['anything', '/', true],
    ['/', '/', true],
    ['Home/Adam', 'Home/Ada', false],
    ['Home', 'Home/Ada', false],
    ['/', 'Home', false],
    ['Home/Ada/../Bob', 'Home/Ada', true],
  ])('%j within %j: %s', (child, parent, expected) => {
    expect(isWithin(child, parent)).toBe(expected);
  });
});

describe('did you mean', () => {
  const choices = ['username', 'password', 'email', 'full_name', 'notes'];
  test.each([
    ['usrname', 'username'],
    ['USERNAME', 'username'],
    ['user_name', 'username'],
    ['e-mail', 'email'],
    ['emial', 'email'],
    ['note', 'notes'],
    ['fullname', 'full_name'],
    ['department', undefined],
    ['', undefined],
    ['x'.repeat(65), undefined],
  ])('%s: %s', (word, meant) => {
    expect(nearest(word, choices)).toBe(meant);
  });
});

describe('a quoted text', () => {
  test.each([
    ['a', '"a"'],
    ['a\nb\tc\u001b[31m\u009b', '"a\\nb\\tc\\x1b[31m\\x9b"'],
    ['a'.repeat(40), `"${'a'.repeat(40)}"`],
    ['𝄞'.repeat(41), `"${'𝄞'.repeat(40)}…"`],
  ])('%j', (text, quoted) => {
    expect(quote(text)).toBe(quoted);
  });
});

describe('the table of columns', () => {
  test('has the 25 documented columns, in the order of the documentation', () => {
    expect(documentedColumns.map(({ name }) => name).join(' ')).toBe(
      'username authentication_method password password_validity_days require_password_change ' +
        'require_login_by email full_name company group_ids site_admin self_managed notes time_zone ' +
        'root_folder home_folder ip_whitelist enforce_ip_whitelist ssl_required access_expiration_date ' +
        'ftp_permission sftp_permission dav_permission restapi_permission folder_permissions',
    );
  });

  test('requires only the username, keeps white space in passwords and notes, and hides the password', () => {
    const named = (test: (column: (typeof documentedColumns)[number]) => boolean) =>
      documentedColumns.filter(test).map(({ name }) => name);
    expect(named(({ required }) => required)).toEqual(['username']);
    expect(named(({ verbatim }) => verbatim)).toEqual(['password', 'notes']);
    expect(named(({ secret }) => secret)).toEqual(['password']);
  });

  test.each(documentedColumns.map(({ name, example }) => [name, example] as const))(
    '%s: its example is valid',
    (name, example) => {
      expect(codesOf(name, example)).toEqual([]);
    },
  );
});

describe('everything derived from the table has every column', () => {
  test.each([
    ['the legend', legend()],
    ['the table for a README', markdownTable()],
    ['the JSON list', JSON.stringify(columnList())],
    ['the JSON Schema', JSON.stringify(rowSchema())],
  ])('%s', (_what, text) => {
    for (const { name } of documentedColumns) expect(text).toContain(name);
  });

  test('every row of the README table has three cells', () => {
    for (const line of markdownTable().trimEnd().split('\n'))
      expect(line.match(/(?<!\\)\|/g)).toHaveLength(4);
  });
});

test('the JSON Schema accepts the same trimmed full names as the column', () => {
  const schema = z.fromJSONSchema(fullName.schema);
  const names = fc
    .string({ unit: fc.constantFrom('a', ' ', '\n', '\u00a0') })
    .map((name) => name.trim());
  fc.assert(
    fc.property(names, (name) => {
      expect(schema.safeParse(name).success).toBe(codesOf('full_name', name).length === 0);
    }),
    { examples: [['a \na'], ['a\u00a0 a']] },
  );
});

test('the fast path for addresses accepts only valid ones', () => {
  const short = fc.stringMatching(plainEmail, { maxLength: 64 });
  fc.assert(
    fc.property(short, (address) => {
      expect(emailProblem(address)).toBeUndefined();
    }),
    { numRuns: 500 },
  );
});
