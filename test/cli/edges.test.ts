import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { mkdir, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { siteWith, stateOfUsers } from '../run/acting.js';
import { openSandbox } from '../sandbox/open.js';
import { run, shell, start, type Running } from './command.js';
import { atFirst, isCreate, json, okta, setUp, signalled, sixty } from './scene.js';

describe('resume', () => {
  it('reads the file of an action with the original options', async () => {
    const { sandbox, file, command } = await setUp('Login;x\nu1;\nnew;\n', {
      content: siteWith(3),
    });
    const read = ['--map', 'Login=username', '--delimiter', ';'];
    const first = await command('users', 'resend-welcome', file, '--yes', '--json', ...read);
    expect(first.code, first.stderr).toBe(3);
    const user = { username: 'new', fields: {}, groupIds: [], adminGroupIds: [] };
    sandbox.content.addUser({ ...user, id: 700 });
    const again = await command('resume', json(first).run as string, '--yes');
    expect(again.code, again.stderr).toBe(0);
    expect([...sandbox.content.welcomeEmails.keys()]).toEqual([201, 700]);
  });

  it('prefers an unfinished run to one with failures, and ignores undone ones', async () => {
    const scene = await setUp(sixty);
    const { sandbox, space, file, at, env, command } = scene;
    await signalled(scene, 'SIGKILL', () => start(['import', file, '--yes', ...at], { env }));
    const other = await space.file('other.csv', okta(['ada', 'bob']));
    const { groups } = sandbox.content;
    expect(groups.size).toBeGreaterThan(0);
    const failing = await space.file(
      'failing.csv',
      'username,password,folder_permissions\neva,Tram-walnut-1,/=list\n',
    );
    // Creates of the killed command may still arrive.
    const isPermission = (method: string, path: string) =>
      method === 'POST' && path.endsWith('/permissions');
    atFirst(sandbox, isPermission, () => {
      sandbox.content.settings.prevent_root_permissions_for_non_site_admins = true;
    });
    expect((await command('import', failing, '--yes')).code).toBe(3);
    await signalled(scene, 'SIGKILL', () => start(['import', other, '--yes', ...at], { env }));
    const { runs } = json(await command('runs', '--json').then(withoutSite(scene))) as {
      runs: { run: string; file: string; state: string }[];
    };
    const undone = runs.find((each) => each.file.endsWith('other.csv'))?.run ?? '';
    expect((await command('undo', undone, '--yes')).code).not.toBe(2);
    const resumed = await command('resume', '--yes', '--json');
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(json(resumed)).toMatchObject({ file, created: 60 });
    const listed = await run(['runs', '--state-dir', scene.state]);
    expect(listed.stdout).toMatch(new RegExp(`^${undone} +undone`, 'm'));
  });

  /** Lists the runs without a site, which `runs` does not take. */
  function withoutSite({ state }: { state: string }) {
    return () => run(['runs', '--json', '--state-dir', state]);
  }

  it('does not continue a run that was started over, which runs shows as such', async () => {
    const scene = await setUp(sixty);
    const { file, at, env, command } = scene;
    await signalled(scene, 'SIGKILL', () => start(['import', file, '--yes', ...at], { env }));
    const again = await command('import', file, '--yes', '--restart', '--existing', 'skip');
    expect(again.code, again.stderr).toBe(0);
    const { runs } = json(await command('runs', '--json').then(withoutSite(scene)));
    expect(runs).toMatchObject([{ state: 'started over' }, { state: 'ended' }]);
    expect((await command('resume', '--yes')).stderr).toContain('There is no run to resume');
  });

  it('asks for the same bytes if the file came from standard input', async () => {
    for (const words of [['import'], ['users', 'disable']]) {
      const scene = await setUp('', { content: siteWith(60) });
      const { sandbox, space, at, env, command } = scene;
      const names = Array.from({ length: 60 }, (_, n) => (words.length === 1 ? `x${n}` : `u${n}`));
      const child: { running?: Running } = {};
      atFirst(
        sandbox,
        (method) => method === 'POST' || method === 'PATCH',
        () => child.running?.child.kill('SIGKILL'),
      );
      child.running = start([...words, '-', '--yes', ...at], {
        env,
        input: okta(names),
        cwd: space.path,
      });
      await child.running.finished;
      const { code, stderr } = await command('resume', '--yes');
      expect(code).toBe(2);
      expect(stderr).toContain(`came from standard input. Give the same bytes again`);
      const [, id = ''] = /files-bulk-import resume (\S+) --yes$/m.exec(stderr) ?? [];
      const given = { env, cwd: space.path };
      const other = await run(['resume', id, '--yes', ...at], { ...given, input: okta(['x']) });
      expect([other.code, other.stderr]).toEqual([2, expect.stringContaining('changed')]);
      const none = await run(['resume', id, '--yes', ...at], given);
      expect([none.code, none.stderr]).toEqual([
        2,
        expect.stringContaining('Give the same bytes again to continue'),
      ]);
      const resumed = await run(['resume', id, '--yes', ...at], { ...given, input: okta(names) });
      expect(resumed.code, resumed.stderr).toBe(0);
      expect(resumed.stdout).toMatch(/^60 users (?:created|disabled)$/m);
    }
  });

  it.each(['--api-key-file', '--profile'])(
    'works with the printed command alone: %s',
    async (flag) => {
      const scene = await setUp(sixty);
      const { sandbox, space, file, state } = scene;
      await scene.profiles({ other: { endpoint: sandbox.url, api_key: sandbox.apiKey } });
      const key = await space.file("a key's file", sandbox.apiKey);
      const env = { HOME: space.path };
      const how = flag === '--profile' ? 'other' : key;
      const { stderr } = await signalled(scene, 'SIGINT', () =>
        start(
          ['import', file, '--yes', '--base-url', sandbox.url, '--state-dir', state, flag, how],
          { env },
        ),
      );
      const printed = /^To continue: files-bulk-import (.*)$/m.exec(stderr)?.[1] ?? '';
      const resumed = await shell(`$tool ${printed} --yes`, env);
      expect(resumed.code, resumed.stderr).toBe(0);
      expect(sandbox.content.users.size).toBe(61);
    },
  );
});

it.each(['resume', 'undo'])('%s says where it looked for a run', async (name) => {
  const { state, command } = await setUp(okta(['ada']));
  const { code, stderr } = await command(name, 'no-such-run', '--yes');
  expect(code).toBe(2);
  expect(stderr).toContain(`There is no run "no-such-run" in ${state}.`);
});

describe('undo', () => {
  it('is refused during the import', async () => {
    const { sandbox, file, state, at, env, command } = await setUp(sixty);
    sandbox.setFaults({ faults: [{ kind: 'slow', share: 1, ms: 60_000 }], concerns: isCreate });
    const running = start(['import', file, '--yes', ...at], { env });
    while ((sandbox.traffic.byEndpoint.get('POST /users') ?? 0) === 0)
      await new Promise((resolve) => setTimeout(resolve, 5));
    const [id = ''] = readdirSync(join(state, 'runs'));
    const { code, stderr } = await command('undo', id, '--yes');
    running.child.kill('SIGKILL');
    await running.finished;
    expect(code).toBe(2);
    expect(stderr).toContain('is working on this run');
    expect(sandbox.traffic.byEndpoint.has('DELETE /users/:id')).toBe(false);
  });

  it('is refused for another site than that of the run', async () => {
    const { file, state, command } = await setUp(okta(['ada']));
    const id = json(await command('import', file, '--yes', '--json')).run as string;
    const other = await openSandbox();
    onTestFinished(() => other.close());
    const args = ['undo', id, '--yes', '--state-dir', state, '--base-url', other.url];
    const { code, stderr } = await run(args, { env: { FILES_API_KEY: other.apiKey } });
    expect(code).toBe(2);
    expect(stderr).toContain(`Run ${id} belongs to`);
    expect(other.traffic.total).toBe(0);
    expect((await command('undo', id, '--yes')).code).toBe(0);
  });
});

describe('a file that changes during an import ends it with 2', () => {
  it('before anything is created', async () => {
    const { sandbox, file, command } = await setUp(okta(['ada', 'bob']));
    atFirst(
      sandbox,
      () => true,
      () => writeFileSync(file, okta(['ada', 'eva'])),
    );
    const { code, stderr } = await command('import', file, '--yes');
    expect(code, stderr).toBe(2);
    expect(stderr).toContain('changed');
    expect(sandbox.content.users.size).toBe(1);
  });

  it('in the middle, saying how to continue', async () => {
    const notes = 'n'.repeat(4000);
    const rows = Array.from({ length: 250 }, (_, index) => `user${index},okta,${notes}\n`);
    const csv = `username,authentication_method,notes\n${rows.join('')}`;
    const { sandbox, file, command } = await setUp(csv);
    atFirst(sandbox, isCreate, () => writeFileSync(file, csv.replaceAll('nnn', 'mmm')));
    const { code, stderr } = await command('import', file, '--yes');
    expect(code, stderr).toBe(2);
    expect(stderr).toMatch(/files-bulk-import resume \S+/);
    for (const { fields } of sandbox.content.users.values())
      expect(String(fields.notes ?? '')).not.toContain('m');
    writeFileSync(file, csv);
    expect((await command('resume', '--yes')).code).toBe(0);
    expect(sandbox.content.users.size).toBe(251);
  });
});

describe('users', () => {
  it('ends with 3 if no user exists, with 4 if the key is revoked meanwhile', async () => {
    const { sandbox, space, file, command } = await setUp('username\nu0\nu1\n', {
      content: siteWith(3),
    });
    const strangers = await space.file('strangers.csv', 'username\nnobody\n');
    expect((await command('users', 'disable', strangers, '--yes')).code).toBe(3);
    atFirst(
      sandbox,
      (method) => method === 'PATCH',
      () => {
        for (const key of sandbox.content.apiKeys) Object.assign(key, { key: 'another' });
      },
    );
    expect((await command('users', 'disable', file, '--yes')).code).toBe(4);
  });

  it('needs neither --yes nor --max with --dry-run, and repeats an action with --restart', async () => {
    const { sandbox, file, command, env, at } = await setUp('username\nu0\n', {
      content: siteWith(3),
    });
    expect((await command('users', 'delete', file, '--yes', '--dry-run')).code).toBe(0);
    const piped = ['users', 'disable', '-', '--dry-run', ...at];
    expect((await run(piped, { env, input: 'username\nu0\n' })).code).toBe(0);
    expect(stateOfUsers(sandbox)).toMatchObject({ u0: { disabled: false } });
    for (const flags of [[], [], ['--restart']])
      expect((await command('users', 'resend-welcome', file, '--yes', ...flags)).code).toBe(0);
    expect([...sandbox.content.welcomeEmails.values()]).toEqual([2]);
  });
});

describe('flags for requests', () => {
  it('--timeout limits how long a reply may take', async () => {
    const { sandbox, file, command } = await setUp(okta(['ada']));
    let sent = 0;
    sandbox.setFaults({
      faults: [{ kind: 'slow', share: 1, ms: 5000 }],
      concerns: (method, path) => isCreate(method, path) && (sent += 1) === 1,
    });
    const result = await command('import', file, '--yes', '--json', '--timeout', '0.5');
    expect(json(result)).toMatchObject({ created: 1, adopted: 1 });
  });

  it('--concurrency limits requests in flight, and --rate requests per second', async () => {
    const { sandbox, file, command } = await setUp(okta(['ada', 'bob', 'eva', 'ida']));
    const arrivals: number[] = [];
    sandbox.setFaults({
      faults: [{ kind: 'slow', share: 1, ms: 400 }],
      concerns(method, path) {
        if (isCreate(method, path)) arrivals.push(performance.now());
        return isCreate(method, path);
      },
    });
    const shortest = (): number =>
      Math.min(...arrivals.slice(1).map((at, index) => at - (arrivals[index] ?? 0)));
    await command('import', file, '--yes', '--concurrency', '1');
    // A slow machine only makes the intervals longer.
    expect(shortest()).toBeGreaterThan(350);
    arrivals.length = 0;
    const more = okta(['a', 'b', 'c'].map((name) => `other-${name}`));
    writeFileSync(file, more);
    await command('import', file, '--yes', '--rate', '1');
    expect(shortest()).toBeGreaterThan(800);
  });
});

it('an import into the embedded sandbox leaves no files behind, and names none', async () => {
  const { space, file } = await setUp(okta(['ada']));
  const temporary = join(space.path, 'tmp');
  await mkdir(temporary);
  const env = { TMPDIR: temporary };
  const report = join(space.path, 'report.json');
  const args = ['import', file, '--sandbox', '--yes', '--json', '--report', report];
  const { code, stdout, stderr } = await run(args, { env });
  expect(code, stderr).toBe(0);
  expect(await readdir(temporary)).toEqual([]);
  expect(JSON.parse(stdout)).toHaveProperty('journal', null);
  expect(JSON.parse(await readFile(report, 'utf8'))).toHaveProperty('run.journal', null);
});

it('XDG_STATE_HOME is ignored unless it is absolute', async () => {
  const { sandbox, space, file } = await setUp(okta(['ada']));
  const env = { FILES_API_KEY: sandbox.apiKey, HOME: space.path, XDG_STATE_HOME: 'here' };
  const args = ['import', file, '--yes', '--base-url', sandbox.url];
  const { code, stderr } = await run(args, { env, cwd: space.path });
  expect(code, stderr).toBe(0);
  expect(existsSync(join(space.path, 'here'))).toBe(false);
});

it('a directory for runs that cannot be used is named, with the flag for another', async () => {
  const { sandbox, file } = await setUp(okta(['ada']));
  const env = { FILES_API_KEY: sandbox.apiKey, XDG_STATE_HOME: file };
  const args = ['import', file, '--yes', '--base-url', sandbox.url];
  const { code, stderr } = await run(args, { env });
  expect(code).toBe(2);
  expect(stderr).toContain(
    ' cannot be used: a part of its path is not a directory. Runs are kept in ',
  );
  expect(stderr).toContain(
    `${join(file, 'files-bulk-import')}: name another directory with --state-dir.`,
  );
});

it('rejects of standard input are written to the working directory', async () => {
  const { space, at, env } = await setUp('');
  const input = 'username,password,email\nada,Tram-walnut-1,nobody\nbob,Tram-walnut-1,\n';
  const args = ['import', '-', '--yes', '--skip-invalid', ...at];
  const { code, stderr } = await run(args, { env, input, cwd: space.path });
  expect(code, stderr).toBe(3);
  expect(await readFile(join(space.path, 'stdin.rejects.csv'), 'utf8')).toContain('ada,Tram');
});

it('validate --online reports the issues of the file and of the site', async () => {
  const { space, file, command } = await setUp(
    'username,authentication_method,group_ids,email\nada,okta,Nowhere,\nbob,okta,,x\n',
  );
  const report = join(space.path, 'report.json');
  const { code, stderr } = await command('validate', file, '--online', '--report', report);
  expect(code, stderr).toBe(1);
  const { issues } = JSON.parse(readFileSync(report, 'utf8')) as { issues: { code: string }[] };
  expect(issues.map((issue) => issue.code).sort()).toEqual(['email-malformed', 'group-not-found']);
});

it('an import of a plan refuses a different --delimiter', async () => {
  const { space, file, command } = await setUp(okta(['ada']));
  const plan = join(space.path, 'plan.json');
  expect((await command('plan', file, '-o', plan)).code).toBe(0);
  const { code, stderr } = await command('import', '--plan', plan, '--yes', '--delimiter', ';');
  expect(code).toBe(2);
  expect(stderr).toContain('delimiter was not given and is now ;');
});

it.each(['plan', 'import'])('%s --strict fails on warnings', async (word) => {
  const { sandbox, file, command } = await setUp(
    'username,authentication_method,access_expiration_date\nada,okta,2001-01-01T00:00:00Z\n',
  );
  const args = word === 'import' ? ['--yes'] : [];
  expect((await command(word, file, '--strict', ...args)).code).toBe(1);
  expect(sandbox.content.users.size).toBe(1);
  expect((await command(word, file, ...args)).code).toBe(0);
});

it('runs says that there are none, except with --quiet', async () => {
  const { state } = await setUp(okta(['ada']));
  const listed = (...flags: string[]) => run(['runs', '--state-dir', state, ...flags]);
  const { code, stdout, stderr } = await listed();
  expect([code, stdout, stderr]).toEqual([0, '', `There are no runs in ${state}.\n`]);
  expect(await listed('--quiet')).toMatchObject({ code: 0, stdout: '', stderr: '' });
});
