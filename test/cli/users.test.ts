import { readFile, writeFile } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { confirmCount } from '../../src/cli/confirm.js';
import { Interrupt } from '../../src/cli/interrupt.js';
import { userActions } from '../../src/run/actions/user-actions.js';
import type { Sandbox, SandboxOptions } from '../../src/sandbox/sandbox.js';
import { siteWith, stateOfUsers } from '../run/acting.js';
import { run, start, type Finished } from './command.js';
import { setUp as sceneOf, signalled } from './scene.js';

/** A site with users u0 … u5, a file, and the command for both. */
async function setUp(csv: string, options: SandboxOptions = {}) {
  const scene = await sceneOf(csv, { content: siteWith(6), ...options });
  const users = (action: string, ...flags: string[]): Promise<Finished> =>
    scene.command('users', action, scene.file, ...flags);
  return { ...scene, users };
}

/** The endpoints that were called, except GET. */
function changes({ traffic }: Sandbox): readonly string[] {
  return [...traffic.byEndpoint.keys()].filter((endpoint) => !endpoint.startsWith('GET'));
}

describe('users', () => {
  const untouched = { disabled: false, locked: true, twoFactor: true };
  const effects = {
    unlock: { ...untouched, locked: false },
    'resend-welcome': untouched,
    'reset-2fa': { ...untouched, twoFactor: false },
    disable: { ...untouched, disabled: true },
    enable: untouched,
    delete: undefined,
  };

  it.each(userActions)('%s: affects the users of the file and nobody else', async (action) => {
    const { sandbox, users } = await setUp('username\nU1\nu3\n', {
      content: siteWith(6, { disabled: action === 'enable' }),
    });
    const before = stateOfUsers(sandbox);
    const { code, stdout, stderr } = await users(action, '--yes', '--max', '2');
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^2 users /m);
    const effect = effects[action];
    const { u1, u3, ...others } = before;
    expect([u1, u3]).not.toContain(undefined);
    expect(stateOfUsers(sandbox)).toEqual(
      effect === undefined ? others : { ...others, u1: effect, u3: effect },
    );
    expect([...sandbox.content.welcomeEmails]).toEqual(
      action === 'resend-welcome'
        ? [
            [201, 1],
            [203, 1],
          ]
        : [],
    );
    expect(sandbox.traffic.unknownParameters.size).toBe(0);
  });

  it('of two actions with a file, each can be resumed', async () => {
    const scene = await setUp('username\nu1\n');
    const { sandbox, file, at, env, users, command } = scene;
    const disable = ['users', 'disable', file, '--yes', ...at];
    await signalled(
      scene,
      'SIGKILL',
      () => start(disable, { env }),
      (method) => method === 'PATCH',
    );
    expect((await users('unlock', '--yes')).code).toBe(0);
    const resumed = await command('resume', '--yes');
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(sandbox.content.userNamed('u1')?.fields.disabled).toBe(true);
  });

  it('ignores other columns, even invalid ones, and says so once', async () => {
    const { sandbox, users } = await setUp(
      'Username,email,site_admin,nonsense,username2\nu1,nobody,maybe,?,\nu2,,,,\n',
    );
    const { code, stdout, stderr } = await users('disable', '--yes');
    expect(code, stdout).toBe(0);
    expect(stderr.match(/other than username/g)).toHaveLength(1);
    expect(stateOfUsers(sandbox)).toMatchObject({ u1: { disabled: true }, u2: { disabled: true } });
  });

  it('accepts usernames that no import could create', async () => {
    const long = 'l'.repeat(60);
    const content = siteWith(0);
    const users = [long, 'two  spaces'].map((username, index) => ({
      id: 300 + index,
      username,
      fields: {},
      groupIds: [],
      adminGroupIds: [],
    }));
    const { sandbox, users: act } = await setUp(`username\n${long}\ntwo  spaces\n`, {
      content: { ...content, users: [...content.users, ...users] },
    });
    const { code, stdout } = await act('disable', '--yes');
    expect(code, stdout).toBe(0);
    expect(stateOfUsers(sandbox)[long]).toMatchObject({ disabled: true });
  });

  it.each([
    ['a name twice', 'username\nu1\nu2\nU1\n', 4, 'username-repeated'],
    ['a row without a name', 'username,email\nu1,\n,a@b.example\n', 3, 'username-missing'],
    ['no column of names', 'user,email\nu1,\n', 1, 'header-missing-username'],
    ['no rows', 'username\n', 1, 'file-has-no-rows'],
    ['a row of another length', 'username,email\nu1,a,b\n', 2, 'row-too-many-cells'],
    ['a quote never closed', 'username\n"u1\n', 2, 'quote-never-closed'],
  ])('does nothing for %s', async (_what, csv, line, code) => {
    const { sandbox, users } = await setUp(csv);
    const result = await users('disable', '--yes', '--json', '--strict');
    expect(result.code).toBe(1);
    const { issues } = JSON.parse(result.stdout) as { issues: { line: number; code: string }[] };
    expect(issues).toContainEqual(expect.objectContaining({ line, code }));
    expect(sandbox.traffic.total).toBe(0);
  });

  it('reports the lines of unknown users, and acts on the others', async () => {
    const { sandbox, users } = await setUp('username\nu1\nuser-O\nalice.smiht\n', {
      content: withUser('alice.smith'),
    });
    const strict = await users('disable', '--yes', '--strict');
    expect(strict.code).toBe(1);
    expect(changes(sandbox)).toEqual([]);
    const { code, stdout } = await users('disable', '--yes');
    expect(code).toBe(3);
    expect(stdout).toContain('line 3, username: The site has no user "user-O".');
    expect(stdout).toContain('no user "alice.smiht". Did you mean "alice.smith"?');
    expect(stdout).toContain('1 user disabled\n2 rows not found on the site\n');
    expect(stateOfUsers(sandbox)).toMatchObject({
      u1: { disabled: true },
      'alice.smith': { disabled: false },
    });
  });

  it('reports unknown users with --quiet, and prints nothing if everything was done', async () => {
    const { file, users } = await setUp('User Name\nu1\nuser-O\n');
    for (const told of ['1 user disabled', '1 user disabled already']) {
      const { code, stdout } = await users('disable', '--yes', '--quiet');
      expect(code).toBe(3);
      expect(stdout).toContain('line 3, username: The site has no user "user-O".');
      expect(stdout).toContain(told);
    }
    await writeFile(file, 'User Name\nu1\n');
    const done = await users('enable', '--yes', '--quiet');
    expect(done).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });

  it('reports a user that somebody deleted after the plan, and continues', async () => {
    const { sandbox, users } = await setUp('username\nu1\nu2\n');
    sandbox.setFaults({
      faults: [],
      concerns(method) {
        if (method === 'PATCH') sandbox.content.users.delete(201);
        return false;
      },
    });
    const { code, stdout } = await users('disable', '--yes', '--concurrency', '1');
    expect(code).toBe(3);
    expect(stdout).toContain('line 2 (u1): This user is no longer on the site');
    expect(stdout).toContain('1 user disabled\n1 row failed\n');
    expect(stateOfUsers(sandbox)).toMatchObject({ u2: { disabled: true } });
  });

  it('refuses to resume a run on another site, and says which flags to leave out', async () => {
    const { users, command } = await setUp('username\nu1\n');
    const { stdout } = await users('disable', '--yes', '--json');
    const { run: id } = JSON.parse(stdout) as { run: string };
    const elsewhere = await command('resume', id, '--workspace-id', '7');
    expect(elsewhere.code).toBe(2);
    expect(elsewhere.stderr).toContain(
      'Leave out the flags that name a site, an API or a workspace.',
    );
  });

  it.each(['disable', 'delete'])('%s: leaves the owner of the key alone', async (action) => {
    const { sandbox, users } = await setUp('username\nADMIN\nu1\n');
    const { code, stdout } = await users(action, '--yes', '--max', '1');
    expect(code).toBe(3);
    expect(stdout).toContain('line 2, username: The API key belongs to this user');
    expect(stateOfUsers(sandbox)).toMatchObject({ admin: { disabled: false } });
  });

  it('shows only the plan with --dry-run', async () => {
    const { sandbox, space, users } = await setUp('username\nadmin\nu1\nnobody\n');
    const { code, stdout } = await users('delete', '--dry-run');
    expect(code).toBe(0);
    expect(stdout).toMatch(/delete +1 user\n +not found +1 row\n +leave out +1 user\n/);
    expect(changes(sandbox)).toEqual([]);
    await expect(readFile(`${space.path}/state/runs`)).rejects.toThrow('ENOENT');
  });

  it('prints one document with --json', async () => {
    const { users } = await setUp('username\nu1\nnobody\n');
    const { code, stdout } = await users('disable', '--yes', '--json');
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      result: 'ran',
      action: 'disable',
      rows: 2,
      plan: { send: 1, missing: 1 },
      ended: true,
      done: 1,
      missing: 1,
      failed: 0,
      inDoubt: 0,
      notDone: [{ line: 3, username: 'nobody', outcome: 'missing' }],
      issues: [{ code: 'user-not-found', line: 3, column: 'username' }],
    });
  });

  it('reports an e-mail in doubt, and does not send it again', async () => {
    const { sandbox, users, command } = await setUp('username\nu1\nu2\n');
    const [, user] = [...sandbox.content.users.values()].filter(({ id }) => id >= 201);
    sandbox.setFaults({
      faults: [{ kind: 'lost-after', share: 1 }],
      concerns: (_method, path) => path.includes(`/${user?.id ?? 0}/`),
    });
    const first = await users('resend-welcome', '--yes');
    expect(first.code).toBe(3);
    expect(first.stdout).toMatch(/in-doubt {2}line 3 \(u2\): The reply was lost/);
    expect(first.stdout).toContain('1 user sent the welcome e-mail again\n');
    sandbox.setFaults(undefined);
    const again = await users('resend-welcome', '--yes');
    expect(again.stderr).toMatch(
      /has ended; nothing was done now\. To start over: files-bulk-import users --restart resend-welcome \S+users\.csv --yes --base-url \S+ --state-dir \S+$/m,
    );
    expect(again.code).toBe(3);
    expect((await command('resume', '--yes')).stderr).toContain('There is no run to resume');
    expect([...sandbox.content.welcomeEmails.values()]).toEqual([1, 1]);
  });

  it('refuses the legacy API', async () => {
    const { sandbox, users } = await setUp('username\nu1\n');
    const { code, stderr } = await users('disable', '--yes', '--api', 'legacy');
    expect(code).toBe(2);
    expect(stderr).toContain('users disable works only over REST v1');
    expect(changes(sandbox)).toEqual([]);
  });

  it('ends with 4 for an invalid key', async () => {
    const { file, at } = await setUp('username\nu1\n');
    const env = { FILES_API_KEY: 'wrong' };
    expect((await run(['users', 'disable', file, '--yes', ...at], { env })).code).toBe(4);
  });

  it('reads standard input only if it need not ask', async () => {
    const { sandbox, env, at } = await setUp('');
    const given = { env, input: 'username\nu2\n' };
    expect((await run(['users', 'disable', '-', ...at], given)).code).toBe(2);
    expect((await run(['users', 'disable', '-', '--yes', ...at], given)).code).toBe(0);
    expect(stateOfUsers(sandbox)).toMatchObject({ u2: { disabled: true } });
  });
});

