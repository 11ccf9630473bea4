import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { seed, sandboxKey } from '../../src/sandbox/seed.js';
import { run, type Finished } from '../cli/command.js';
import { atFirst, isCreate, json, setUp, type Scene } from '../cli/scene.js';
import { programPages } from './command-model.js';

const page = await readFile(new URL('../../docs/json.md', import.meta.url), 'utf8');
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((text) => [text.slice(0, text.indexOf('\n')), text] as const),
);

/** The fields that a section lists, as paths; those of a linked section are below the linking row. */
function fieldsOf(heading: string): readonly string[] {
  return [...(sections.get(heading) ?? '').matchAll(/^\| (.*?) \|(.*)\|$/gm)].flatMap(
    ([, first = '', meaning = '']) => {
      const names = Array.from(first.matchAll(/`([\w.[\]-]+)`/g), ([, name = '']) => name);
      const [, anchor = ''] = /\(#([\w-]+)\)/.exec(meaning) ?? [];
      const linked = [...sections.keys()].find(
        (other) => other.toLowerCase().replaceAll(' ', '-') === anchor && !commands.has(other),
      );
      const below = linked === undefined ? [] : fieldsOf(linked);
      if (names.length === 0 && first.trim() === '') return below;
      return names.flatMap((name) => [name, ...below.map((field) => `${name}.${field}`)]);
    },
  );
}

/** Every field of a document as a path, with its parent; '' is the document. */
function pathsOf(value: unknown, at = ''): readonly (readonly [path: string, parent: string])[] {
  if (Array.isArray(value)) return value.flatMap((element) => pathsOf(element, at));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inside]) => {
    const path = `${at === '' ? '' : `${at}.`}${name}${Array.isArray(inside) ? '[]' : ''}`;
    return [[path, at] as const, ...pathsOf(inside, path)];
  });
}

type Documents = (scene: Scene) => Promise<readonly Pick<Finished, 'stdout'>[]>;

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIPwFqeG1x5DSpscmGiD+Lj85auQ3gjoo7DxhPRlmUjm';
/** Two new users, and between them an existing one. */
const csv = `username,authentication_method,site_admin,group_ids,folder_permissions,ssh_public_key,email
ada,,Y,"Sales,Field",,,
mary,,N,Sales,Sales=full,${key},
grace,email_signup,,,,,grace@example.com
`;
const online = ['--existing', 'update', '--create-groups', '--generate-passwords', '--json'];

/** A run whose first new username is taken meanwhile. */
async function failedRun({ command, file, sandbox }: Scene): Promise<Finished> {
  const taken = { id: 60, username: 'ada', fields: {}, groupIds: [], adminGroupIds: [] };
  atFirst(sandbox, isCreate, () => sandbox.content.addUser(taken));
  return command('import', file, '--yes', ...online);
}

/** The output of each command, in enough variants to have every field. */
const commands = new Map<string, Documents>([
  [
    'validate',
    async ({ command, file }) => [await command('validate', file, '--online', '--json')],
  ],
  [
    'import, resume',
    async (scene) => {
      const { command, file } = scene;
      return [
        await command('import', file, '--json'),
        await command('import', file, '--yes', '--max-new', '0', ...online),
        await failedRun(scene),
        await command('import', file, '--yes', ...online),
        await command('resume', '--yes', '--json'),
      ];
    },
  ],
  [
    'plan',
    async ({ command, file, space }) => {
      const path = join(space.path, 'plan.json');
      await command('plan', file, '-o', path, ...online.slice(0, -1));
      return [
        { stdout: await readFile(path, 'utf8') },
        await command('plan', file, '--json'),
        await command('plan', file, '--max-new', '0', ...online),
      ];
    },
  ],
  [
    'users',
    async ({ command, file, space }) => {
      const wrong = await space.file('wrong.csv', 'username\nada\nada\n');
      return [
        await command('users', 'disable', wrong, '--json'),
        await command('users', 'disable', file, '--json', '--dry-run'),
        await command('users', 'disable', file, '--json', '--yes'),
      ];
    },
  ],
  [
    'undo',
    async ({ command, file, sandbox }) => {
      const id = json(await command('import', file, '--yes', ...online)).run as string;
      sandbox.content.users.forEach((user) => (user.fields.last_login_at = '2027-01-01T00:00:00Z'));
      return [await command('undo', id, '--yes', '--json')];
    },
  ],
  [
    'runs',
    async ({ command, file, env, state }) => {
      await command('import', file, '--yes', ...online);
      await command('users', 'disable', file, '--yes');
      await mkdir(join(state, 'runs', 'damaged'));
      await writeFile(join(state, 'runs', 'damaged', 'journal.ndjson'), 'x\n');
      return [await run(['runs', '--json', '--state-dir', state], { env })];
    },
  ],
  [
    'fix',
    async ({ space }) => {
      const file = await space.file('fix.csv', 'username,site_admin\nada,yes\nada lovelace,Y\n');
      const refused = await space.file('refused.csv', 'username\n"ada\n');
      return [await run(['fix', file, '--json']), await run(['fix', refused, '--json'])];
    },
  ],
  ['map', async ({ file }) => [await run(['map', file, '--json'])]],
  [
    'export',
    async ({ command, sandbox }) => {
      sandbox.content.users.forEach((user) => (user.fields.company = ' Acme'));
      return [await command('export', '--json')];
    },
  ],
  ['whoami', async ({ command }) => [await command('whoami', '--json')]],
  ['columns', async () => [await run(['columns', '--json'])]],
  [
    'explain',
    async () => [await run(['explain', '--json']), await run(['explain', 'exit-codes', '--json'])],
  ],
  [
    '--report PATH.json',
    async (scene) => {
      const path = join(scene.space.path, 'report.json');
      const { file } = scene;
      await failedRun({ ...scene, command: (...args) => scene.command(...args, '--report', path) });
      const imported = { stdout: await readFile(path, 'utf8') };
      await run(['validate', file, '--report', path]);
      return [imported, { stdout: await readFile(path, 'utf8') }];
    },
  ],
]);

it.each([...commands])('%s', async (heading, documentsOf) => {
  const scene = await setUp(csv, { content: withMary() });
  const documents = (await documentsOf(scene)).map(({ stdout }) => JSON.parse(stdout) as unknown);
  const documented = fieldsOf(heading);
  const open = new Set(['', ...documented.map((path) => path.split('.').slice(0, -1).join('.'))]);
  const there = documents.flatMap((document) => pathsOf(document));
  const shown = there.filter(([, parent]) => open.has(parent)).map(([path]) => path);
  expect([...new Set(shown)].sort()).toEqual([...new Set(documented)].sort());
});

it('has a section, which is compared above, for every command with --json', () => {
  const withJson = programPages().commands.filter(({ flags }) =>
    flags.some(({ term }) => term === '--json'),
  );
  const compared = [...commands.keys()].flatMap((heading) => heading.split(', '));
  expect(withJson.map(({ name }) => name).filter((name) => !compared.includes(name))).toEqual([]);
});

function withMary() {
  const content = seed(sandboxKey);
  const mary = {
    id: 50,
    username: 'mary',
    fields: { email: 'mary@example.com', authentication_method: 'password' },
    groupIds: [],
    adminGroupIds: [],
  };
  return { ...content, users: [...content.users, mary] };
}
