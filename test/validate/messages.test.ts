import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import type { CellContext } from '../../src/columns/column.js';
import { csvLine } from '../../src/columns/csv.js';
import { checkWith } from './checking.js';

/** The complete issues of a file: place, severity, code, message, suggestion. */
async function said(content: string | Buffer, context: Partial<CellContext> = {}): Promise<string> {
  const { issues } = await checkWith(content, {}, context);
  return issues
    .map(({ line, column, severity, code, message, suggestion }) => {
      const where = [line === null ? '-' : String(line), column ?? '-', severity, code].join(' ');
      return `${where}\n  ${message}\n${suggestion === null ? '' : `  → ${suggestion}\n`}`;
    })
    .join('');
}

const sample = (name: string): Promise<Buffer> =>
  readFile(new URL(`../../samples/${name}`, import.meta.url));

/** Faults of the further columns, one per row. */
const further = [
  [
    'username',
    'authentication_method',
    'language',
    'require_2fa',
    'tags',
    'ssh_public_key',
    'imported_password_hash',
    'sso_strategy_id',
  ],
  ['choice', 'okta', '', 'yes', '', '', '', ''],
  ['choice.written', 'okta', '', 'Always require', '', '', '', ''],
  ['tag', 'okta', '', '', 'Berlin, Team_A', '', '', ''],
  ['tag.letters', 'okta', '', '', 'k\u00e4se', '', '', ''],
  ['key.private', 'okta', '', '', '', '-----BEGIN OPENSSH PRIVATE KEY-----', '', ''],
  ['key', 'okta', '', '', '', 'ssh-ed25519 AAAA', '', ''],
  ['hash', 'password_with_imported_hash', '', '', '', '', 'zz99', ''],
  ['hash.not.used', 'okta', '', '', '', '', 'a'.repeat(32), ''],
  ['sign-on.not.used', 'password_and_ssh_key', '', '', '', '', '', '12'],
];

/** Faults that only a file for the legacy API can have, one per row, and columns that it lacks. */
const legacy = [
  [
    'username',
    'authentication_method',
    'password',
    'email',
    'site_admin',
    'time_zone',
    'root_folder',
    'access_expiration_date',
    'company',
    'folder_permissions',
  ],
  ['with space', '', 'Tram-walnut-9', 'a@b.example', '', 'London', 'A', '', 'ACME', ''],
  ['method', 'okta', '', 'a@b.example', '', 'London', 'A', '', 'ACME', 'A=full|B=list'],
  ['missing', '', '', '', '', '', '', '', '', ''],
  ['admin', '', 'Tram-walnut-9', 'a@b.example', 'Y', 'London', 'A', '', '', ''],
  ['utc', '', 'Tram-walnut-9', 'a@b.example', '', 'UTC', 'A', '', '', ''],
  ['past', '', 'Tram-walnut-9', 'a@b.example', '', 'London', 'A', '2020-01-01T00:00:00Z', '', ''],
];

const file = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => csvLine(row)).join('');

// After a change of the messages: npx vitest run test/validate/messages.test.ts -u, and review the diff.
test.each<[string, () => Promise<string>]>([
  ['broken.csv', async () => said(await sample('broken.csv'))],
  ['damaged.csv', async () => said(await sample('damaged.csv'))],
  ['further columns', () => said(file(further))],
  ['one further column', () => said('username,authentication_method,language\na,okta,en\n')],
  ['the legacy API', () => said(file(legacy), { api: 'legacy' })],
  ['no header', () => said('ada,okta\nbob,okta\n')],
  ['no username', () => said('company,,\nACME,,\n')],
  ['no rows', () => said('username\n')],
  [
    'another encoding, bars, and three kinds of line ends',
    () => said(Buffer.from('username|full_name\r\na|Zo\u00eb X\nb|B C\rc|C D\r\n', 'latin1')),
  ],
  ['a row too long', () => said(`username,authentication_method\n${'a'.repeat(1 << 20)},okta\n`)],
  ['a password moved by a comma', () => said('username,password,email\na,b,c,d\n')],
])('%s', async (name, made) => {
  await expect(await made()).toMatchFileSnapshot(`messages/${name.replaceAll(/[ .,]+/g, '-')}.txt`);
});