describe('confirmation', () => {
  it.each([
    ['disable', [], 'add --yes'],
    ['delete', [], 'add --yes --max N'],
    ['delete', ['--yes'], 'add --max N'],
    ['delete', ['--yes', '--max', '1'], 'would affect 2 users, more than --max 1 allows'],
    ['disable', ['--yes', '--max', '1'], 'would affect 2 users, more than --max 1 allows'],
  ])('%s %j is refused, and nothing done', async (action, flags, message) => {
    const { sandbox, users } = await setUp('username\nu1\nu2\n');
    const { code, stderr } = await users(action, ...flags);
    expect(code).toBe(message.startsWith('would') ? 1 : 2);
    expect(stderr).toContain(message);
    expect(changes(sandbox)).toEqual([]);
  });

  it.each([
    ['3', true],
    [' 3 ', true],
    ['y', false],
    ['30', false],
    ['', false],
  ])('deleting 3 users by typing %j is confirmed: %s', async (typed, agreed) => {
    const terminal = (): PassThrough & { isTTY: true } =>
      Object.assign(new PassThrough(), { isTTY: true as const });
    const [stdin, stdout, stderr] = [terminal(), terminal(), terminal()];
    stderr.once('data', () => stdin.end(`${typed}\n`));
    const interrupt = new Interrupt(() => undefined);
    const process = { version: '0.0.0', args: [], env: {}, cwd: '/', endUnread: () => undefined };
    const io = { ...process, stdin, stdout, stderr };
    expect(await confirmCount('How many? ', 3, { io, interrupt })).toBe(agreed);
    interrupt.dispose();
  });
});

