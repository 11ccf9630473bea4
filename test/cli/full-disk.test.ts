import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { siteWith } from '../run/acting.js';
import { passwordsIn, signsIn } from '../run/signing-in.js';
import { shell, type Finished } from './command.js';
import { okta, setUp } from './scene.js';

/** A scene with the command as usual, and limited to files of 4 KiB. */
async function limitedTo4KiB(csv: string) {
  const scene = await setUp(csv, { content: siteWith(80) });
  const { sandbox, state, at, env } = scene;
  const limited = (...args: string[]): Promise<Finished> =>
    shell(`trap '' XFSZ; ulimit -f 4; $tool ${[...args, '--yes', ...at].join(' ')}`, env);
  const command = (...args: string[]): Promise<Finished> => scene.command(...args, '--yes');
  const firstRun = (): string => readdirSync(join(state, 'runs'))[0] ?? '';
  const asked = (endpoint: string): number => sandbox.traffic.byEndpoint.get(endpoint) ?? 0;
  return { ...scene, command, limited, firstRun, asked };
}

const names = Array.from({ length: 80 }, (_, index) => `new${index}`);

describe('without room for the journal, nothing more is sent, and the code is 5', () => {
  it('import, which can be resumed', async () => {
    const { sandbox, file, command, limited, asked } = await limitedTo4KiB(okta(names));
    const { code, stdout, stderr } = await limited('import', file);
    expect(code, stdout + stderr).toBe(5);
    expect(stderr).toContain('The journal cannot be written');
    expect(stderr).toMatch(/^To continue: files-bulk-import resume /m);
    // The journal needs about 250 bytes per user.
    expect(asked('POST /users')).toBeLessThan(40);
    const resumed = await command('resume');
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(sandbox.content.users.size).toBe(81 + 80);
    expect(asked('POST /users')).toBe(80);
  });

  it('import, of which no run is left if its first record has no room', async () => {
    const { space, state, file, command, limited } = await limitedTo4KiB(okta(['new']));
    const columns = { company: { header: 'x'.repeat(4096) } };
    const mapping = await space.file('mapping.json', JSON.stringify({ version: 1, columns }));
    await space.file('users.csv', `username,${columns.company.header}\nnew,Acme\n`);
    const { code, stderr } = await limited('import', file, '--map', mapping);
    expect(code, stderr).toBe(5);
    expect(stderr).toContain('The journal cannot be written');
    expect(readdirSync(join(state, 'runs'))).toEqual([]);
    expect((await command('import', file, '--map', mapping)).code).toBe(0);
  });

  it('import --generate-passwords, without losing a password', async () => {
    const csv = `username\n${names.join('\n')}\n`;
    const { sandbox, space, file, command, limited } = await limitedTo4KiB(csv);
    expect((await limited('import', file, '--generate-passwords')).code).toBe(5);
    const resumed = await command('resume');
    expect(resumed.code, resumed.stderr).toBe(0);
    const made = await passwordsIn(join(space.path, 'users.passwords.csv'));
    expect(made).toHaveLength(80);
    for (const [username, password] of made)
      expect(await signsIn(sandbox, username, password), username).toBe(true);
  });

  it('undo, which can be repeated', async () => {
    const { sandbox, file, command, limited, firstRun, asked } = await limitedTo4KiB(okta(names));
    await command('import', file);
    const { code, stderr } = await limited('undo', firstRun());
    expect(code, stderr).toBe(5);
    expect(asked('DELETE /users/:id')).toBeLessThan(80);
    expect((await command('undo', firstRun())).code).toBe(0);
    expect(sandbox.content.users.size).toBe(81);
  });

  it('users, which can be resumed', async () => {
    const csv = `username\n${Array.from({ length: 80 }, (_, n) => `u${n}`).join('\n')}\n`;
    const { sandbox, file, command, limited } = await limitedTo4KiB(csv);
    const { code, stderr } = await limited('users', 'resend-welcome', file);
    expect(code, stderr).toBe(5);
    expect(sandbox.content.welcomeEmails.size).toBeLessThan(80);
    const resumed = await command('users', 'resend-welcome', file);
    expect([0, 3]).toContain(resumed.code);
    expect(new Set(sandbox.content.welcomeEmails.values())).toEqual(new Set([1]));
  });
});
