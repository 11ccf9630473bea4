import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Sandbox, SandboxOptions } from '../../src/sandbox/sandbox.js';
import { seeded } from '../seeded.js';
import { run, start, type Finished } from './command.js';
import { stateOf } from './site.js';
import { json, setUp as sceneOf } from './scene.js';

/** A site, a directory, and the command for both over the legacy API. */
async function setUp(csv: string, options?: SandboxOptions) {
  const { sandbox, space, file, state, env } = await sceneOf(csv, options);
  const at = ['--base-url', `${sandbox.url}/api/v2`, '--state-dir', state];
  const command = (...args: string[]): Promise<Finished> => run([...args, ...at], { env });
  return {
    sandbox,
    space,
    file,
    command,
    env,
    begin: () => start(['import', file, '--yes', '--json', ...at], { env }),
    import: (...args: string[]) => command('import', file, '--yes', '--json', ...args),
  };
}

const header =
  'username,password,email,full_name,site_admin,time_zone,root_folder,access_expiration_date,folder_permissions,disabled';

/** Users that the legacy API accepts, every fifth of them an administrator. */
function usersCsv(count: number): string {
  const permissions = ['full', 'readonly', 'list', 'bundle', ''];
  const rows = Array.from({ length: count }, (_, index) => {
    const admin = index % 5 === 4;
    const home = admin ? '' : `Home/user${index}`;
    const permission = permissions[index % permissions.length] ?? '';
    return [
      `User${index}`,
      `secret-pass-${index}`,
      `user${index}@example.com`,
      `First${index} Last${index}`,
      admin ? 'Y' : '',
      ['London', 'Osaka', 'Pacific Time (US & Canada)'][index % 3],
      home,
      index % 2 === 0 ? '2035-03-14T13:27:01-04:00' : '',
      permission === '' ? '' : `${home}=${permission}`,
      index % 7 === 3 ? 'Y' : '',
    ].join(',');
  });
  return `${[header, ...rows].join('\n')}\n`;
}

const ada = (cells: Record<string, string>): string =>
  `${Object.keys(cells).join(',')}\n${Object.values(cells).join(',')}\n`;
const whole = {
  username: 'ada',
  password: 'secret-pass-1',
  email: 'ada@example.com',
  time_zone: 'London',
  root_folder: 'Home/ada',
};

/** Line and column of each issue. */
function placesOf(result: Finished): string[] {
  const { issues } = json(result) as { issues: { line: number; column: string }[] };
  return issues.map(({ line, column }) => `${line} ${column}`);
}