describe('a run of users', () => {
  const csv = `username\n${Array.from({ length: 60 }, (_, index) => `u${index}`).join('\n')}\n`;

  async function killed(action: string, signal: NodeJS.Signals) {
    const scene = await setUp(csv, { content: siteWith(70), latency: 20 });
    const { sandbox, file, env, at } = scene;
    const running = start(
      ['users', action, file, '--yes', '--max', '60', '--concurrency', '2', ...at],
      { env },
    );
    const acted = (): boolean => changes(sandbox).length > 0;
    while (!acted()) await new Promise((resolve) => setTimeout(resolve, 5));
    running.child.kill(signal);
    return { ...scene, ended: await running.finished };
  }

  it('is listed, can be resumed, and cannot be undone', async () => {
    const { sandbox, command, ended } = await killed('disable', 'SIGINT');
    expect(ended.code).toBe(130);
    const [, id = ''] = /To continue: files-bulk-import resume (\S+)/.exec(ended.stderr) ?? [];
    const listed = await run(['runs', '--state-dir', stateOf(ended.stdout)]);
    expect(listed.stdout).toMatch(new RegExp(`^${id} +unfinished +\\d+ users? disabled`));
    expect((await command('resume', '--report', 'x.html')).stderr).toContain(
      'leave out --report; --json prints its account',
    );
    const resumed = await command('resume', '--yes');
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(resumed.stdout).toContain('60 users disabled');
    const disabled = Object.values(stateOfUsers(sandbox)).filter(
      (state) => (state as { disabled: boolean }).disabled,
    );
    expect(disabled).toHaveLength(60);
    const undone = await command('undo', id, '--yes');
    expect(undone.code).toBe(2);
    expect(undone.stderr).toContain('only an import can be undone. To enable those users:');
  });

  it('that was killed is continued when the file is given again', async () => {
    const { sandbox, users, ended } = await killed('delete', 'SIGKILL');
    expect(ended.signal).toBe('SIGKILL');
    const again = await users('delete', '--yes', '--max', '60');
    expect(again.code, again.stderr).toBe(0);
    expect(again.stdout).toContain('60 users deleted');
    expect(sandbox.content.users.size).toBe(11);
  });

  /** The state directory named in an account. */
  function stateOf(stdout: string): string {
    return (/journal +(.*)\/runs\//.exec(stdout) ?? [])[1] ?? '';
  }
});

function withUser(username: string) {
  const content = siteWith(6);
  const user = { id: 400, username, fields: {}, groupIds: [], adminGroupIds: [] };
  return { ...content, users: [...content.users, user] };
}
