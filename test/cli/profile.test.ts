import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seed } from '../../src/sandbox/seed.js';
import type { SandboxContent } from '../../src/sandbox/state.js';
import { openSandbox } from '../sandbox/open.js';
import { siteWith, stateOfUsers } from '../run/acting.js';
import { run, workspace, type Finished } from './command.js';

/** Another site, on this machine, so that nothing sent to it by mistake leaves it. */
const elsewhere = 'http://127.0.0.1:9';

const secret = 'secret0key0of0the0profile';

type Profiles = Record<string, Record<string, unknown>>;

/** A site, and a home directory with profiles for it. */
async function setUp(
  profilesFor: (url: string) => Profiles | string,
  sandboxOf: () => SandboxContent = site,
) {
  const sandbox = await openSandbox({ content: sandboxOf() });
  const space = await workspace();
  const profiles = profilesFor(sandbox.url);
  const config = join(space.path, '.config', 'files-cli');
  await mkdir(join(space.path, '.config'));
  const text = typeof profiles === 'string' ? profiles : JSON.stringify({ profiles });
  await writeFile(config, text, { mode: 0o600 });
  const tool = (args: readonly string[], env: Record<string, string> = {}): Promise<Finished> =>
    run([...args, '--debug'], { env: { HOME: space.path, ...env } });
  return { sandbox, space, config, tool };
}

function site() {
  const content = siteWith(3);
  return {
    ...content,
    apiKeys: [{ key: secret, userId: 1, permissionSet: 'full' }],
    sessions: [{ id: 'session1secret', userId: 1 }],
  };
}

/** A profile as the official command line writes it, with fields that are not used here. */
function profile(fields: Record<string, unknown>): Record<string, unknown> {
  return {
    session_id: '',
    session_expiry: '0001-01-01T00:00:00Z',
    last_valid_version_check: '2026-01-01T00:00:00Z',
    subdomain: '',
    username: 'admin',
    api_key: '',
    environment: 0,
    ...fields,
  };
}

const later = '2999-01-01T00:00:00+02:00';
const keyed = (endpoint: string) => profile({ endpoint, api_key: secret });

interface Me {
  readonly site: string;
  readonly credential: { readonly type: string; readonly from: Record<string, string> };
}

function meOf({ code, stdout, stderr }: Finished): Me {
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as Me;
}

it('--profile without a configuration file says that the file does not exist', async () => {
  const { stderr } = await run(['whoami', '--profile', 'sb'], { env: { HOME: '/nowhere' } });
  expect(stderr).toContain(
    'There is no profile "sb" in /nowhere/.config/files-cli. That file does not exist.',
  );
});

