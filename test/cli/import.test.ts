import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import { run, shell, start } from './command.js';
import { stateOf, usersCsv, whenCreating } from './site.js';
import { json, setUp } from './scene.js';
import { expectPrivate } from '../private.js';

function user(sandbox: Sandbox, username: string) {
  return sandbox.content.userNamed(username);
}

const small =
  'username,password,full_name\nada,secret-pass-1,Ada Lovelace\nbob,secret-pass-2,Bob Kahn\n';

describe('import', () => {
  it('says so if it is stopped before it creates anything', async () => {
    const { file, begin } = await setUp(small, { latency: 2000 });
    const running = begin('import', file, '--yes');
    while (!running.stderr().includes('Asking the site'))
      await new Promise((resolve) => setTimeout(resolve, 5));
    running.child.kill('SIGINT');
    const { code, stderr } = await running.finished;
    expect(stderr).toContain('Stopped: nothing was created or changed.');
    expect(code).toBe(130);
  });

  it('resumed after its end says how to start over', async () => {
    const { space, file, at, command } = await setUp(small);
    await space.file('users.csv', small.replace('full_name', 'Full name'));
    const words = ['import', file, '--yes', '--map', 'Full name=full_name'];
    const { run: id } = json(await command(...words, '--json'));
    const again = await command(...words);
    expect(again.stderr).toContain(
      `To start over: files-bulk-import import --restart ${file} --yes --map 'Full name=full_name' ${at.join(' ')}\n`,
    );
    const { stderr } = await command('resume', String(id), '--yes');
    expect(stderr).toContain('To start over, add --restart to the command that began the run.\n');
  });

  it.each([0, 2])('prints at most --max-issues %d, but counts all issues', async (most) => {
    const { file, command } = await setUp(`username,a,b,c\n${'ada,,,\n'.repeat(3)}`);
    const result = await command('import', file, '--yes', '--json', '--max-issues', `${most}`);
    expect(json(result)).toMatchObject({ errors: 2, warnings: 6 });
    expect(json(result).issues).toHaveLength(most);
  });

  it('creates exactly what the file says, with one call per user, permission, folder and key', async () => {
    const { sandbox, file, command } = await setUp(usersCsv(200));
    const result = await command('import', file, '--yes', '--json');
    expect(result.code, result.stderr).toBe(0);
    expect(json(result)).toMatchObject({ created: 200, failed: 0, ended: true });
    const { byEndpoint, total, unknownParameters } = sandbox.traffic;
    const permissions = sandbox.content.permissions.size;
    expect(byEndpoint.get('POST /users')).toBe(200);
    expect(byEndpoint.get('POST /permissions')).toBe(permissions);
    const folders = byEndpoint.get('POST /folders/*') ?? 0;
    const keys = byEndpoint.get('POST /public_keys') ?? 0;
    expect(keys).toBe(sandbox.content.publicKeys.size);
    expect(keys).toBe(67);
    expect(total - 200 - permissions - folders - keys).toBeLessThanOrEqual(6);
    // Seven teams, one home for every third user, one department.
    expect(folders).toBe(7 + 67 + 1);
    expect(unknownParameters.size).toBe(0);
    expect(user(sandbox, 'User2')?.fields).toMatchObject({
      authentication_method: 'sso',
      sso_strategy_id: 27,
      name: 'First2 Last2',
      company: 'Example Corp',
      time_zone: 'London',
    });
    expect(user(sandbox, 'User1')?.groupIds).toEqual([11, 12]);
  });

  it('creates nothing if a row has an error', async () => {
    const { sandbox, file, command } = await setUp(`${small}carl,secret-pass-3,Carl\n`);
    const result = await command('import', file, '--yes', '--json');
    expect(result.code).toBe(1);
    expect(json(result)).toMatchObject({ result: 'invalid', errors: 1 });
    expect(sandbox.traffic.total).toBe(0);
  });

  it('writes rows with errors to a private rejects file with --skip-invalid, which can be imported', async () => {
    const { sandbox, file, command, space } = await setUp(`${small}carl,secret-pass-3,Carl\n`);
    const result = await command('import', file, '--yes', '--json', '--skip-invalid');
    expect(result.code).toBe(3);
    expect(json(result)).toMatchObject({ rows: 3, created: 2, failed: 0, leftOut: 1 });
    const rejects = json(result).rejects as string;
    expect(rejects).toBe(join(space.path, 'users.rejects.csv'));
    await expectPrivate(rejects);
    const text = await readFile(rejects, 'utf8');
    expect(text.split('\n')[0]).toBe('username,password,full_name,_line,_errors');
    expect(text).toContain('carl,secret-pass-3,Carl,4,');
    await writeFile(rejects, text.replace('secret-pass-3,Carl,', 'secret-pass-3,Carl Gauss,'));
    const again = await command('import', rejects, '--yes', '--json');
    expect(again.code, again.stdout).toBe(0);
    expect(sandbox.content.users.size).toBe(4);
  });

  it('first checks groups, SSO strategies, usernames and passwords on the site', async () => {
    const { sandbox, file, command } = await setUp(
      'username,authentication_method,password,group_ids\n' +
        'ADMIN,password,secret-pass-1,\nbob,password,short1,sales\ncarl,okta,,\ndora,password,secret-pass-2,"999,Nope"\n',
    );
    const strategies = sandbox.content.ssoStrategies;
    Object.assign(strategies.find(({ provider }) => provider === 'okta') ?? {}, { enabled: false });
    const result = await command('import', file, '--yes', '--json');
    expect(result.code).toBe(1);
    const issues = json(result).issues as {
      line: number;
      code: string;
      suggestion: string | null;
    }[];
    expect(issues.map(({ line, code, suggestion }) => [line, code, suggestion])).toEqual([
      [2, 'username-taken', null],
      [3, 'group-not-found', 'Sales'],
      [3, 'password-breaks-site-rules', null],
      [4, 'sso-provider-not-enabled', null],
      [5, 'group-not-found', null],
      [5, 'group-not-found', null],
    ]);
    expect(sandbox.content.users.size).toBe(1);
  });

  it('writes rejects into the directory of the run if it cannot write beside the file', async () => {
    const { space, sandbox, file } = await setUp(`${small}carl,secret-pass-3,Carl\n`);
    const state = join(space.path, 'state');
    // A file given like this is in a directory of the system.
    const { code, stdout, stderr } = await shell(
      `$tool import /proc/self/fd/3 3< ${file} --yes --skip-invalid --json --base-url ${sandbox.url} --state-dir ${state}`,
      { FILES_API_KEY: sandbox.apiKey },
    );
    expect(code, stderr).toBe(3);
    const { rejects } = JSON.parse(stdout) as { rejects: string };
    expect(rejects.startsWith(join(state, 'runs'))).toBe(true);
    expect(await readFile(rejects, 'utf8')).toContain('carl,secret-pass-3');
  });

  it('sends further columns under the names of the API', async () => {
    const header =
      'username,authentication_method,sso_strategy_id,require_2fa,language,tags,notification_daily_send_time,disabled';
    const { sandbox, file, command } = await setUp(
      `${header}\nada,okta,27,always_require,de,"a,b",7,Y\nbob,okta,99,,,,,\n`,
    );
    const refused = await command('import', file, '--yes', '--json');
    expect(refused.code).toBe(1);
    expect(json(refused)).toMatchObject({
      issues: [{ line: null }, { line: 3, code: 'sso-strategy-mismatched' }],
    });
    const result = await command('import', file, '--yes', '--json', '--skip-invalid');
    expect(result.code, result.stderr).toBe(3);
    // A row that the site would refuse has an error too, and is not left out.
    const counts = { rows: 2, valid: 1, invalid: 1, created: 1, failed: 1, leftOut: 0 };
    expect(json(result)).toMatchObject(counts);
    expect(user(sandbox, 'ada')?.fields).toMatchObject({
      authentication_method: 'sso',
      sso_strategy_id: 27,
      require_2fa: 'always_require',
      language: 'de',
      tags: 'a,b',
      notification_daily_send_time: 7,
      disabled: true,
    });
    expect(sandbox.traffic.unknownParameters.size).toBe(0);
  });

  it('needs --yes without a terminal', async () => {
    const { sandbox, file, command } = await setUp(small);
    const result = await command('import', file);
    expect(result.code).toBe(2);
    expect(result.stderr).toContain('--yes');
    expect(sandbox.content.users.size).toBe(1);
  });

  it('ends with 4 when the key is wrong, and never shows it', async () => {
    const { file, space, sandbox } = await setUp(small);
    const result = await run(
      ['import', file, '--yes', '--debug', '--base-url', sandbox.url, '--state-dir', space.path],
      { env: { FILES_API_KEY: 'wrong1key2that3nobody4has' } },
    );
    expect(result.code).toBe(4);
    expect(result.stderr).toContain('API key');
    expect(result.stdout + result.stderr).not.toContain('wrong1key2that3nobody4has');
  });

  it('reports a refusal with the message of the site, row and column, and ends with 3', async () => {
    const { sandbox, file, command } = await setUp(
      'username,authentication_method,password\nada,password,secret-pass-1\nbob,okta,\n',
    );
    const { settings } = sandbox.content;
    whenCreating(sandbox, () => (settings.non_sso_users_allowed = false));
    const result = await command('import', file, '--yes', '--json');
    expect(result.code, result.stdout).toBe(3);
    expect(json(result)).toMatchObject({
      created: 1,
      failures: [
        {
          line: 2,
          username: 'ada',
          problems: [
            {
              column: 'authentication_method',
              message: expect.stringContaining('Only SSO users are allowed on this site') as string,
            },
          ],
        },
      ],
    });
  });

  it('reads standard input, and recognises the run when the same bytes are given again', async () => {
    const { sandbox, space } = await setUp(small);
    const args = ['import', '-', '--yes', '--base-url', sandbox.url, '--state-dir', space.path];
    const settings = { env: { FILES_API_KEY: sandbox.apiKey }, input: small, cwd: space.path };
    expect((await run(args, settings)).code).toBe(0);
    const again = await run(args, settings);
    expect(again.code).toBe(0);
    expect(again.stderr).toContain('nothing was created now');
    expect(sandbox.traffic.byEndpoint.get('POST /users')).toBe(2);
  });

  it('identifies the input of a process substitution by its bytes, as standard input', async () => {
    const { sandbox, space, file } = await setUp(small);
    const where = `--yes --base-url ${sandbox.url} --state-dir ${join(space.path, 'state')}`;
    const tool = (line: string) => shell(`$tool ${line}`, { FILES_API_KEY: sandbox.apiKey, where });
    const [key = {}] = sandbox.content.apiKeys;
    whenCreating(sandbox, () => Object.assign(key, { key: 'another' }));
    const stopped = await tool(`import <(cat ${file}) $where`);
    expect(stopped.code, stopped.stderr).toBe(4);
    sandbox.setFaults(undefined);
    Object.assign(key, { key: sandbox.apiKey });
    const other = await tool('import <(printf "username\\nother\\n") $where');
    expect(other.code, other.stderr).toBe(0);
    const [, id = ''] =
      /give the same bytes to: files-bulk-import resume (\S+)/.exec(stopped.stderr) ?? [];
    const resumed = await tool(`resume ${id} $where < ${file}`);
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(resumed.stdout).toContain('2 users created');
  });

  it('retries the failed rows of standard input when resume gets the same bytes', async () => {
    const { sandbox, space } = await setUp(small);
    const at = ['--yes', '--base-url', sandbox.url, '--state-dir', space.path];
    const settings = { env: { FILES_API_KEY: sandbox.apiKey }, input: small, cwd: space.path };
    whenCreating(sandbox, () => (sandbox.content.settings.non_sso_users_allowed = false));
    const first = await run(['import', '-', '--concurrency', '1', ...at], settings);
    expect(first.code, first.stderr).toBe(3);
    sandbox.setFaults(undefined);
    const [, id = ''] =
      /give the same bytes to: files-bulk-import resume (\S+)/.exec(first.stderr) ?? [];
    sandbox.content.settings.non_sso_users_allowed = true;
    const again = await run(['resume', id, ...at], settings);
    expect(again.code, again.stderr).toBe(0);
    expect(again.stdout).toContain('2 users created');
  });

  it('shows no password or key, even with --debug', async () => {
    const { sandbox, file, command, space } = await setUp(`${small}carl,pw,Carl Gauss\n`);
    const result = await command('import', file, '--yes', '--debug', '--skip-invalid');
    const [id = ''] = await readdir(join(space.path, 'state/runs'));
    const journal = await readFile(join(space.path, 'state/runs', id, 'journal.ndjson'), 'utf8');
    for (const secret of ['secret-pass-1', 'secret-pass-2', sandbox.apiKey])
      expect(result.stdout + result.stderr + journal).not.toContain(secret);
    expect(result.stderr).toContain('POST /users 201');
  });
});

