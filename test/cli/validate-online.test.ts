import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finished } from './command.js';
import { setUp as sceneOf } from './scene.js';
import { stateOf } from './site.js';

/** A scene whose command gets the file. */
async function setUp(csv: string) {
  const { command, ...scene } = await sceneOf(csv);
  return {
    ...scene,
    command: (...args: string[]): Promise<Finished> => command(...args, scene.file),
  };
}

const csv = `username,password,full_name,group_ids
ADMIN,secret-pass-1,Ada Lovelace,Sales
bob,short1,Bob Kahn,Salez
carl,secret-pass-3,Carl,Sales
dora,secret-pass-4,Dora Gauss,Sales
`;

describe('validate --online', () => {
  it('reports issues of the file and what the site would refuse, in the same format', async () => {
    const { sandbox, command } = await setUp(csv);
    const before = stateOf(sandbox);
    const result = await command('validate', '--online', '--json');
    expect(result.code).toBe(1);
    const report = JSON.parse(result.stdout) as Record<string, unknown>;
    expect(report).toMatchObject({ version: 1, rows: 4, valid: 1, invalid: 3, errors: 4 });
    const issues = report.issues as { line: number; code: string; suggestion: string | null }[];
    expect(issues.map(({ line, code, suggestion }) => [line, code, suggestion])).toEqual([
      [4, 'full-name-needs-two-words', null],
      [2, 'username-taken', null],
      [3, 'group-not-found', 'Sales'],
      [3, 'password-breaks-site-rules', null],
    ]);
    expect(stateOf(sandbox)).toEqual(before);
    expect(`${result.stdout}${result.stderr}`).not.toContain('short1');
  });

  it('writes rows that either refuses to the rejects', async () => {
    const { space, command } = await setUp(csv);
    expect((await command('validate', '--rejects', '--online')).code).toBe(1);
    const rejects = await readFile(join(space.path, 'users.rejects.csv'), 'utf8');
    expect(rejects.trimEnd().split('\n')).toHaveLength(1 + 3);
    expect(rejects).toMatch(/^ADMIN,.*already has a user/m);
    expect(rejects).not.toContain('dora');
  });

  it('accepts existing users and unknown groups with the options of import', async () => {
    const { command } = await setUp(csv.replace(/^(bob|carl).*\n/gm, '').replace('Sales', 'Tower'));
    expect((await command('validate', '--online')).code).toBe(1);
    const flags = ['--existing', 'skip', '--create-groups'];
    expect((await command('validate', '--online', ...flags)).code).toBe(0);
  });

  it('ends with 4 if the key is limited, or its owner is not a site administrator', async () => {
    const { sandbox, command } = await setUp(csv);
    const [key] = sandbox.content.apiKeys;
    Object.assign(key ?? {}, { permissionSet: 'desktop_app' });
    const limited = await command('validate', '--online');
    expect([limited.code, limited.stderr]).toEqual([4, expect.stringContaining('desktop_app')]);
    Object.assign(key ?? {}, { permissionSet: 'full' });
    Object.assign(sandbox.content.users.get(1)?.fields ?? {}, { site_admin: false });
    expect((await command('validate', '--online')).code).toBe(4);
  });

  it('is suggested if a site is named without it', async () => {
    const { sandbox, command } = await setUp(csv);
    const result = await command('validate');
    expect([result.code, result.stderr]).toEqual([2, expect.stringContaining('add --online')]);
    expect(sandbox.traffic.total).toBe(0);
  });
});