describe('import over the legacy API', () => {
  it('creates exactly what the file says, with one call per user', async () => {
    const { sandbox, import: go } = await setUp(usersCsv(150));
    const result = await go();
    expect(result.code, result.stderr).toBe(0);
    expect(json(result)).toMatchObject({
      created: 150,
      failed: 0,
      ended: true,
      plan: { calls: 150, permissions: 120, strongPermissions: 30, admins: 30, folders: 0 },
    });
    const { byEndpoint, total, unknownParameters } = sandbox.traffic;
    expect([...byEndpoint.keys()].sort()).toEqual(['GET /api/v2/users', 'POST /api/v2/users']);
    expect(byEndpoint.get('POST /api/v2/users')).toBe(150);
    expect(total).toBeLessThanOrEqual(150 + 2);
    expect(unknownParameters.size).toBe(0);
    const { content } = sandbox;
    expect(content.userNamed('user1')?.fields).toMatchObject({
      name: 'First1 Last1',
      email: 'user1@example.com',
      user_root: 'Home/user1',
      time_zone: 'Asia/Tokyo',
      site_admin: false,
    });
    expect(content.userNamed('user4')?.fields).toMatchObject({
      site_admin: true,
      user_root: '/',
      authenticate_until: '2035-03-14T17:27:01.000Z',
    });
    expect(content.userNamed('user3')?.fields.disabled).toBe(true);
  });

  it('creates the same users as REST v1, in the fields that both have', async () => {
    const csv = usersCsv(20);
    const over = { legacy: await setUp(csv), rest: await setUp(csv) };
    expect((await over.legacy.import()).code).toBe(0);
    const { sandbox, space, file, env } = over.rest;
    const args = ['--base-url', sandbox.url, '--state-dir', join(space.path, 'rest')];
    expect((await run(['import', file, '--yes', ...args], { env })).code).toBe(0);
    const common = ({ content }: Sandbox): unknown[] =>
      [...content.users.values()]
        .sort((a, b) => a.username.localeCompare(b.username))
        .map(({ username, fields }) => ({
          username,
          name: fields.name,
          email: fields.email,
          admin: fields.site_admin === true,
          disabled: fields.disabled === true,
          // REST v1 leaves the root of an administrator to the site, where it is / as well.
          root: fields.site_admin === true ? '/' : fields.user_root,
          until: fields.authenticate_until && Date.parse(String(fields.authenticate_until)),
          password: fields.password_set_at !== undefined,
        }));
    expect(common(over.legacy.sandbox)).toEqual(common(sandbox));
  });

  it('is chosen by --api, even with the embedded sandbox', async () => {
    const { file } = await setUp(usersCsv(3));
    const result = await run(['import', file, '--api', 'legacy', '--sandbox', '--yes', '--debug']);
    expect(result.code, result.stderr).toBe(0);
    expect(result.stderr).toContain('POST /users 201');
    expect(result.stderr).not.toContain('/api_key');
    expect(result.stderr + result.stdout).not.toContain('secret-pass');
  });

  it('ends if the embedded sandbox cannot be used', async () => {
    const { file } = await setUp(usersCsv(1));
    const at = ['--sandbox', '--api', 'legacy', '--workspace-id', '1'];
    const result = await run(['import', file, '--yes', ...at]);
    expect(result.code).toBe(2);
    expect(result.stderr).toContain('The legacy API has no workspaces');
  });

  it.each([
    ['http://127.0.0.1:9/api/v2', 'rest'],
    ['http://127.0.0.1:9/api/rest/v1', 'legacy'],
  ])('refuses --base-url %s with --api %s', async (url, api) => {
    const { file } = await setUp(usersCsv(1));
    const result = await run(['import', file, '--yes', '--base-url', url, '--api', api], {
      env: { FILES_API_KEY: 'key' },
    });
    expect(result.code).toBe(2);
    expect(result.stderr).toContain(`--api says ${api}`);
  });

  it('leaves out columns that it lacks, with a warning that fails --strict', async () => {
    const csv = ada({ ...whole, company: 'ACME', group_ids: 'Nobody knows it' });
    const { sandbox, import: go } = await setUp(csv);
    const strict = await go('--strict');
    expect(strict.code).toBe(1);
    expect(sandbox.traffic.total).toBe(0);
    const result = await go();
    expect(result.code, result.stderr).toBe(0);
    expect(json(result)).toMatchObject({
      created: 1,
      warnings: 2,
      issues: [
        { code: 'legacy-column-left-out', column: 'company', line: 1 },
        { code: 'legacy-column-left-out', column: 'group_ids', line: 1 },
      ],
    });
    expect(sandbox.content.userNamed('ada')?.fields).not.toHaveProperty('company');
  });

  it('creates nothing if the API would refuse a row', async () => {
    const { sandbox, import: go } = await setUp(ada({ ...whole, time_zone: 'UTC' }));
    const result = await go();
    expect(result.code).toBe(1);
    expect(json(result)).toMatchObject({ issues: [{ code: 'legacy-time-zone-utc', line: 2 }] });
    expect(sandbox.traffic.total).toBe(0);
  });

  it('reports a refusal with the message of the site', async () => {
    const { import: go } = await setUp(ada({ ...whole, username: 'anonymous' }));
    const result = await go();
    expect(result.code).toBe(3);
    expect(json(result)).toMatchObject({
      failed: 1,
      failures: [
        {
          line: 2,
          username: 'anonymous',
          problems: [{ message: 'The site refused the user: Username is reserved (HTTP 422)' }],
        },
      ],
    });
  });

  it('checks first which users exist', async () => {
    const { sandbox, import: go } = await setUp(ada({ ...whole, username: 'Admin' }));
    const result = await go();
    expect(result.code).toBe(1);
    expect(json(result)).toMatchObject({ issues: [{ code: 'username-taken', line: 2 }] });
    expect(sandbox.traffic.byEndpoint.get('POST /api/v2/users')).toBeUndefined();
  });

  it('looks up each name if that takes fewer calls than the list', async () => {
    const { sandbox, import: go } = await setUp(usersCsv(2));
    for (let index = 0; index < 3000; index += 1)
      sandbox.content.addUser({
        id: sandbox.content.nextId(),
        username: `old${index}`,
        fields: {},
        groupIds: [],
        adminGroupIds: [],
      });
    expect((await go()).code).toBe(0);
    expect(sandbox.traffic.byEndpoint.get('GET /api/v2/users')).toBe(1 + 2);
  });

  it.each([
    ['is unknown', 'wrong-key', 'does not accept the API key'],
    ['is not that of an administrator', 'clerk-key', 'key of a site administrator'],
  ])('ends with 4 when the key %s', async (_what, key, message) => {
    const { sandbox, file, space } = await setUp(usersCsv(2));
    const { content } = sandbox;
    Object.assign(content.apiKeys, {
      1: { key: 'clerk-key', userId: null, permissionSet: 'files_only' },
    });
    const result = await run(
      ['import', file, '--yes', '--base-url', `${sandbox.url}/api/v2`, '--state-dir', space.path],
      { env: { FILES_API_KEY: key } },
    );
    expect(result.code).toBe(4);
    expect(result.stderr).toContain(message);
    expect(result.stderr).not.toContain(key);
    expect(content.users.size).toBe(1);
  });
});

