import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { StoredUser } from '../../src/sandbox/state.js';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import { emptySite } from '../run/exporting.js';
import { run, shell, start, workspace, type Finished } from './command.js';
import { expectPrivate } from '../private.js';

function user(username: string, index: number): StoredUser {
  const fields = {
    name: `${username} Lovelace`,
    authentication_method: 'email_signup',
    email: 'ada@example.com',
  };
  return { id: 101 + index, username, fields, groupIds: [], adminGroupIds: [] };
}

/** A site with these users, a directory, and the command for both. */
async function setUp(usernames: readonly string[]) {
  const sandbox = await emptySite({ users: usernames.map(user) });
  const space = await workspace();
  const env = { FILES_API_KEY: sandbox.apiKey };
  const exporting = (...args: string[]): Promise<Finished> =>
    run(['export', '--base-url', sandbox.url, ...args], { env, cwd: space.path });
  return { sandbox, space, env, exporting };
}

function permit({ content }: Sandbox, path: string): void {
  const permission = { id: 1, userId: 101, groupId: null, permission: 'full', recursive: true };
  content.addPermission({ ...permission, path });
}

describe('an exported file', () => {
  it('is complete, readable only by its owner, and passes --strict', async () => {
    const { space, exporting } = await setUp(['ada', '#bob']);
    const result = await exporting('-o', 'users.csv');
    expect(result).toMatchObject({ code: 0, stdout: '' });
    expect(result.stderr).toContain('2 users in users.csv.');
    const path = join(space.path, 'users.csv');
    await expectPrivate(path);
    expect(await readdir(space.path)).toEqual(['users.csv']);
    expect(await readFile(path, 'utf8')).toMatch(/^username,.*\n"#bob",.*\nada,.*\n$/);
    expect(await run(['validate', path, '--strict'])).toMatchObject({ code: 0 });
  });

  it('never replaces another, for which the site is not even asked', async () => {
    const { sandbox, space, exporting } = await setUp(['ada']);
    await writeFile(join(space.path, 'users.csv'), 'mine');
    const { code, stderr } = await exporting('-o', 'users.csv');
    expect(code).toBe(2);
    expect(stderr).toContain('users.csv exists already: choose another name.');
    expect(await readFile(join(space.path, 'users.csv'), 'utf8')).toBe('mine');
    expect(sandbox.traffic.total).toBe(0);
  });

  it('is not created if the site refuses', async () => {
    const { sandbox, space } = await setUp(['ada']);
    const args = ['export', '--base-url', sandbox.url, '-o', 'users.csv'];
    const { code } = await run(args, { env: { FILES_API_KEY: 'other' }, cwd: space.path });
    expect(code).toBe(4);
    expect(await readdir(space.path)).toEqual([]);
  });

  it('is removed on an interruption', async () => {
    const { sandbox, space, env } = await setUp(['ada']);
    sandbox.setFaults({ faults: [{ kind: 'bad-gateway', share: 1 }] });
    const args = ['export', '--base-url', sandbox.url, '-o', 'users.csv'];
    const { child, finished } = start(args, { env, cwd: space.path });
    while ((await readdir(space.path)).length === 0)
      await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill('SIGINT');
    expect((await finished).code).toBe(130);
    expect(await readdir(space.path)).toEqual([]);
  });

  it.each([
    ['users.xlsx', 'name it .csv'],
    ['no/where.csv', 'no such file or directory'],
  ])('%s is refused', async (name, why) => {
    const { exporting } = await setUp(['ada']);
    const { code, stderr } = await exporting('-o', name);
    expect(code).toBe(2);
    expect(stderr).toContain(why);
  });
});

