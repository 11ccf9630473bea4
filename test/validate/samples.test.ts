import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { issueCodes } from '../../src/columns/issue.js';
import { authenticationMethods } from '../../src/columns/kinds/choice.js';
import { documentedColumns } from '../../src/columns/table.js';
import { check, found } from './checking.js';

const folder = new URL('../../samples/', import.meta.url);
const sample = (name: string): Promise<Buffer> => readFile(new URL(name, folder));

test.each([
  ['onboarding.csv', 13],
  ['each-kind.csv', 29],
  ['thousand.csv', 1000],
])('%s is valid: %i users without issues', async (name, rows) => {
  const { issues, summary } = await check(await sample(name));
  expect(issues).toEqual([]);
  expect(summary).toMatchObject({ rows, valid: rows });
});

test('each-kind.csv has every column and authentication method, except the imported hash', async () => {
  const { entries } = await check(await sample('each-kind.csv'));
  const values = entries.flatMap(({ record }) => (record ? [record.values] : []));
  expect(
    new Set(
      values.flatMap((row) =>
        Object.entries(row).flatMap(([name, value]) => (value === undefined ? [] : [name])),
      ),
    ),
  ).toEqual(new Set(documentedColumns.map(({ name }) => name)));
  expect(new Set(values.map((row) => row.authentication_method ?? 'password'))).toEqual(
    new Set(authenticationMethods.filter((method) => method !== 'password_with_imported_hash')),
  );
});

/** Each row of broken.csv is named after its fault. */
const faults = `
2 full_name header-inexact-name
2 time_zones header-unknown-column
2 company header-repeated-column
5 username username-repeated
6 username username-missing
7 username username-too-long
8 username username-doubled-space
9 authentication_method authentication-method-unknown
10 password_validity_days not-a-whole-number
11 password_validity_days number-too-large
12 require_login_by date-malformed
13 require_login_by date-does-not-exist
14 require_login_by date-in-the-past
15 email email-malformed
16 full_name full-name-needs-two-words
17 group_ids group-empty
18 group_ids group-repeated
19 site_admin not-yes-or-no
20 time_zone time-zone-unknown
21 root_folder path-has-no-name
22 root_folder path-too-long
23 ip_whitelist ip-separator
24 ip_whitelist ip-malformed
25 folder_permissions folder-permission-separator
26 folder_permissions folder-permission-malformed
27 folder_permissions folder-permission-unknown
28 folder_permissions folder-permission-implied
29 folder_permissions folder-permission-repeated
30 folder_permissions folder-permission-spaces
31 folder_permissions folder-permissions-ignored
32 password password-not-used
33 password password-missing
34 authentication_method imported-hash-missing
35 self_managed self-managed-needs-email-signup
36 email email-signup-needs-email
37 home_folder home-folder-outside-root
38 - comment-looks-like-row
39 - row-too-few-cells
40 - row-too-many-cells
41 - quote-misplaced
42 - invalid-utf8
46 email email-malformed
47 home_folder path-space-at-end
48 - quote-never-closed
`;

/** Each row of damaged.csv is named after the damage by a spreadsheet or a wrong encoding. */
const damage = `
1 - header-unknown-column
2 company spreadsheet-error
3 username invisible-character
4 username typographic-quote
5 password secret-odd-character
6 full_name mojibake
7 full_name replacement-character
8 username number-in-exponent-form
9 group_ids number-in-exponent-form
10 notes text-in-exponent-form
11 username zeros-lost
12 group_ids group-line-break
14 group_ids group-thousands-separator
15 group_ids group-distinguished-name
16 access_expiration_date date-malformed
17 folder_permissions folder-permission-separator
18 username username-control-character
19 home_folder path-of-a-computer
20 - header-row-repeated
21 group_ids group-other-separator
22 home_folder control-character
23 group_ids group-in-quotes
- - line-endings-mixed
`;

describe('broken.csv and damaged.csv', () => {
  test('broken.csv has each of its faults in its place', async () => {
    expect(await found(await sample('broken.csv'))).toEqual(faults.trim().split('\n'));
  });

  test('damaged.csv has each of its faults in its place', async () => {
    expect(await found(await sample('damaged.csv'))).toEqual(damage.trim().split('\n'));
  });

  test('together have every fault that can be in one file', async () => {
    const files = await Promise.all(['broken.csv', 'damaged.csv'].map(sample));
    const all = await Promise.all(files.map(check));
    const seen = new Set(all.flatMap(({ issues }) => issues.map(({ code }) => code)));
    const site = [
      'username-taken',
      'group-not-found',
      'group-ambiguous',
      'group-named-otherwise',
      'group-like-another',
      'groups-only-from-sso',
      'users-only-from-sso',
      'permissions-only-for-groups',
      'root-permission-forbidden',
      'key-owner-locked-out',
      'site-setting-prevails',
      'folder-not-found',
      'sso-provider-not-enabled',
      'sso-provider-ambiguous',
      'sso-strategy-mismatched',
      'password-breaks-site-rules',
      'user-not-found',
      'user-owns-key',
    ];
    // The first two leave no rows with other faults; the others need large files.
    const apart = ['file-has-no-rows', 'header-missing-username', 'row-too-long', 'cell-cut'];
    // These need further columns: see further.test.ts.
    const further = [
      'columns-not-portable',
      'imported-hash-not-used',
      'not-a-choice',
      'password-hash-malformed',
      'ssh-key-is-private',
      'ssh-key-malformed',
      'sso-strategy-not-used',
      'tag-malformed',
    ];
    // Only files for the legacy API have these: see legacy.test.ts.
    const legacy = [
      'legacy-admin-root',
      'legacy-column-left-out',
      'legacy-expiration-past',
      'legacy-method-not-password',
      'legacy-time-zone-utc',
      'legacy-username-space',
      'legacy-value-missing',
    ];
    // These concern the format of a whole file.
    const written = [
      'cell-shown-otherwise',
      'cell-without-value',
      'cells-merged',
      'columns-hidden',
      'delimiter-not-comma',
      'encoding-not-utf8',
      'mapped-header-missing',
      'rows-hidden',
    ];
    expect([...seen, ...site, ...apart, ...further, ...legacy, ...written].sort()).toEqual(
      Object.keys(issueCodes).sort(),
    );
  });
});

test('faults that cannot be there are found in files of their own', async () => {
  expect(await found('username\n')).toEqual(['1 - file-has-no-rows']);
  expect(await found('company\n')).toContain('1 username header-missing-username');
  expect(
    await found(`username,authentication_method\n${'a'.repeat(1 << 20)},okta\nb,okta\n`),
  ).toEqual(['2 - row-too-long']);
});

test('every sample is tested', async () => {
  expect((await readdir(folder)).sort()).toEqual([
    'broken.csv',
    'damaged.csv',
    'each-kind.csv',
    'onboarding.csv',
    'thousand.csv',
  ]);
});
