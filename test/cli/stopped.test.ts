import { rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { siteWith } from '../run/acting.js';
import { run, shell, start, type Finished } from './command.js';
import { atFirst, isCreate, json, okta, setUp, signalled, sixty } from './scene.js';

describe('a key and a site from two places are refused', () => {
  it('a key file, and the site of the default profile', async () => {
    const { sandbox, space, profiles, env } = await setUp('');
    await profiles({ default: { endpoint: sandbox.url, api_key: sandbox.apiKey } });
    const key = await space.file('key', sandbox.apiKey);
    const { code, stderr } = await run(['whoami', '--api-key-file', key], {
      env: { HOME: env.HOME },
    });
    expect(code).toBe(2);
    expect(stderr).toContain(`The key is from the file ${key}, but the only site from profile`);
    expect(sandbox.traffic.total).toBe(0);
  });

  it.each([
    ['--base-url', 'http://127.0.0.1:9'],
    ['--site', 'acme'],
    ['--api-key-file', 'key'],
    ['--profile', 'other'],
  ])('the sandbox, and %s', async (...flag) => {
    const { file } = await setUp(okta(['ada']));
    const { code, stderr } = await run(['import', file, '--yes', '--sandbox', ...flag]);
    expect(code).toBe(2);
    expect(stderr).toContain('--sandbox is a site of its own');
  });
});

describe('a stopped import', () => {
  it.each(['SIGHUP', 'SIGTERM', 'SIGINT'] as const)(
    'finishes what is in flight on %s, and says how to continue',
    async (signal) => {
      const scene = await setUp(sixty, { latency: 30 });
      const { file, at, env, command } = scene;
      const { code, stderr } = await signalled(scene, signal, () =>
        start(['import', file, '--yes', ...at], { env }),
      );
      expect(code, stderr).toBe(130);
      expect(stderr).toMatch(/^To continue: files-bulk-import resume /m);
      const resumed = await command('resume', '--yes', '--json');
      expect(resumed.code, resumed.stderr).toBe(0);
      // What was in flight was finished, so that nothing had to be looked up.
      expect(json(resumed)).toMatchObject({ created: 60, adopted: 0 });
    },
  );

  it('does not wait out the time-out of a silent site', async () => {
    const { sandbox, file, at, env } = await setUp(okta(['a', 'b', 'c', 'd', 'e']));
    sandbox.setFaults({
      faults: [{ kind: 'slow', share: 1, ms: 300_000 }],
      concerns: (method) => method === 'POST',
    });
    const running = start(['import', file, '--yes', '--timeout', '120', ...at], { env });
    while ((sandbox.traffic.byEndpoint.get('POST /users') ?? 0) === 0)
      await new Promise((resolve) => setTimeout(resolve, 5));
    running.child.kill('SIGINT');
    const before = performance.now();
    expect((await running.finished).code).toBe(130);
    expect(performance.now() - before).toBeLessThan(90_000);
  });

  it('cannot be resumed if its journal was removed, and says so', async () => {
    const { sandbox, file, state, command } = await setUp(sixty);
    atFirst(sandbox, isCreate, () => rmSync(state, { recursive: true }));
    const { code, stderr } = await command('import', file, '--yes');
    expect(code, stderr).toBe(5);
    expect(stderr).toMatch(
      /removed while it was in use\.\nWithout it, the run can be neither resumed nor undone\.\n$/,
    );
    expect(sandbox.content.users.size).toBeLessThan(30);
  });

  it('of standard input says how to give the same bytes again', async () => {
    const scene = await setUp('');
    const { space, at, env } = scene;
    const { code, stderr } = await signalled(scene, 'SIGINT', () =>
      start(['import', '-', '--yes', ...at], { env, input: sixty, cwd: space.path }),
    );
    expect(code).toBe(130);
    expect(stderr).toMatch(/give the same bytes to: files-bulk-import resume \S+ .*--yes$/m);
  });
});

it('the printed command that retries failures of users works as it is', async () => {
  const { sandbox, space, file, at } = await setUp('username\nu1\nu2\n', { content: siteWith(3) });
  const key = await space.file('key', sandbox.apiKey);
  sandbox.setFaults({
    faults: [],
    concerns(method) {
      if (method === 'PATCH') sandbox.content.users.delete(201);
      return false;
    },
  });
  const how = ['--yes', '--concurrency', '1', '--api-key-file', key];
  const { stderr } = await run(['users', 'disable', file, ...how, ...at]);
  const printed = /^To try again what failed: files-bulk-import (.*)$/m.exec(stderr)?.[1] ?? '';
  const user = { username: 'u1', fields: {}, groupIds: [], adminGroupIds: [] };
  sandbox.content.addUser({ ...user, id: 700 });
  const again = await shell(`$tool ${printed} --yes`);
  expect(again.code, again.stderr).toBe(0);
});

it('an undo with a session is refused before it begins', async () => {
  const content = { ...siteWith(1), sessions: [{ id: 'session1', userId: 1 }] };
  const { sandbox, file, at, command, profiles, env } = await setUp(okta(['ada']), { content });
  const id = json(await command('import', file, '--yes', '--json')).run as string;
  const session = { session_id: 'session1', session_expiry: '2999-01-01T00:00:00Z' };
  await profiles({ default: { endpoint: sandbox.url, ...session } });
  const undo = ['undo', id, '--yes', ...at.slice(2)];
  const { code, stderr } = await run(undo, { env: { HOME: env.HOME } });
  expect(code, stderr).toBe(2);
  expect(stderr).toContain('undo needs an API key');
  const listed = await run(['runs', ...at.slice(2)]);
  expect(listed.stdout).toMatch(/ ended /);
});

it('the rejects of validate --online list only errors of the site, no warnings', async () => {
  const { space, file, command } = await setUp(
    'username,authentication_method,group_ids,root_folder\nada,okta,Nowhere,Not/There\n',
  );
  const rejects = join(space.path, 'r.csv');
  const online = await command('validate', file, '--online', '--rejects', rejects, '--json');
  const { issues } = JSON.parse(online.stdout) as {
    issues: { severity: string; line: number | null; message: string }[];
  };
  const ofRow = (severity: string): string[] =>
    issues
      .filter((issue) => issue.severity === severity && issue.line === 2)
      .map(({ message }) => message);
  const text = (await readFile(rejects, 'utf8')).replaceAll('""', '"');
  expect([ofRow('error').length, ofRow('warning').length]).toEqual([1, 1]);
  for (const message of ofRow('error')) expect(text).toContain(message);
  for (const message of ofRow('warning')) expect(text).not.toContain(message);
});

it('a run can be resumed from another directory', async () => {
  const { sandbox, space, at, env } = await setUp('username\nu1\nnew\n', { content: siteWith(3) });
  const args = ['users', 'resend-welcome', 'users.csv', '--yes', '--json', ...at];
  const first = await run(args, { env, cwd: space.path });
  expect(first.code, first.stderr).toBe(3);
  const user = { username: 'new', fields: {}, groupIds: [], adminGroupIds: [] };
  sandbox.content.addUser({ ...user, id: 700 });
  const again = await run(['resume', json(first).run as string, '--yes', ...at], { env, cwd: '/' });
  expect(again.code, again.stderr).toBe(0);
});

it('resume ignores a run that was started over', async () => {
  const { sandbox, space, file, command } = await setUp('username,password\nada,seven77\n');
  const other = await space.file('other.csv', 'username,password\neva,seven77\n');
  for (const each of [file, other])
    expect((await command('import', each, '--yes', '--skip-invalid')).code).toBe(3);
  sandbox.content.settings.password_min_length = 7;
  expect((await command('import', other, '--yes', '--restart')).code).toBe(0);
  const { code, stderr } = await command('resume', '--yes');
  expect(code, stderr).toBe(0);
  expect(sandbox.content.users.size).toBe(3);
});

it('resume shows a run that ended without failures, without asking the site', async () => {
  const { sandbox, file, command } = await setUp(okta(['ada', 'bob']));
  const id = json(await command('import', file, '--yes', '--json')).run as string;
  const before = sandbox.traffic.total;
  const again = await command('resume', id, '--yes', '--json');
  expect(again.code, again.stderr).toBe(0);
  expect(json(again)).toMatchObject({ result: 'shown', created: 2 });
  expect(sandbox.traffic.total).toBe(before);
});

it('--skip-invalid does not accept a wrong header', async () => {
  const csv = 'username,authentication_method,email,email\nada,okta,,\n';
  const { sandbox, file, command } = await setUp(csv);
  const { code, stderr } = await command('import', file, '--yes', '--skip-invalid');
  expect(code).toBe(1);
  expect(stderr).toContain('concerns every row');
  expect(sandbox.content.users.size).toBe(1);
});

it('resume refuses to retry an ended run if its file has changed', async () => {
  const csv = 'username,authentication_method,email\nada,okta,\nbob,okta,x\n';
  const { sandbox, file, command } = await setUp(csv.replace(',x', ''));
  const { content } = sandbox;
  sandbox.setFaults({
    faults: [],
    concerns(method) {
      if (method === 'POST')
        for (const each of content.ssoStrategies) Object.assign(each, { enabled: false });
      return false;
    },
  });
  const first = await command('import', file, '--yes', '--json');
  expect(first.code).toBe(3);
  const id = json(first).run as string;
  for (const each of content.ssoStrategies) Object.assign(each, { enabled: true });
  sandbox.setFaults(undefined);
  await writeFile(file, 'username,authentication_method\neva,okta\n');
  const again = await command('resume', id, '--yes');
  expect(again.code).toBe(2);
  expect(again.stderr).toContain('has changed since run');
  expect(content.userNamed('eva')).toBeUndefined();
});

it.each([['import'], ['users', 'resend-welcome']])(
  '%s --json says that it was interrupted',
  async (...words) => {
    const scene = await setUp(sixty);
    const { file, at, env, command } = scene;
    if (words.length > 1) await command('import', file, '--yes');
    const finished = await signalled(
      scene,
      'SIGINT',
      () => start([...words, file, '--yes', '--json', ...at], { env }),
      (method) => method === 'POST',
    );
    expect(finished.code).toBe(130);
    const told = json(finished);
    expect(told).toMatchObject({
      ended: false,
      stopped: 'interrupted',
      stoppedBecause: 'Interrupted.',
    });
    expect(finished.stderr).toMatch(/^Interrupted\.\nTo continue: files-bulk-import resume /m);
    expect(told.remaining).toBeGreaterThan(0);
  },
);

it.each([
  ['import', 'import FILE', /^To continue: files-bulk-import resume /m],
  ['resume', 'resume', /^To continue: files-bulk-import resume /m],
  ['users', 'users resend-welcome FILE', /^To continue: files-bulk-import resume /m],
  ['undo', 'undo RUN', /^The undo is not finished: run the same command again\.$/m],
])('%s --json says why it stopped, and how to continue', async (what, line, next) => {
  const { sandbox, file, command } = await setUp(sixty);
  const [key] = sandbox.content.apiKeys;
  const revoke = (): void => void Object.assign(key ?? {}, { key: 'another' });
  const stopped = async (...args: string[]): Promise<Finished> => {
    const told = await command(...args, '--yes', '--json');
    Object.assign(key ?? {}, { key: sandbox.apiKey });
    return told;
  };
  let id = '';
  if (what === 'resume') {
    atFirst(sandbox, isCreate, revoke);
    await stopped('import', file);
  } else if (what !== 'import')
    id = json(await command('import', file, '--yes', '--json')).run as string;
  atFirst(sandbox, (method) => method === 'POST' || method === 'DELETE', revoke);
  const args = line.replace('FILE', file).replace('RUN', id).split(' ');
  const finished = await stopped(...args);
  expect(finished.code, finished.stderr).toBe(4);
  const told = json(finished);
  expect(told.stopped).toBe('not-allowed');
  expect(told.stoppedBecause).toContain('does not accept the API key');
  expect(finished.stderr).toContain(told.stoppedBecause);
  expect(finished.stderr).toMatch(next);
});

it('--json of a run that ended says that it was not stopped', async () => {
  const { file, command } = await setUp(okta(['ada']));
  const told = json(await command('import', file, '--yes', '--json'));
  expect(told).toMatchObject({ ended: true, stopped: null, stoppedBecause: null });
});

it('a plan counts admin and full permissions, and the call for a new group', async () => {
  const csv =
    'username,authentication_method,group_ids,folder_permissions\nada,okta,New,A=admin|B=full\n';
  const { file, command } = await setUp(csv);
  const { totals } = json(await command('plan', file, '--create-groups', '--json'));
  // One user, one group, two folders, two permissions.
  expect(totals).toMatchObject({ strongPermissions: 2, calls: 6 });
});