it.each(['export', 'plan users.csv'])(
  '%s leaves no partial file if nobody reads its output',
  async (command) => {
    const { sandbox, space, env } = await setUp(['ada']);
    await space.file('users.csv', 'username\nbob\n');
    const flags = `--base-url ${sandbox.url} --state-dir ${space.path} -o out.csv`;
    await shell(`cd ${space.path}; { $tool ${command} ${flags} 2>&1 >/dev/null; } | true`, env);
    expect(await readdir(space.path)).not.toContainEqual(expect.stringContaining('partial'));
  },
);

it('ends quietly when the reader of the pipe leaves', async () => {
  const { sandbox, env } = await setUp(Array.from({ length: 3000 }, (_, n) => `user${n}`));
  const line = `set -o pipefail; $tool export --base-url ${sandbox.url} --quiet | head -n 1 | cut -c 1-8`;
  expect(await shell(line, env)).toMatchObject({ stdout: 'username\n', stderr: '' });
});

it('stops asking the site when nobody reads, and ends with 0 rather than 3', async () => {
  const { sandbox, env } = await setUp(['ada']);
  permit(sandbox, 'x=list;y');
  const line = `$tool export --base-url ${sandbox.url} --quiet | true; echo "\${PIPESTATUS[0]}"`;
  expect(await shell(line, env)).toMatchObject({ stdout: '0\n', stderr: '' });
});

it('escapes control characters on a terminal', async () => {
  const { sandbox, env } = await setUp(['ada']);
  for (const { fields } of sandbox.content.users.values()) fields.company = 'Acme\u001b[2J';
  const line = `script -qec "$tool export --base-url ${sandbox.url}" /dev/null`;
  const { stdout } = await shell(line, { ...env, SHELL: '/bin/bash' });
  expect(stdout).toContain('Acme\\x1b[2J');
  expect(stdout).not.toContain('\u001b[2J');
});

it('--json prints one document, with users keyed by column names', async () => {
  const { exporting } = await setUp(['ada', 'a "b"\u202e,c']);
  const { code, stdout } = await exporting('--json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    version: 1,
    users: [
      { username: 'a "b"\u202e,c', email: 'ada@example.com', password: '', site_admin: 'N' },
      { username: 'ada', full_name: 'ada Lovelace' },
    ],
    leftOut: [],
  });
  expect(JSON.parse((await exporting('--json', '--search', 'nobody')).stdout)).toEqual({
    version: 1,
    users: [],
    leftOut: [],
  });
});

it('reports what a file cannot say per user, even with --quiet, and ends with 3', async () => {
  const { sandbox, exporting } = await setUp(['ada']);
  permit(sandbox, 'x=list;y\u001b[31m');
  const { code, stdout, stderr } = await exporting('--quiet');
  expect(code).toBe(3);
  expect(stdout).toMatch(/\nada,.*,Y,Y,Y,Y,\n$/);
  expect(stderr).toBe(
    'left out  folder_permissions of ada: full on the folder "/x=list;y\\x1b[31m" cannot be written in a cell.\n',
  );
  const json = JSON.parse((await exporting('--json')).stdout) as { leftOut: unknown };
  expect(json.leftOut).toMatchObject([{ username: 'ada', column: 'folder_permissions' }]);
});

it('summarises what an import would complain about, and which columns are left out', async () => {
  const { sandbox, exporting } = await setUp(Array.from({ length: 7 }, (_, n) => `user${n}`));
  for (const { fields } of sandbox.content.users.values())
    Object.assign(fields, { name: 'Prince', disabled: true });
  const { code, stderr } = await exporting();
  expect(code).toBe(0);
  expect(stderr).toMatch(
    /^error {2}full_name of 7 users \(user0, user1, user2, user3, user4, …\): .*"Prince" has one/m,
  );
  expect(stderr).toContain('Not in the file, but set on the site: disabled (7 users). --all');
  expect((await exporting('--all')).stderr).not.toContain('Not in the file');
});

it('an unknown group is a usage error', async () => {
  const { exporting } = await setUp(['ada']);
  const { code, stdout, stderr } = await exporting('--group', 'sales\u001b');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('The site has no group "sales\\x1b"');
});