describe('a disturbed import over the legacy API', () => {
  it('stops if the key loses its rights, and continues with them', async () => {
    const { sandbox, import: go } = await setUp(usersCsv(30));
    const admin = sandbox.content.userNamed('admin');
    const own = (isAdmin: boolean): void => {
      if (admin) admin.fields.site_admin = isAdmin;
    };
    let creates = 0;
    sandbox.setFaults({
      faults: [],
      concerns: (method) => {
        if (method === 'POST' && (creates += 1) === 10) own(false);
        return false;
      },
    });
    const stopped = await go();
    expect(stopped.code, stopped.stderr).toBe(4);
    expect(json(stopped)).toMatchObject({ failed: 0, stopped: 'not-allowed' });
    own(true);
    const result = await go();
    expect(result.code, result.stderr).toBe(0);
    expect(json(result)).toMatchObject({ created: 30, failed: 0, adopted: 0 });
  });

  it('ends like an undisturbed one after kills and lost replies', async () => {
    const csv = usersCsv(80);
    const plain = await setUp(csv);
    expect((await plain.import()).code).toBe(0);
    const random = seeded(31);
    let onRequest = (): void => undefined;
    const faults = (['lost-after', 'error-after', 'cut-json', 'lost-before'] as const).map(
      (kind) => ({ kind, share: 0.05 }),
    );
    const { sandbox, begin } = await setUp(csv, {
      latency: 2,
      random,
      faults: {
        faults,
        concerns: () => {
          onRequest();
          return true;
        },
      },
    });
    let kills = 0;
    for (;;) {
      const running = begin();
      let left = 8 + Math.floor(random() * 25);
      onRequest = () => {
        left -= 1;
        if (left === 0) running.child.kill('SIGKILL');
      };
      const result = await running.finished;
      if (result.signal !== 'SIGKILL') {
        expect(result.code, result.stdout + result.stderr).toBe(0);
        break;
      }
      kills += 1;
    }
    expect(kills).toBeGreaterThan(2);
    expect(stateOf(sandbox)).toEqual(stateOf(plain.sandbox));
    expect(sandbox.traffic.unknownParameters.size).toBe(0);
  });

  it.each([-3_600_000, 3_600_000])(
    'recognises its own users although the clock of the site is %i ms off ours',
    async (offset) => {
      const { sandbox, import: go } = await setUp(usersCsv(30), {
        now: () => Date.now() + offset,
        faults: {
          faults: [{ kind: 'lost-after', share: 0.5 }],
          concerns: (method) => method === 'POST',
        },
      });
      const result = await go();
      expect(result.code, result.stdout).toBe(0);
      expect(json(result).adopted).toBeGreaterThan(5);
      expect(sandbox.content.users.size).toBe(31);
    },
  );

  it.each<[string, { email: string; madeAgo: number }]>([
    ['differs', { email: 'other@example.com', madeAgo: 0 }],
    ['was created before', { email: 'ada@example.com', madeAgo: 10_000 }],
  ])('does not adopt a user that %s', async (_what, { email, madeAgo }) => {
    const { sandbox, import: go } = await setUp(ada(whole));
    let lost = false;
    sandbox.setFaults({
      faults: [{ kind: 'lost-before', share: 1 }],
      concerns: (method) => {
        if (lost || method !== 'POST') return false;
        lost = true;
        sandbox.content.addUser({
          id: sandbox.content.nextId(),
          username: 'ada',
          fields: {
            email,
            user_root: 'Home/ada',
            time_zone: 'Europe/London',
            created_at: new Date(Date.now() - madeAgo).toISOString(),
          },
          groupIds: [],
          adminGroupIds: [],
        });
        return true;
      },
    });
    const result = await go();
    expect(result.code).toBe(3);
    expect(json(result)).toMatchObject({ created: 0, conflict: 1 });
  });

  it('recognises its own user if the site lists it only after refusing a second one', async () => {
    const { sandbox, import: go } = await setUp(ada(whole));
    const rename = (from: string, to: string): void => {
      const user = sandbox.content.userNamed(from);
      if (user) sandbox.content.renameUser(user, to);
    };
    let creates = 0;
    sandbox.setFaults({
      faults: [{ kind: 'lost-after', share: 1 }],
      concerns: (method) => {
        if (method === 'POST') {
          creates += 1;
          rename('hidden', 'ada');
        } else if (creates === 1) rename('ada', 'hidden');
        return method === 'POST' && creates === 1;
      },
    });
    const result = await go();
    expect(result.code, result.stdout).toBe(0);
    expect(creates).toBe(2);
    expect(json(result)).toMatchObject({ created: 1, adopted: 1 });
    expect(sandbox.content.users.size).toBe(2);
  });

  it('is continued by resume, which takes the API from the address', async () => {
    const { sandbox, begin, env, space } = await setUp(usersCsv(60), { latency: 5 });
    const running = begin();
    let left = 20;
    sandbox.setFaults({
      faults: [],
      concerns: () => {
        left -= 1;
        if (left === 0) running.child.kill('SIGKILL');
        return false;
      },
    });
    expect((await running.finished).signal).toBe('SIGKILL');
    const resume = ['resume', '--yes', '--state-dir', join(space.path, 'state')];
    expect((await run([...resume, '--api', 'rest'], { env })).code).toBe(2);
    const result = await run(resume, { env });
    expect(result.code, result.stderr).toBe(0);
    expect(sandbox.content.users.size).toBe(61);
    expect([...sandbox.traffic.byEndpoint.keys()].every((each) => each.includes('/api/v2'))).toBe(
      true,
    );
  });

  it('can be undone, except for users who have signed in since', async () => {
    const { sandbox, import: go, command } = await setUp(usersCsv(6));
    const id = String(json(await go()).run);
    const used = sandbox.content.userNamed('user2');
    if (used) used.fields.last_login_at = '2035-01-01T00:00:00Z';
    const undone = await command('undo', id, '--yes', '--json');
    expect(undone.code).toBe(3);
    expect(json(undone)).toMatchObject({ deleted: 5, left: [{ username: 'User2' }] });
    expect([...sandbox.content.users.values()].map(({ username }) => username)).toEqual([
      'admin',
      'User2',
    ]);
  });
});