describe('runs', () => {
  it('shows an ended run instead of repeating it, unless --restart is given', async () => {
    const { sandbox, file, command } = await setUp(small);
    await command('import', file, '--yes');
    const again = await command('import', file, '--yes', '--json');
    expect(again.code).toBe(0);
    expect(json(again)).toMatchObject({ result: 'shown', created: 2 });
    expect(sandbox.traffic.byEndpoint.get('POST /users')).toBe(2);
    const anew = await command('import', file, '--yes', '--json', '--restart');
    expect(anew.code).toBe(1);
    expect(anew.stdout).toContain('username-taken');
  });

  it('refuses the file of an unreadable journal, lists it, and imports other files', async () => {
    const { space, file, command } = await setUp(small);
    const id = json(await command('import', file, '--yes', '--json')).run as string;
    const journal = join(space.path, 'state', 'runs', id, 'journal.ndjson');
    const whole = await readFile(journal, 'utf8');
    const other = await space.file('other.csv', 'username,password\neve,secret-pass-9\n');
    for (const [broken, message] of [
      [whole.replace('"type":"user"', '"type":"us'), /damaged at line \d/],
      [whole.replace('"version":1', '"version":99'), /version 99/],
    ] as const) {
      await writeFile(journal, broken);
      const refused = await command('import', file, '--yes');
      expect(refused.code).toBe(2);
      expect(refused.stderr).toMatch(message);
      const listed = JSON.parse(
        (await run(['runs', '--json', '--state-dir', join(space.path, 'state')])).stdout,
      ) as { unreadable: { id: string }[] };
      expect(listed.unreadable).toMatchObject([{ id }]);
    }
    await writeFile(join(space.path, 'state', 'runs', '.DS_Store'), '');
    const { code, stderr } = await command('import', other, '--yes');
    expect(code, stderr).toBe(0);
  });

  it('keeps journals private: files 0600 in directories 0700', async () => {
    const { file, command, space } = await setUp(small);
    await command('import', file, '--yes');
    const runs = join(space.path, 'state/runs');
    const [id = ''] = await readdir(runs);
    await expectPrivate(join(runs, id));
    await expectPrivate(join(runs, id, 'journal.ndjson'));
  });

  it('finishes what is in flight on Ctrl-C, and can be resumed without losses or duplicates', async () => {
    const { sandbox, file, state, command, begin } = await setUp(usersCsv(60), { latency: 20 });
    const undisturbed = await setUp(usersCsv(60));
    await undisturbed.command('import', undisturbed.file, '--yes');
    const running = begin('import', file, '--yes', '--concurrency', '2');
    while ((sandbox.traffic.byEndpoint.get('POST /users') ?? 0) < 10)
      await new Promise((resolve) => setTimeout(resolve, 5));
    running.child.kill('SIGINT');
    const result = await running.finished;
    expect(result.code, result.stderr).toBe(130);
    const id = /files-bulk-import resume (\S+)/.exec(result.stderr)?.[1] ?? '';
    expect(json(await run(['runs', '--json', '--state-dir', state]))).toMatchObject({
      runs: [{ run: id, state: 'unfinished' }],
    });
    const resumed = await command('resume', id, '--yes', '--json');
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(json(resumed)).toMatchObject({ created: 60, adopted: 0 });
    expect(stateOf(sandbox)).toEqual(stateOf(undisturbed.sandbox));
  });

  it('says that an interrupted run in the embedded sandbox is gone', async () => {
    const { file } = await setUp(usersCsv(400));
    const running = start(['import', file, '--sandbox', '--yes', '--rate', '20']);
    while (!running.stderr().includes('Creating users'))
      await new Promise((resolve) => setTimeout(resolve, 5));
    running.child.kill('SIGINT');
    const { code, stderr } = await running.finished;
    expect(code, stderr).toBe(130);
    expect(stderr).toMatch(/\nInterrupted\.\nThe sandbox is gone, and the run with it\.\n$/);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'a second %s stops at once, and the journal stays correct',
    async (signal) => {
      // The site stops answering after a few creates: only the second signal can end the run soon.
      const { sandbox, file, command, begin } = await setUp(usersCsv(30));
      sandbox.setFaults({
        faults: [{ kind: 'slow', share: 1, ms: 20_000 }],
        concerns: (method) =>
          method === 'POST' && (sandbox.traffic.byEndpoint.get('POST /users') ?? 0) > 5,
      });
      const running = begin('import', file, '--yes');
      while ((sandbox.traffic.byEndpoint.get('POST /users') ?? 0) < 8)
        await new Promise((resolve) => setTimeout(resolve, 5));
      running.child.kill(signal);
      while (!running.stderr().includes('again to stop at once'))
        await new Promise((resolve) => setTimeout(resolve, 5));
      running.child.kill(signal);
      const { code, stderr } = await running.finished;
      expect(code, stderr).toBe(130);
      expect(stderr).toMatch(/files-bulk-import resume \S+/);
      sandbox.setFaults(undefined);
      const id = /files-bulk-import resume (\S+)/.exec(stderr)?.[1] ?? '';
      const undone = await command('undo', id, '--yes', '--json');
      expect(undone.code, undone.stderr).toBe(3);
      const { left } = json(undone) as { left: { username: string; id: null; why: string }[] };
      expect(left.length).toBeGreaterThan(0);
      for (const { id, why } of left) {
        expect(id).toBeNull();
        expect(why).toContain('no answer');
      }
      // Every user that is still there is named, except the owner of the key.
      const named = left.map(({ username }) => username);
      const there = [...sandbox.content.users.values()].slice(1);
      for (const { username } of there) expect(named).toContain(username);
      const resumed = await command('resume', id, '--yes');
      expect(resumed.code).toBe(2);
      expect(resumed.stderr).toContain('was undone');
      // Users were left.
      expect(resumed.stderr).not.toContain('were deleted');
    },
  );

  it('refuses to continue with a changed file or option, and says what changed', async () => {
    const { sandbox, file, command, begin } = await setUp(usersCsv(60), { latency: 20 });
    const running = begin('import', file, '--yes', '--concurrency', '2');
    while ((sandbox.traffic.byEndpoint.get('POST /users') ?? 0) < 5)
      await new Promise((resolve) => setTimeout(resolve, 5));
    running.child.kill('SIGKILL');
    await running.finished;
    const options = await command('import', file, '--yes', '--existing', 'skip');
    expect(options.code).toBe(2);
    expect(options.stderr).toContain('existing was error and is now skip');
    await writeFile(file, usersCsv(61));
    const changed = await command('import', file, '--yes');
    expect(changed.code).toBe(2);
    expect(changed.stderr).toMatch(
      /users\.csv has changed since run [\w-]+ of it began .*\. Restore the file to continue, or/,
    );
  });

  it.each([false, true])('prints only failures with --quiet: %s', async (fails) => {
    const csv = 'username,authentication_method\nada,okta\nbob,okta\n';
    const { sandbox, space, file, command } = await setUp(csv);
    const bob = { username: 'bob', fields: {}, groupIds: [], adminGroupIds: [] };
    if (fails) whenCreating(sandbox, () => sandbox.content.addUser({ id: 50, ...bob }));
    const { code, stdout, stderr } = await command('import', file, '--yes', '--quiet');
    if (!fails)
      return expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(code).toBe(3);
    expect(stdout).toMatch(/^failed {3}line 3.* \(bob\): ./m);
    expect(stdout).toContain(`rejects  ${join(space.path, 'users.rejects.csv')}\n`);
    expect(stderr).toMatch(/^To try the failed rows again: .*\n$/);
  });

  it('retries the failed rows of an ended run on resume', async () => {
    const { sandbox, file, command } = await setUp(
      'username,password,folder_permissions\nada,secret-pass-1,Top=readonly\nbob,secret-pass-2,/=list\n',
    );
    const { settings } = sandbox.content;
    whenCreating(sandbox, () => (settings.prevent_root_permissions_for_non_site_admins = true));
    const first = await command('import', file, '--yes', '--json');
    expect(first.code).toBe(3);
    expect(json(first)).toMatchObject({
      created: 1,
      failed: 1,
      failures: [
        {
          line: 3,
          username: 'bob',
          problems: [
            {
              column: 'folder_permissions',
              message: expect.stringMatching(
                /^The user exists, but did not get list on \/: .+ \(HTTP \d+\)$/,
              ) as string,
            },
          ],
        },
      ],
    });
    sandbox.setFaults(undefined);
    settings.prevent_root_permissions_for_non_site_admins = false;
    const again = await command('resume', '--yes', '--json', json(first).run as string);
    expect(again.code, again.stderr).toBe(0);
    expect(json(again)).toMatchObject({ created: 2, failed: 0 });
    expect(sandbox.traffic.byEndpoint.get('POST /users')).toBe(2);
    expect(sandbox.content.permissions.size).toBe(2);
  });

  it('counts a user created without its permissions, and completes it on resume', async () => {
    const { sandbox, space, file, state, command } = await setUp(
      'username,password,email,folder_permissions\nbob,secret-pass-2,bob@example.com,/=list\n',
    );
    const { settings } = sandbox.content;
    whenCreating(sandbox, () => (settings.prevent_root_permissions_for_non_site_admins = true));
    const report = join(space.path, 'report.html');
    const first = await command('import', file, '--yes', '--report', report);
    expect(first.code).toBe(3);
    expect(first.stdout).toContain('\n1 user created in part\n1 row failed\n');
    expect(first.stdout).not.toContain('0 users created');
    expect(await readFile(report, 'utf8')).toContain('0 users created, 1 in part, 1 row failed.');
    const shown = json(await command('import', file, '--yes', '--json'));
    expect(shown).toMatchObject({ created: 0, incomplete: 1, failed: 1 });
    expect(json(await run(['runs', '--json', '--state-dir', state]))).toMatchObject({
      runs: [{ created: 0, incomplete: 1, failed: 1 }],
    });
    const listed = await run(['runs', '--state-dir', join(space.path, 'state')]);
    expect(listed.stdout).toContain('0 users created, 1 in part, 1 failed');

    settings.prevent_root_permissions_for_non_site_admins = false;
    sandbox.setFaults(undefined);
    const again = await command('resume', '--yes', '--json');
    expect(again.code, again.stderr).toBe(0);
    expect(json(again)).toMatchObject({
      plan: { create: 0, complete: 1, updates: [], emails: 0, permissions: 1 },
      created: 1,
      incomplete: 0,
      failed: 0,
    });
    // One call reads the user, one its permissions, and one adds what is missing.
    expect(json(again)).toMatchObject({ plan: { calls: 3 } });
    expect(sandbox.traffic.byEndpoint.get('GET /users/:id')).toBe(1);
    expect(sandbox.traffic.byEndpoint.get('PATCH /users/:id')).toBeUndefined();
    expect(sandbox.content.permissions.size).toBe(1);
  });

  it('names the rejects of an ended run, until a later session needs none', async () => {
    const { sandbox, space, file, command } = await setUp(
      'username,password,folder_permissions\nbob,secret-pass-2,/=list\n',
    );
    const { settings } = sandbox.content;
    whenCreating(sandbox, () => (settings.prevent_root_permissions_for_non_site_admins = true));
    await command('import', file, '--yes');
    const rejects = join(space.path, 'users.rejects.csv');
    expect((await command('import', file, '--yes')).stdout).toContain(`\nrejects  ${rejects}\n`);
    expect(json(await command('import', file, '--yes', '--json'))).toMatchObject({ rejects });
    sandbox.setFaults(undefined);
    const later = await command('resume', '--yes', '--json');
    expect(json(later)).toMatchObject({
      failed: 1,
      rejects: join(space.path, 'users.rejects-2.csv'),
    });
    settings.prevent_root_permissions_for_non_site_admins = false;
    expect(json(await command('resume', '--yes', '--json'))).toMatchObject({ rejects: null });
    const shown = await command('import', file, '--yes', '--json');
    expect(json(shown)).toMatchObject({ failed: 0, rejects: null });
  });

  it('completes the user of a rejected row that a run has created in part', async () => {
    const { sandbox, file, command } = await setUp(
      'username,password,folder_permissions\nbob,secret-pass-2,/=list\n',
    );
    const { settings } = sandbox.content;
    whenCreating(sandbox, () => (settings.prevent_root_permissions_for_non_site_admins = true));
    const first = await command('import', file, '--yes', '--json');
    const rejects = json(first).rejects as string;
    await writeFile(rejects, (await readFile(rejects, 'utf8')).replace('/=list', 'Open=list'));
    const again = await command('import', rejects, '--yes', '--json');
    expect(again.code, again.stdout).toBe(0);
    expect(json(again)).toMatchObject({ completed: 1 });
    expect([...sandbox.content.permissions.values()]).toMatchObject([{ path: 'Open' }]);
    // The first run no longer gives what was corrected, not even if it is resumed by default.
    sandbox.setFaults(undefined);
    settings.prevent_root_permissions_for_non_site_admins = false;
    const resumed = await command('resume', '--yes', '--json');
    expect(resumed.code, resumed.stdout).toBe(3);
    expect(json(resumed)).toMatchObject({ run: json(first).run, created: 0, conflict: 1 });
    expect([...sandbox.content.permissions.values()]).toMatchObject([{ path: 'Open' }]);
    expect(json(await command('undo', String(json(first).run), '--yes', '--json'))).toMatchObject({
      deleted: 1,
    });
  });

  it('says that a completed user keeps the password that the first file gave', async () => {
    const { sandbox, file, command } = await setUp(
      'username,password,folder_permissions\nbob,secret-pass-2,/=list\n',
    );
    const { content } = sandbox;
    whenCreating(sandbox, () => {
      content.settings.prevent_root_permissions_for_non_site_admins = true;
    });
    const rejects = json(await command('import', file, '--yes', '--json')).rejects as string;
    await writeFile(rejects, 'username,password\nbob,secret-pass-3\n');
    const { stdout } = await command('import', rejects, '--yes');
    expect(stdout).toContain(
      '1 user completed (a password changes only with --update-passwords)\n',
    );
    const bob = user(sandbox, 'bob');
    expect(bob && content.hasPassword(bob, 'secret-pass-2')).toBe(true);
  });

  it('does not update users with a rejected row once a corrected file has', async () => {
    const { sandbox, file, command } = await setUp(
      'username,password,company,folder_permissions\nbob,secret-pass-2,Wrong,/=list\neva,,Wrong,/=list\n',
    );
    const { content } = sandbox;
    content.addUser({ id: 900, username: 'eva', fields: {}, groupIds: [], adminGroupIds: [] });
    whenCreating(sandbox, () => {
      content.settings.prevent_root_permissions_for_non_site_admins = true;
    });
    const update = ['--existing', 'update', '--concurrency', '1', '--yes', '--json'];
    const rejects = json(await command('import', file, ...update)).rejects as string;
    const corrected = (await readFile(rejects, 'utf8'))
      .replaceAll('/=list', 'Open=list')
      .replaceAll('Wrong', 'Right');
    await writeFile(rejects, corrected);
    const again = await command('import', rejects, ...update);
    expect(json(again)).toMatchObject({ completed: 1, updated: 1, failed: 0 });
    sandbox.setFaults(undefined);
    content.settings.prevent_root_permissions_for_non_site_admins = false;
    const resumed = await command('resume', '--yes', '--json');
    expect(resumed.code, resumed.stdout).toBe(3);
    expect(json(resumed)).toMatchObject({ created: 0, updated: 0 });
    expect(resumed.stdout).toContain('A later run has imported user');
    for (const name of ['bob', 'eva'])
      expect(user(sandbox, name)?.fields, name).toMatchObject({ company: 'Right' });
    const paths = [...content.permissions.values()].map(({ path }) => path);
    expect(paths).toEqual(['Open', 'Open']);
  });

  it('refuses a file that another process is importing', async () => {
    const { file, command, begin, sandbox } = await setUp(usersCsv(60), { latency: 20 });
    const running = begin('import', file, '--yes', '--concurrency', '2');
    while ((sandbox.traffic.byEndpoint.get('POST /users') ?? 0) < 5)
      await new Promise((resolve) => setTimeout(resolve, 5));
    const other = await command('import', file, '--yes');
    expect(other.code).toBe(2);
    expect(other.stderr).toContain('is working on this run');
    expect((await running.finished).code).toBe(0);
  });
});

describe('--existing', () => {
  const csv = `${small}carl,secret-pass-3,Carl Gauss\n`;

  it('skip leaves existing users alone', async () => {
    const { sandbox, file, command, space } = await setUp(csv);
    await command('import', await space.file('one.csv', small), '--yes');
    const result = await command('import', file, '--yes', '--json', '--existing', 'skip');
    expect(json(result)).toMatchObject({ created: 1, skipped: 2 });
    expect(sandbox.traffic.byEndpoint.get('POST /users')).toBe(3);
  });

  it('update sends only what differs, without passwords, and adds permissions', async () => {
    const { sandbox, command, space } = await setUp(csv);
    await command('import', await space.file('one.csv', small), '--yes');
    const changed = await space.file(
      'two.csv',
      'username,password,full_name,company,folder_permissions\n' +
        'ada,other-secret-1,Ada King,,Sales=readonly\nbob,other-secret-2,Bob Kahn,,\n',
    );
    const before = user(sandbox, 'ada')?.fields.password_set_at;
    const result = await command('import', changed, '--yes', '--json', '--existing', 'update');
    expect(result.code, result.stderr).toBe(0);
    expect(json(result)).toMatchObject({ created: 0, updated: 1, unchanged: 1 });
    const plan = json(result).plan as { updates: unknown[] };
    expect(plan.updates).toMatchObject([
      { username: 'ada', changes: [{ field: 'name', from: 'Ada Lovelace', to: 'Ada King' }] },
      { username: 'bob', changes: [] },
    ]);
    expect(sandbox.traffic.byEndpoint.get('PATCH /users/:id')).toBe(1);
    expect(user(sandbox, 'ada')?.fields).toMatchObject({
      name: 'Ada King',
      password_set_at: before,
    });
    expect(sandbox.content.permissions.size).toBe(1);
  });
});

describe('undo', () => {
  it('deletes the users that the run created, except those used since', async () => {
    const { sandbox, file, command } = await setUp(`${small}carl,secret-pass-3,Carl Gauss\n`);
    const result = await command('import', file, '--yes', '--json');
    const id = json(result).run as string;
    Object.assign(user(sandbox, 'bob')?.fields ?? {}, { last_login_at: '2030-01-01T00:00:00Z' });
    const refused = await command('undo', id);
    expect(refused.code).toBe(2);
    const undone = await command('undo', id, '--yes', '--json');
    expect(undone.code).toBe(3);
    expect(json(undone)).toMatchObject({ deleted: 2, left: [{ username: 'bob' }] });
    expect(sandbox.content.users.size).toBe(2);
    const quiet = await command('undo', id, '--yes', '--quiet');
    expect(quiet).toMatchObject({ code: 3, stderr: '' });
    expect(quiet.stdout).toMatch(/^left {2}bob: /m);
    // Its counts are those of all users of the run.
    expect(quiet.stdout).toMatch(
      /^0 users deleted\n2 users of the run gone already\n1 user left$/m,
    );
    const rest = await command('undo', id, '--yes', '--json', '--even-if-used');
    expect(rest.code, rest.stderr).toBe(0);
    expect(json(rest)).toMatchObject({ deleted: 1, gone: 2, left: [] });
    expect(sandbox.content.users.size).toBe(1);
  });

  it('is refused for a key of someone who is not a site administrator', async () => {
    const { sandbox, file, command } = await setUp(small);
    const id = json(await command('import', file, '--yes', '--json')).run as string;
    Object.assign(user(sandbox, 'admin')?.fields ?? {}, { site_admin: false });
    const undone = await command('undo', id, '--yes');
    expect(undone.code, undone.stderr).toBe(4);
    expect(undone.stderr).toContain('You must be a site administrator');
    expect(sandbox.content.users.size).toBe(3);
  });

  it('continues after an interruption and lost replies', async () => {
    const { sandbox, file, command, begin } = await setUp(usersCsv(40), { latency: 10 });
    const id = json(await command('import', file, '--yes', '--json')).run as string;
    sandbox.setFaults({
      faults: [{ kind: 'lost-after', share: 0.1 }],
      concerns: (method) => method === 'DELETE',
    });
    const running = begin('undo', id, '--yes', '--concurrency', '2');
    while (sandbox.content.users.size > 35) await new Promise((resolve) => setTimeout(resolve, 5));
    running.child.kill('SIGINT');
    const interrupted = await running.finished;
    expect(interrupted.code, interrupted.stderr).toBe(130);
    expect(interrupted.stderr).toContain('The undo is not finished');
    expect(sandbox.content.users.size).toBeGreaterThan(1);
    sandbox.setFaults(undefined);
    const undone = await command('undo', id, '--yes', '--json');
    expect(undone.code, undone.stderr).toBe(0);
    const { deleted, gone } = json(undone) as { deleted: number; gone: number };
    expect(deleted + gone).toBe(40);
    expect(sandbox.content.users.size).toBe(1);
  });
});