describe('where the site and the key come from', () => {
  it.each<[string, string[], Record<string, string>, Me['credential']['from']]>([
    ['the default profile, if nothing else is given', [], {}, { name: 'default' }],
    ['the named profile', ['--profile', 'other'], {}, { name: 'other' }],
    [
      'a profile rather than the environment',
      ['--profile', 'other'],
      { FILES_API_KEY: 'wrong' },
      { name: 'other' },
    ],
    [
      'the environment, with a site',
      ['--base-url', 'SITE'],
      { FILES_API_KEY: secret },
      { type: 'environment' },
    ],
    [
      'the default profile, if its own site is named',
      ['--base-url', 'SITE'],
      {},
      { name: 'default' },
    ],
  ])('%s', async (_what, args, env, from) => {
    const { sandbox, tool } = await setUp((url) => ({ default: keyed(url), other: keyed(url) }));
    const told = args.map((arg) => (arg === 'SITE' ? sandbox.url : arg));
    const result = await tool(['whoami', '--json', ...told], env);
    expect(meOf(result)).toMatchObject({
      site: `${sandbox.url}/api/rest/v1`,
      credential: { type: 'key', from },
    });
    const implicit = from.name === 'default';
    expect(result.stderr.includes('Using profile "default" of ')).toBe(implicit);
    expect(result.stdout + result.stderr).not.toContain(secret);
  });

  it('is shown escaped if the home directory has control characters', async () => {
    const { space, config, tool } = await setUp((url) => ({ default: keyed(url) }));
    const home = join(space.path, 'home\u001b[2J');
    await mkdir(join(home, '.config'), { recursive: true });
    await rename(config, join(home, '.config', 'files-cli'));
    const { code, stderr } = await tool(['whoami'], { HOME: home });
    expect([code, stderr.includes('\u001b')]).toEqual([0, false]);
    expect(stderr).toContain(String.raw`home\x1b[2J/.config/files-cli: http`);
  });

  it.each<[string, string[], Record<string, string>, string]>([
    [
      'the key of the environment and the site of a profile',
      [],
      { FILES_API_KEY: secret },
      'The key is from FILES_API_KEY, but the only site from profile "default"',
    ],
    [
      'the site of a flag and the key of the default profile',
      ['--base-url', elsewhere],
      {},
      'The site is http://127.0.0.1:9/api/rest/v1, but the only key is from profile "default"',
    ],
    [
      'the site of a flag and the key of a profile for another site',
      ['--profile', 'default', '--base-url', elsewhere],
      {},
      'Choose another profile, or leave out --profile and give a key of this site',
    ],
    [
      'the site of a flag and an unknown profile',
      ['--base-url', 'SITE', '--profile', 'none'],
      {},
      'There is no profile "none" in',
    ],
    [
      'two keys',
      ['--profile', 'default', '--api-key-file', 'x'],
      {},
      '--profile and --api-key-file both name a key',
    ],
    ['the sandbox and a profile', ['--sandbox', '--profile', 'default'], {}, 'leave out'],
    [
      'a profile without key or session',
      ['--profile', 'out'],
      {},
      'Sign in with: files-cli login --profile out',
    ],
    [
      'an expired session',
      ['--profile', 'old'],
      {},
      'ended at 2020-01-01T00:00:00Z. Sign in again',
    ],
    [
      'a session with line breaks',
      ['--profile', 'broken'],
      {},
      'The session of profile "broken" of',
    ],
    [
      'an address as a subdomain',
      ['--profile', 'long'],
      {},
      'not "acme.files.com". For an address use its endpoint.',
    ],
    ['an endpoint over http', ['--profile', 'clear'], {}, 'The site of profile "clear" in'],
  ])('is refused before anything is sent: %s', async (_what, args, env, message) => {
    const { sandbox, tool } = await setUp((url) => ({
      default: keyed(url),
      out: profile({ endpoint: elsewhere }),
      old: profile({
        endpoint: elsewhere,
        session_id: 's',
        session_expiry: '2020-01-01T00:00:00Z',
      }),
      broken: profile({
        endpoint: elsewhere,
        session_id: `${secret}\r\nX-Other: ${secret}`,
        session_expiry: '2100-01-01T00:00:00Z',
      }),
      long: profile({ subdomain: 'acme.files.com', api_key: secret }),
      clear: profile({ endpoint: 'http://files.invalid', api_key: secret }),
    }));
    const told = args.map((arg) => (arg === 'SITE' ? sandbox.url : arg));
    const { code, stdout, stderr } = await tool(['whoami', ...told], env);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stdout + stderr).not.toContain(secret);
    expect(sandbox.traffic.total).toBe(0);
  });

  it('does not send the key of a default profile without a site to the site of a flag', async () => {
    const { sandbox, tool } = await setUp(() => ({ default: profile({ api_key: secret }) }));
    const asked = ['whoami', '--json', '--base-url', sandbox.url];
    expect((await tool(asked)).stderr).toContain('which names no site');
    expect(sandbox.traffic.total).toBe(0);
    meOf(await tool([...asked, '--profile', 'default']));
  });

  it('reports a damaged configuration without showing its content', async () => {
    for (const text of [`{"profiles":{"default":{"api_key":"${secret}`, `["${secret}"]`]) {
      const { tool, config } = await setUp(() => text);
      const { code, stderr } = await tool(['whoami']);
      expect(code).toBe(2);
      expect(stderr).toContain(`The configuration ${config} is damaged`);
      expect(stderr).not.toContain(secret.slice(0, 6));
    }
  });

  it('never writes the configuration, and warns if others can read it', async () => {
    const { tool, config } = await setUp((url) => ({ default: keyed(url) }));
    const before = await readFile(config, 'utf8');
    expect((await tool(['whoami'])).stderr).not.toContain('warning');
    await chmod(config, 0o644);
    const { code, stderr } = await tool(['whoami']);
    expect(code).toBe(0);
    expect(stderr).toContain(`warning: ${config} contains a key that others can read`);
    expect(await readFile(config, 'utf8')).toBe(before);
  });

  it('warns about a key file that others can read', async () => {
    const { sandbox, space, tool } = await setUp(() => ({}));
    const key = await space.file('key', secret);
    await chmod(key, 0o640);
    const asked = ['whoami', '--base-url', sandbox.url, '--api-key-file', key];
    expect((await tool(asked)).stderr).toContain(
      `warning: ${key} contains a key that others can read. To keep it private: chmod 600 ${key}\n`,
    );
    await chmod(key, 0o600);
    expect((await tool(asked)).stderr).not.toContain('warning');
  });
});