describe('import --existing update over the legacy API', () => {
  async function withAda(change: Record<string, string>) {
    const made = await setUp(ada({ ...whole, folder_permissions: 'Home/ada=bundle' }));
    expect((await made.import()).code).toBe(0);
    const user = () => made.sandbox.content.userNamed('ada');
    const permissions = (): string[] =>
      made.sandbox.content
        .permissionsOf(user()?.id ?? 0)
        .map(({ path, permission }) => `${path} ${permission}`);
    const file = await made.space.file('changes.csv', ada({ username: 'ada', ...change }));
    const update = (...args: string[]): Promise<Finished> =>
      made.command('import', file, '--existing', 'update', '--yes', '--json', ...args);
    return { ...made, user, permissions, update };
  }

  it('sends what differs, and leaves blank cells alone', async () => {
    const { user, update, permissions, sandbox } = await withAda({
      full_name: 'Ada Lovelace',
      email: '',
    });
    const before = user()?.fields.password_set_at;
    const result = await update();
    expect(result.code, result.stdout + result.stderr).toBe(0);
    expect(json(result)).toMatchObject({
      updated: 1,
      plan: {
        update: 1,
        calls: 1,
        updates: [
          {
            username: 'ada',
            changes: [
              // The time zone is sent too, because every update has to name it.
              { field: 'nickname', from: null, to: 'Ada Lovelace' },
            ],
          },
        ],
      },
    });
    expect(user()?.fields).toMatchObject({
      name: 'Ada Lovelace',
      email: 'ada@example.com',
      user_root: 'Home/ada',
      password_set_at: before,
    });
    expect(permissions()).toEqual(['Home/ada list', 'Home/ada readonly', 'Home/ada bundle']);
    expect(sandbox.traffic.byEndpoint.get('PATCH /api/v2/users/:id')).toBe(1);
  });

  it('sends nothing if nothing differs', async () => {
    const { update, sandbox } = await withAda({ email: 'ADA@example.com', time_zone: 'Edinburgh' });
    expect(json(await update())).toMatchObject({ unchanged: 1 });
    expect(sandbox.traffic.byEndpoint.get('PATCH /api/v2/users/:id')).toBeUndefined();
  });

  it('sends a password only with --update-passwords, and shows none', async () => {
    const { update, sandbox } = await withAda({ password: 'secret-pass-2' });
    expect(json(await update())).toMatchObject({ unchanged: 1 });
    const result = await update('--update-passwords', '--restart', '--debug');
    expect(result.code, result.stderr).toBe(0);
    expect(json(result)).toMatchObject({ updated: 1 });
    expect(sandbox.traffic.byEndpoint.get('PATCH /api/v2/users/:id')).toBe(1);
    expect(sandbox.traffic.unknownParameters.size).toBe(0);
    expect(result.stdout + result.stderr).not.toContain('secret-pass');
  });

  it('adds permissions to existing ones', async () => {
    const { update, permissions } = await withAda({
      root_folder: 'Home/ada',
      folder_permissions: 'Home/ada=full',
    });
    expect((await update()).code).toBe(0);
    expect(permissions()).toEqual(
      ['list', 'readonly', 'full', 'bundle'].map((each) => `Home/ada ${each}`),
    );
  });

  it('keeps the permissions if root_folder is blank', async () => {
    const { update, permissions } = await withAda({
      full_name: 'Ada Lovelace',
      root_folder: '',
      folder_permissions: 'Home/ada=readonly',
    });
    expect(json(await update())).toMatchObject({ updated: 1 });
    expect(permissions()).toEqual(['Home/ada list', 'Home/ada readonly', 'Home/ada bundle']);
  });

  it('gives no permission on another root folder that the row does not give', async () => {
    const { command, space, permissions } = await withAda({});
    const file = await space.file('moved.csv', ada({ username: 'ada', root_folder: 'Finance' }));
    const update = (what: string, ...args: string[]): Promise<Finished> =>
      command(what, file, '--existing', 'update', ...args);
    const planned = await update('plan');
    expect(planned.stdout).toContain(
      'ada: permissions list+download+share → (nothing), homeResource /Home/ada → /Finance',
    );
    expect((await update('import', '--yes')).code).toBe(0);
    expect(permissions()).toEqual([]);
  });

  it('sets the root of a new administrator to /', async () => {
    const { update, user } = await withAda({ site_admin: 'Y' });
    expect((await update()).code).toBe(0);
    expect(user()?.fields).toMatchObject({ site_admin: true, user_root: '/' });
  });

  it('changes neither root nor permissions of an administrator who stays one', async () => {
    const { space, command, sandbox } = await setUp(
      ada({ ...whole, site_admin: 'Y', root_folder: '' }),
    );
    expect((await command('import', join(space.path, 'users.csv'), '--yes')).code).toBe(0);
    const update = async (cells: Record<string, string>): Promise<Finished> => {
      const file = await space.file('changes.csv', ada({ ...whole, ...cells }));
      return command('import', file, '--existing', 'update', '--yes', '--json');
    };
    const same = await update({ root_folder: '', folder_permissions: '/=readonly' });
    expect(json(same)).toMatchObject({ unchanged: 1 });
    const moved = await update({ root_folder: 'Home/ada' });
    expect(moved.code).toBe(1);
    expect(json(moved)).toMatchObject({
      issues: [{ code: 'legacy-admin-root', line: 2, column: 'root_folder', suggestion: '/' }],
    });
    expect(sandbox.traffic.byEndpoint.get('PATCH /api/v2/users/:id')).toBeUndefined();
  });

  it('refuses an incomplete row of a new user, before anything is created', async () => {
    const { space, command, sandbox } = await setUp(ada(whole));
    const csv = 'username,password,email\nnew,secret-pass-1,\nadmin,,new@example.com\n';
    const file = await space.file('changes.csv', csv);
    const result = await command('import', file, '--existing', 'update', '--yes', '--json');
    expect(result.code).toBe(1);
    expect(placesOf(result)).toEqual(['2 email', '2 root_folder', '2 time_zone']);
    expect(sandbox.traffic.byEndpoint.get('PATCH /api/v2/users/:id')).toBeUndefined();
  });
});

