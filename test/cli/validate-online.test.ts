import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finished } from './command.js';
import { setUp as sceneOf } from './scene.js';
import { stateOf } from './site.js';

/** The command is told of the file too. */
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
  it('tells what is wrong with the file and, in the same form, what the site would refuse', async () => {
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

  it('writes what either refuses into the rejects', async () => {
    const { space, command } = await setUp(csv);
    expect((await command('validate', '--rejects', '--online')).code).toBe(1);
    const rejects = await readFile(join(space.path, 'users.rejects.csv'), 'utf8');
    expect(rejects.trimEnd().split('\n')).toHaveLength(1 + 3);
    expect(rejects).toMatch(/^ADMIN,.*already has a user/m);
    expect(rejects).not.toContain('dora');
  });

  it('takes users that exist and groups that do not where the import would', async () => {
    const { command } = await setUp(csv.replace(/^(bob|carl).*\n/gm, '').replace('Sales', 'Tower'));
    expect((await command('validate', '--online')).code).toBe(1);
    const flags = ['--existing', 'skip', '--create-groups'];
    expect((await command('validate', '--online', ...flags)).code).toBe(0);
  });

  it('ends with 4 when the key is no administrator of the site, or limited', async () => {
    const { sandbox, command } = await setUp(csv);
    const [key] = sandbox.content.apiKeys;
    Object.assign(key ?? {}, { permissionSet: 'desktop_app' });
    const limited = await command('validate', '--online');
    expect([limited.code, limited.stderr]).toEqual([4, expect.stringContaining('desktop_app')]);
    Object.assign(key ?? {}, { permissionSet: 'full' });
    Object.assign(sandbox.content.users.get(1)?.fields ?? {}, { site_admin: false });
    expect((await command('validate', '--online')).code).toBe(4);
  });

  it('is what naming a site asks for', async () => {
    const { sandbox, command } = await setUp(csv);
    const result = await command('validate');
    expect([result.code, result.stderr]).toEqual([2, expect.stringContaining('add --online')]);
    expect(sandbox.traffic.total).toBe(0);
  });
});
