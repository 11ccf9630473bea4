import { describe, expect, it } from 'vitest';
import { openSandbox } from '../sandbox/open.js';
import { Importing } from './importing.js';

async function importingOf(csv: string): Promise<Importing> {
  return Importing.of(await openSandbox(), csv);
}

const header =
  'username,password,authentication_method,email,folder_permissions,ssl_required,require_2fa,ip_whitelist';
const weak = ['password', 'password-breaks-site-rules'];

const cases: readonly (readonly [string, object, string, readonly string[]])[] = [
  ['length', { password_min_length: 14 }, 'secret-pass-1', weak],
  ['letter', { password_require_letter: true }, '12345678', weak],
  ['mixed', { password_require_mixed: true }, 'secret-pass-1', weak],
  ['number', { password_require_number: true }, 'secret-pass', weak],
  ['special', { password_require_special: true }, 'secretpass1', weak],
  [
    'only SSO users',
    { non_sso_users_allowed: false },
    'secret-pass-1',
    ['authentication_method', 'users-only-from-sso'],
  ],
  [
    'permissions for groups only',
    { folder_permissions_groups_only: true },
    'secret-pass-1,,,Shared=full',
    ['folder_permissions', 'permissions-only-for-groups'],
  ],
  [
    'no permissions on the root',
    { prevent_root_permissions_for_non_site_admins: true },
    'secret-pass-1,,,/=readonly',
    ['folder_permissions', 'root-permission-forbidden'],
  ],
  [
    'no TLS rule per user',
    { allow_user_level_ssl_override: false },
    'secret-pass-1,,,,N',
    ['ssl_required', 'site-setting-prevails'],
  ],
  [
    'no allowed addresses per user',
    { allow_user_level_allowed_ip_override: false },
    'secret-pass-1,,,,,,192.0.2.1',
    ['ip_whitelist', 'site-setting-prevails'],
  ],
];

describe('checks against the settings of the site', () => {
  it.each([
    ['seven of eight', '🔑🔑🔑🔑🔑🔑🔑', [weak]],
    ['eight of eight', '🔑🔑🔑🔑🔑🔑🔑🔑', []],
  ])(
    'the length of a password counts characters, not UTF-16 units: %s',
    async (_what, password, expected) => {
      const importing = await importingOf(`username,password\nbob,${password}\n`);
      Object.assign(importing.sandbox.content.settings, {
        password_min_length: 8,
        password_require_letter: false,
      });
      const issues = (await importing.check()).filter(({ severity }) => severity === 'error');
      expect(issues.map(({ column, code }) => [column, code])).toEqual(expected);
    },
  );

  it('a password is not judged when an update does not send it', async () => {
    const importing = await importingOf('username,password\nada,short1\nnew,short1\n');
    const { content } = importing.sandbox;
    content.addUser({ id: 900, username: 'ada', fields: {}, groupIds: [], adminGroupIds: [] });
    const linesOfWeak = async (updatePasswords: boolean) =>
      (await importing.check({ existing: 'update', updatePasswords }))
        .filter(({ code }) => code === weak[1])
        .map(({ line }) => line);
    expect(await linesOfWeak(false)).toEqual([3]);
    expect(await linesOfWeak(true)).toEqual([2, 3]);
  });

  it.each(cases)('%s', async (_what, settings, row, [column, code]) => {
    const importing = await importingOf(`${header}\nbob,${row}\n`);
    const ofFile = ['columns-not-portable', 'row-too-few-cells'];
    const issues = async () =>
      (await importing.check()).filter((issue) => !ofFile.includes(issue.code));
    const site = importing.sandbox.content.settings;
    Object.assign(site, { password_require_letter: false });
    expect(await issues()).toEqual([]);
    Object.assign(site, settings);
    expect(await issues()).toMatchObject([{ line: 2, column, code }]);
  });

  it('a row that breaks them is left out with --skip-invalid', async () => {
    const importing = await importingOf('username,password\nada,secret-pass-1\nbob,short1\n');
    const { tally, failures } = await importing.start({ options: { skipInvalid: true } });
    expect(tally).toMatchObject({ created: 1, failed: 1 });
    expect(failures).toMatchObject([{ line: 3, problems: [{ column: 'password' }] }]);
  });

  it('rows left out do not hide the rows that an interruption has left', async () => {
    const rows = Array.from({ length: 12 }, (_, index) => `u${index},secret-pass-1\n`);
    const csv = `username,password\nbad1,short1\nbad2,short1\nbad3,short1\n${rows.join('')}`;
    const importing = await importingOf(csv);
    const options = { skipInvalid: true };
    const stop = new AbortController();
    const first = await importing.start({
      options,
      concurrency: 1,
      stop: stop.signal,
      onEvent: (event) => {
        if (event.type === 'row' && event.outcome.username === 'u8') stop.abort();
      },
    });
    expect(first.stop).toEqual({ reason: 'interrupted' });
    expect(first.remaining).toBeGreaterThan(0);
    expect(first.remaining).toBe(12 - first.tally.created);
    const { tally, remaining } = await importing.start({ options });
    expect([tally.created, tally.failed, remaining]).toEqual([12, 3, 0]);
  });
});

