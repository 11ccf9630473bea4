import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { passwordsIn, signsIn } from '../run/signing-in.js';
import { start } from './command.js';
import { json, setUp as sceneOf } from './scene.js';
import { expectPrivate } from '../private.js';

const apis = ['rest', 'legacy'] as const;

async function setUp(csv: string, api: (typeof apis)[number] = 'rest', latency = 0) {
  const { begin, command, ...scene } = await sceneOf(csv, { latency });
  const args = ['import', scene.file, '--generate-passwords', '--yes', '--json', '--api', api];
  return {
    ...scene,
    command: (...args: string[]) => command(...args, '--api', api),
    import: () => command(...args),
    begin: () => begin(...args),
  };
}

/** Every second user lacks a password. */
function usersCsv(count: number): string {
  const rows = Array.from({ length: count }, (_, index) => {
    const password = index % 2 === 0 ? '' : `secret-pass-${index}`;
    return `user${index},${password},user${index}@example.com,London,Home/user${index}`;
  });
  return `${['username,password,email,time_zone,root_folder', ...rows].join('\n')}\n`;
}

describe.each(apis)('import --generate-passwords over %s', (api) => {
  it('generates them, names their file, and shows none', async () => {
    const { sandbox, space, state, import: go } = await setUp(usersCsv(10), api);
    const result = await go();
    expect(result.code, result.stderr).toBe(0);
    const path = join(space.path, 'users.passwords.csv');
    expect(json(result)).toMatchObject({ created: 10, passwords: path, plan: { passwords: 5 } });
    await expectPrivate(path);
    const made = await passwordsIn(path);
    expect(made.map(([username]) => username).sort()).toEqual(
      [0, 2, 4, 6, 8].map((index) => `user${index}`),
    );
    const [runName = ''] = await readdir(join(state, 'runs'));
    const journal = await readFile(join(state, 'runs', runName, 'journal.ndjson'), 'utf8');
    for (const [username, password] of made) {
      expect(await signsIn(sandbox, username, password)).toBe(true);
      expect(result.stdout + result.stderr + journal).not.toContain(password);
    }
    // The same file again creates nothing, and names the passwords file.
    expect(json(await go())).toMatchObject({ created: 10, passwords: path });
    expect(await passwordsIn(path)).toEqual(made);
  });

  it('leaves each user one valid password if killed repeatedly', async () => {
    const { sandbox, space, import: go, begin } = await setUp(usersCsv(60), api, 10);
    for (const users of [3, 20, 41]) {
      const running = begin();
      while (sandbox.content.users.size < users && running.child.exitCode === null)
        await new Promise((resolve) => setTimeout(resolve, 2));
      running.child.kill('SIGKILL');
      await running.finished;
    }
    const result = await go();
    expect(result.code, result.stderr + result.stdout).toBe(0);
    expect(json(result)).toMatchObject({ created: 60, failed: 0 });
    // A session killed before its first line leaves an empty file that nothing mentions.
    const path = json(result).passwords as string;
    const others = (await readdir(space.path)).filter((name) => /passwords/.test(name));
    for (const other of others.map((name) => join(space.path, name)))
      if (other !== path) expect(await readFile(other, 'utf8')).toMatch(/^(username,password\n)?$/);
    const made = await passwordsIn(path);
    expect(new Set(made.map(([username]) => username)).size).toBe(30);
    expect(made).toHaveLength(30);
    for (const [username, password] of made)
      expect(await signsIn(sandbox, username, password), username).toBe(true);
  });
});

describe('--generate-passwords', () => {
  it('can be resumed from another directory', async () => {
    const { sandbox, space, command, state } = await setUp(usersCsv(40), 'rest', 10);
    const env = { FILES_API_KEY: sandbox.apiKey };
    const where = ['--base-url', sandbox.url, '--state-dir', state, '--yes'];
    const args = ['import', 'users.csv', '--generate-passwords', ...where];
    const running = start(args, { env, cwd: space.path });
    while (sandbox.content.users.size < 20 && running.child.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 2));
    running.child.kill('SIGKILL');
    await running.finished;
    const result = await command('resume', '--yes', '--json');
    expect(result.code, result.stderr).toBe(0);
    const path = join(space.path, 'users.passwords.csv');
    expect(json(result)).toMatchObject({ created: 40, passwords: path });
    expect(await passwordsIn(path)).toHaveLength(20);
  });

  it('is part of a plan', async () => {
    const { space, command, sandbox } = await setUp(usersCsv(4));
    const output = join(space.path, 'plan.json');
    const plan = ['plan', join(space.path, 'users.csv'), '--generate-passwords'];
    const planned = await command(...plan, '-o', output);
    expect(planned.code, planned.stderr).toBe(0);
    expect(planned.stdout).toContain('2 passwords generated and written to a private file');
    expect(planned.stdout).toMatch(/user0: .*new password/);
    const before = await readdir(space.path);
    expect(before.sort()).toEqual(['plan.json', 'users.csv']);
    const result = await command('import', '--plan', output, '--yes');
    expect(result.code, result.stderr).toBe(0);
    expect(result.stdout + result.stderr).toContain(join(space.path, 'users.passwords.csv'));
    expect(sandbox.content.userNamed('user0')?.fields.password_set_at).toBeDefined();
  });
});