it('skips existing users although their rows would not do for new ones', async () => {
  const { space, command, sandbox } = await setUp(ada(whole));
  const csv = 'username,password,email\nadmin,,\nnew,,new@example.com\n';
  const file = await space.file('some.csv', csv);
  const skip = ['import', file, '--existing', 'skip', '--yes', '--json'];
  const result = await command(...skip);
  expect(result.code).toBe(1);
  expect(placesOf(result)).toEqual(['3 password', '3 root_folder', '3 time_zone']);
  expect(json(await command(...skip, '--skip-invalid'))).toMatchObject({ skipped: 1 });
  expect(sandbox.content.users.size).toBe(1);
});

describe('plan over the legacy API', () => {
  it('counts one call per user, shows what an update changes, and can be imported', async () => {
    const { sandbox, space, file, command } = await setUp(usersCsv(10));
    expect((await command('import', file, '--yes')).code).toBe(0);
    const others = usersCsv(12).replace('First0 Last0', 'Ada Lovelace');
    const next = await space.file('next.csv', others);
    const output = join(space.path, 'plan.json');
    const planned = await command('plan', next, '--existing', 'update', '-o', output, '--json');
    expect(planned.code, planned.stderr).toBe(0);
    const { totals, rows } = json(planned);
    expect(totals).toMatchObject({ create: 2, update: 10, calls: 3, folders: 0 });
    expect(rows).toMatchObject([
      {
        username: 'User0',
        action: 'update',
        changes: [{ field: 'nickname', from: 'First0 Last0', to: 'Ada Lovelace' }],
      },
      ...Array.from({ length: 9 }, () => ({ action: 'update', changes: [] })),
      { action: 'create', permissions: [{ permission: 'full' }] },
      { action: 'create' },
    ]);
    const before = sandbox.traffic.total;
    const result = await command('import', '--plan', output, '--yes', '--json');
    expect(result.code, result.stderr).toBe(0);
    expect(json(result)).toMatchObject({ created: 2, updated: 1, unchanged: 9 });
    expect(sandbox.traffic.total - before).toBeLessThanOrEqual(3 + 2);
    expect((await command('import', '--plan', output, '--yes')).code).toBe(0);
    expect((await command('import', '--plan', output, '--yes', '--restart')).code).toBe(2);
  });
});