describe('how usernames are looked up', () => {
  it.each([
    ['one name: by itself', 1, 2500, 1],
    ['many names on a small site: in its list', 40, 900, 1],
    ['many names on a site of 2,500 users: in its list', 40, 2500, 3],
    ['two names on a site of 5,000 users: after a page, each by itself', 2, 5000, 1 + 2],
  ])('%s', async (_what, rows, users, calls) => {
    const names = Array.from({ length: rows }, (_, index) => `new${index},secret-pass-1\n`);
    const asking = await importingOf(`username,password\n${names.join('')}`);
    const { content, traffic } = asking.sandbox;
    for (let id = 1000; content.users.size < users; id += 1)
      content.addUser({ id, username: `old${id}`, fields: {}, groupIds: [], adminGroupIds: [] });
    await asking.check();
    expect(traffic.byEndpoint.get('GET /users')).toBe(calls);
  });
});

describe('root and home folders that do not exist', () => {
  const found = async (rows: string, folders: readonly string[] = []) => {
    const columns = 'username,password,root_folder,home_folder,folder_permissions';
    const importing = await importingOf(`${columns}\n${rows}`);
    const { content, traffic } = importing.sandbox;
    for (const path of folders) content.folders.set(path.toLowerCase(), path);
    const issues = (await importing.check()).filter(({ code }) => code === 'folder-not-found');
    const calls = ['GET /folders', 'GET /folders/*'].map((each) => traffic.byEndpoint.get(each));
    return {
      at: issues.map(({ line, column }) => `${line} ${column}`),
      calls: calls.reduce((sum: number, count) => sum + (count ?? 0), 0),
    };
  };

  it('cause a warning, with one call each', async () => {
    const { at, calls } = await found('a,secret-pass-1,Nowhere,Nowhere/in,\n');
    expect([at, calls]).toEqual([['2 root_folder', '2 home_folder'], 2]);
  });

  it('need one call for all with the same parent', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `u${i},secret-pass-1,HOME/u${i},,\n`);
    const there = Array.from({ length: 29 }, (_, i) => `Home/U${i}`);
    const { at, calls } = await found(rows.join(''), there);
    expect([at, calls]).toEqual([['31 root_folder'], 1]);
  });

  it('need one call each if the list of the parent is too long', async () => {
    const others = Array.from({ length: 4500 }, (_, i) => `Home/other${i}`);
    const rows = 'a,secret-pass-1,Home/a,,\nb,secret-pass-1,Home/b,,\n';
    const { at, calls } = await found(rows, [...others, 'Home/b']);
    expect([at, calls]).toEqual([['2 root_folder'], 2 + 2]);
  });

  it('cause none if the import creates them, nor does the root folder', async () => {
    const rows = 'a,secret-pass-1,Team,Team/a,Team/a/in=full\nb,secret-pass-1,/,,\n';
    const { at, calls } = await found(rows);
    expect([at, calls]).toEqual([[], 0]);
  });
});

describe('the folders of an existing user, of which a blank one is kept', () => {
  it.each([
    ['home_folder', 'Other/ada', ['2 home_folder']],
    ['home_folder', 'home/ADA/in', []],
    ['root_folder', 'Other', ['2 root_folder']],
    ['root_folder', 'Home', []],
    ['root_folder', '/', []],
    ['root_folder,home_folder', 'Other,Other/ada', []],
    ['company', 'Example Corp', []],
  ])('an update of %s to %s', async (columns, cells, expected) => {
    const first = await importingOf('username,root_folder,home_folder\nada,Home/ada,Home/ada\n');
    await first.start();
    const csv = `username,${columns}\nada,${cells}\nnew,${cells}\n`;
    const update = await Importing.of(first.sandbox, csv);
    const issues = await update.check({ existing: 'update' });
    expect(
      issues
        .filter(({ code }) => code === 'home-folder-outside-root')
        .map(({ line, column }) => `${line} ${column}`),
    ).toEqual(expected);
    expect(await update.check({ existing: 'skip' })).not.toContainEqual(
      expect.objectContaining({ code: 'home-folder-outside-root' }),
    );
  });
});

describe('the owner of the API key', () => {
  it.each([
    ['site_admin', 'N'],
    ['restapi_permission', 'N'],
    ['disabled', 'Y'],
    ['access_expiration_date', '2020-01-01T00:00:00Z'],
  ])('is not locked out by an update to %s %s', async (column, cell) => {
    const importing = await importingOf(`username,${column}\nADMIN,${cell}\nbob,${cell}\n`);
    const { sandbox } = importing;
    const before = structuredClone(sandbox.content.userNamed('admin'));
    const options = { existing: 'update', skipInvalid: true } as const;
    expect(await importing.check(options)).toContainEqual(
      expect.objectContaining({ line: 2, column, code: 'key-owner-locked-out' }),
    );
    const { tally } = await importing.start({ options });
    expect(tally).toMatchObject({ created: 1, updated: 0, failed: 1 });
    expect(sandbox.content.userNamed('admin')).toEqual(before);
  });

  it('can be updated otherwise', async () => {
    const csv = 'username,site_admin,company\nadmin,Y,Example Corp\n';
    const importing = await importingOf(csv);
    const { tally } = await importing.start({ options: { existing: 'update' } });
    expect(tally).toMatchObject({ updated: 1, failed: 0 });
    expect(importing.sandbox.content.userNamed('admin')?.fields.company).toBe('Example Corp');
  });
});