describe('a session', () => {
  const session = (url: string): Profiles => ({
    default: profile({ endpoint: url, session_id: 'session1secret', session_expiry: later }),
  });

  it('can import and disable users, but not update passwords', async () => {
    const { sandbox, space, tool } = await setUp(session);
    const me = await tool(['whoami', '--json']);
    expect(meOf(me)).toMatchObject({
      user: { username: 'admin' },
      mayImport: true,
      credential: { type: 'session', permissionSet: null },
    });
    const file = await space.file('users.csv', 'username,password\nnew,Long-enough-1x\n');
    const imported = await tool(['import', file, '--yes']);
    expect(imported.code, imported.stderr).toBe(0);
    const disabled = await tool(['users', 'disable', file, '--yes']);
    expect(disabled.code, disabled.stderr).toBe(0);
    expect(stateOfUsers(sandbox)).toMatchObject({ new: { disabled: true } });
    expect(
      [me, imported, disabled].map(({ stdout, stderr }) => stdout + stderr).join(''),
    ).not.toContain('session1secret');
    const update = [
      ['import', file, '--yes', '--existing', 'update', '--update-passwords', '--restart'],
      4,
      'only with the password given again. Use an API key.',
    ] as const;
    const { code, stderr } = await tool(update[0]);
    expect([code, stderr.includes(update[2])]).toEqual([update[1], true]);
  });

  it('that the site does not accept is not called a key', async () => {
    const { tool } = await setUp((url) => ({
      default: profile({ endpoint: url, session_id: 'another0session', session_expiry: later }),
    }));
    const { code, stderr } = await tool(['whoami']);
    expect([code, stderr.includes('The site does not accept the session: ')]).toEqual([4, true]);
  });

  it.each(['delete', 'reset-2fa'])(
    'cannot do what needs the password of its user: %s',
    async (action) => {
      const { sandbox, space, tool } = await setUp(session);
      const file = await space.file('users.csv', 'username\nu1\n');
      const { code, stderr } = await tool(['users', action, file, '--yes', '--max', '1']);
      expect(code).toBe(2);
      expect(stderr).toContain(`users ${action} needs an API key`);
      expect(stderr).toContain('instead of a profile');
      expect(sandbox.traffic.total).toBe(0);
    },
  );
});

describe('a workspace', () => {
  it('is taken from the flag before the profile, and is kept by a run', async () => {
    const { sandbox, space, tool } = await setUp((url) => ({
      default: { ...keyed(url), workspace_id: 3 },
    }));
    const file = await space.file('users.csv', 'username,password\nnew,Long-enough-1x\n');
    const other = await space.file('other.csv', 'username,password\nnew2,Long-enough-1x\n');
    expect((await tool(['import', file, '--yes'])).code).toBe(0);
    expect((await tool(['import', other, '--yes', '--workspace-id', '5'])).code).toBe(0);
    const workspaceOf = (name: string) => sandbox.content.userNamed(name)?.fields.workspace_id;
    expect([workspaceOf('new'), workspaceOf('new2')]).toEqual([3, 5]);
    const { runs } = JSON.parse((await tool(['runs', '--json'])).stdout) as {
      runs: { run: string; site: string }[];
    };
    expect(runs.map(({ site }) => site.split('#')[1])).toEqual(['workspace=3', 'workspace=5']);
    for (const { run: id } of runs) {
      const resumed = await tool(['resume', id]);
      expect(resumed.code, resumed.stderr).toBe(0);
      expect(resumed.stderr).toContain('has ended');
    }
  });
});

describe('whoami', () => {
  it.each([
    ['a site administrator', { userId: 1, permissionSet: 'full' }, true, true, 'admin (id 1)'],
    ['a user', { userId: 200, permissionSet: 'full' }, false, false, 'not a site administrator'],
    ['a key of the site', { userId: null, permissionSet: 'full' }, true, true, 'a key of the site'],
    [
      'a narrower key',
      { userId: 1, permissionSet: 'files_only' },
      true,
      false,
      'permission set: files_only',
    ],
  ])('%s', async (_who, key, siteAdmin, mayImport, text) => {
    const { sandbox, tool } = await setUp(
      (url) => ({ default: keyed(url) }),
      () => ({ ...site(), apiKeys: [{ key: secret, ...key }] }),
    );
    expect(meOf(await tool(['whoami', '--json']))).toMatchObject({ siteAdmin, mayImport });
    expect((await tool(['whoami'])).stdout).toContain(text);
    expect([...sandbox.traffic.byEndpoint.keys()].every((each) => each.startsWith('GET'))).toBe(
      true,
    );
  });

  it('ends with 4 for an invalid key', async () => {
    const { tool } = await setUp((url) => ({ default: profile({ endpoint: url, api_key: 'no' }) }));
    expect((await tool(['whoami'])).code).toBe(4);
  });

  it('escapes control characters in the name of the site', async () => {
    const { tool } = await setUp(
      (url) => ({ default: keyed(url) }),
      () => ({ ...site(), settings: { ...seed(secret).settings, name: 'A\u001b[31mB' } }),
    );
    expect((await tool(['whoami'])).stdout).not.toContain('\u001b');
  });
});