describe('a command that needs more than users', () => {
  it.each([
    ['export', ['export']],
    ['--create-groups', ['import', 'users.csv', '--yes', '--create-groups']],
    ['--create-groups', ['plan', 'users.csv', '--create-groups']],
    ['--create-groups', ['validate', 'users.csv', '--online', '--create-groups']],
  ])('is refused with %s, without asking the site', async (what, args) => {
    const { sandbox, command } = await setUp(usersCsv(1));
    const result = await command(...args);
    expect(result.code).toBe(2);
    expect(result.stderr).toContain(`${what} works only over REST v1`);
    expect(sandbox.traffic.total).toBe(0);
  });
});

describe('validate --online over the legacy API', () => {
  it('finds existing users, and what the API requires beyond the format', async () => {
    const { sandbox, space, command, import: go } = await setUp(ada(whole));
    expect((await go()).code).toBe(0);
    const rows = [whole, { ...whole, username: 'b b' }, { ...whole, username: 'grace' }];
    const text = [Object.keys(whole), ...rows.map((row) => Object.values(row))];
    const file = await space.file('more.csv', text.map((cells) => cells.join(',')).join('\n'));
    const before = sandbox.traffic.total;
    const result = await command('validate', file, '--online', '--json');
    expect(result.code, result.stderr).toBe(1);
    expect(json(result)).toMatchObject({
      valid: 1,
      issues: [
        { code: 'legacy-username-space', line: 3 },
        { code: 'username-taken', line: 2 },
      ],
    });
    expect(sandbox.traffic.total - before).toBeLessThanOrEqual(2);
  });
});

describe('validate --api legacy', () => {
  it('finds what the API requires beyond the format', async () => {
    const { file } = await setUp(ada({ ...whole, username: 'ada b', notes: 'x' }));
    const result = await run(['validate', file, '--api', 'legacy', '--json']);
    expect(result.code).toBe(1);
    expect(json(result)).toMatchObject({
      issues: [
        { code: 'legacy-username-space', line: 2 },
        { code: 'legacy-column-left-out', line: 1, column: 'notes' },
      ],
    });
    expect((await run(['validate', file])).code).toBe(0);
  });
});
