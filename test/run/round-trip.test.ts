import { rm } from 'node:fs/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csvLine } from '../../src/columns/csv.js';
import { comparablePath } from '../../src/columns/path.js';
import { permissionWords } from '../../src/columns/permissions.js';
import { documentedColumns, type ColumnName } from '../../src/columns/table.js';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import { rowChecker } from '../../src/validate/check-row.js';
import { foldUsername } from '../../src/columns/username.js';
import { check, now } from '../validate/checking.js';
import { emptySite, exportFrom } from './exporting.js';
import { Importing } from './importing.js';

const groups = ['Sales', 'Engineering', '123', 'a,b', ' spaced ', '=cmd "q" ü'].map(
  (name, index) => ({ id: 11 + index, name, fields: {} }),
);

/** Texts that mean something to CSV, spreadsheets, terminals or right-to-left scripts. */
const pieces = [
  ...['"', ',', '\n', '\r\n', ';', '|', '\\', '=', '=list', '+1', '-', '@', '#', "'", '\t', '<b>'],
  ...['a', 'Ada', 'ß', 'É', 'שלום', '\u202e', '\u200d', '\ufeff', '😀', '\u001b[31m', '1'],
];

function hostile(separator = ''): fc.Arbitrary<string> {
  return fc
    .array(fc.constantFrom(...pieces, ' '), { minLength: 1, maxLength: 8 })
    .map((parts) => parts.join(separator));
}

const line = hostile().map((text) => text.replace(/[\r\n]/g, '').replace(/ {2,}/g, ' '));
const username = line.map((text) => `${text}x`.trim());
const folder = line
  .map((text) => text.replaceAll('\\', '').trim())
  .filter((text) => /\w/.test(text));
const flag = fc.constantFrom('', 'Y', 'N');
const date = fc.constantFrom('', '2099-03-14T13:27:01-04:00', '2100-02-28T00:00:00Z');
const words = fc.subarray(
  [...permissionWords.keys()].flatMap((word) => [word, `${word}*`]),
  { minLength: 1, maxLength: 4 },
);

const folderPermissions = fc
  .uniqueArray(fc.tuple(fc.oneof(folder, fc.constant('/'), fc.constant('Sales|North')), words), {
    maxLength: 4,
    selector: ([path]) => comparablePath(path),
  })
  .map((entries) =>
    entries
      .map(([path, permissions]) => `${path.replaceAll('|', '\\|')}=${permissions.join(',')}`)
      .join('|'),
  );

/** Cells that are valid by themselves; `row` makes them consistent with each other. */
const cells: Partial<Record<ColumnName, fc.Arbitrary<string>>> = {
  authentication_method: fc.constantFrom(
    '',
    'password',
    'email_signup',
    'password_and_ssh_key',
    'okta',
    'saml',
  ),
  password_validity_days: fc.constantFrom('', '0', '90'),
  require_password_change: flag,
  require_login_by: date,
  full_name: fc.tuple(line, line).map((names) => names.join('x x')),
  company: hostile(),
  group_ids: fc
    .subarray(['Sales', 'Engineering', '13', '14', '15', '=cmd "q" ü'])
    .map((names) => names.join(',')),
  site_admin: fc.constantFrom('', 'N', 'N', 'Y'),
  notes: hostile(' '),
  time_zone: fc.constantFrom('', 'London', "Nuku'alofa"),
  root_folder: fc.oneof(fc.constant(''), fc.constant('/'), folder),
  ip_whitelist: fc
    .subarray(['192.0.2.7', '10.0.0.0/8', '2001:db8::/32'])
    .map((list) => list.join('\n')),
  enforce_ip_whitelist: flag,
  ssl_required: flag,
  access_expiration_date: date,
  ftp_permission: flag,
  sftp_permission: flag,
  dav_permission: flag,
  restapi_permission: flag,
  folder_permissions: folderPermissions,
};

const row = fc.record({ username, ...cells }).map((given) => {
  const made: Partial<Record<string, string>> = { ...given };
  const method = made.authentication_method;
  made.email = 'ada@example.com';
  made.password = method === '' || method === 'password' ? 'correct-Horse-7' : '';
  made.self_managed = method === 'email_signup' ? 'Y' : 'N';
  made.home_folder = (made.root_folder ?? '') === '' ? '' : `${made.root_folder ?? ''}/in "box"`;
  return cleaned(made);
});

const names = documentedColumns.map(({ name }) => name);
const checkRow = rowChecker({ cells: names, columns: documentedColumns, computed: [] }, { now });

/** The row without cells that have an error, so that a site can have the user. */
function cleaned(made: Partial<Record<string, string>>): Partial<Record<string, string>> {
  const { issues } = checkRow({ type: 'row', line: 2, cells: cellsOf(made) });
  const error = issues.find(({ severity }) => severity === 'error');
  if (!error) return made;
  const wrong = error.column ?? 'username';
  return wrong === 'username' ? { username: '' } : cleaned({ ...made, [wrong]: '' });
}

function cellsOf(made: Partial<Record<string, string>>): string[] {
  return names.map((name) => made[name] ?? '');
}

const file = fc
  .uniqueArray(
    row.filter((made) => made.username !== ''),
    { minLength: 1, maxLength: 5, selector: (made) => foldUsername(made.username ?? '') },
  )
  .map((rows) => [names, ...rows.map(cellsOf)].map((cells) => csvLine(cells)).join(''));

async function importInto(sandbox: Sandbox, csv: string): Promise<void> {
  const importing = await Importing.of(sandbox, csv);
  try {
    expect((await importing.start()).failures).toEqual([]);
  } finally {
    await rm(importing.directory, { recursive: true });
  }
}

it('an export is valid, and yields the same bytes when imported elsewhere and exported again', async () => {
  await fc.assert(
    fc.asyncProperty(file, async (csv) => {
      const [one, other] = await Promise.all([emptySite({ groups }), emptySite({ groups })]);
      try {
        await importInto(one, csv);
        const first = await exportFrom(one);
        for (const { notes } of first.users)
          expect(notes.filter(({ type }) => type === 'lost' || type === 'further')).toEqual([]);
        // Sites never return passwords, and names are exported as they are.
        const warned = [
          'password-missing',
          'username-control-character',
          'control-character',
          'group-other-separator',
        ];
        const { issues } = await check(first.csv);
        expect(issues.filter(({ code }) => !warned.includes(code))).toEqual([]);
        await importInto(other, first.csv);
        expect((await exportFrom(other)).csv).toBe(first.csv);
      } finally {
        await Promise.all([one.close(), other.close()]);
      }
    }),
    { numRuns: 30 },
  );
});
