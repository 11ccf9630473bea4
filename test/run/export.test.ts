import { describe, expect, it } from 'vitest';
import { documentedColumns } from '../../src/columns/table.js';
import { GroupNotFoundError } from '../../src/run/export/export.js';
import type { Fields } from '../../src/sandbox/parameters.js';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import { sandboxKey } from '../../src/sandbox/seed.js';
import type { StoredPermission, StoredUser } from '../../src/sandbox/state.js';
import { NotAllowedError } from '../../src/site/errors.js';
import { emptySite, exportFrom } from './exporting.js';
import { inFrontOf } from './front.js';

const groups = ['Sales', '123', 'a,b', ' x'].map((name, index) => ({
  id: 11 + index,
  name,
  fields: {},
}));

const strategies = [
  [21, 'okta', true],
  [22, 'saml', true],
  [23, 'saml', true],
  [24, 'box', false],
  [25, 'google', true],
] as const;

/** A site with one user of each name, with these fields. */
async function site(
  users: Readonly<Record<string, Fields & { readonly groups?: never }>>,
  more: {
    groupsOf?: Readonly<Record<string, readonly number[]>>;
    permissions?: readonly (readonly [
      user: string,
      path: string,
      permission: string,
      star?: '*',
    ])[];
  } = {},
): Promise<Sandbox> {
  const stored = Object.entries(users).map(([username, fields], index): StoredUser => ({
    id: 101 + index,
    username,
    fields: { self_managed: false, authentication_method: 'password_and_ssh_key', ...fields },
    groupIds: [...(more.groupsOf?.[username] ?? [])],
    adminGroupIds: [],
  }));
  const permissions = (more.permissions ?? []).map(
    ([username, path, permission, star], index): StoredPermission => ({
      id: 1001 + index,
      path,
      userId: stored.find((user) => user.username === username)?.id ?? null,
      groupId: username === 'Sales' ? 11 : null,
      permission,
      recursive: star === undefined,
    }),
  );
  return emptySite({
    users: stored,
    groups,
    permissions,
    ssoStrategies: strategies.map(([id, provider, enabled]) => ({
      id,
      protocol: 'saml',
      provider,
      label: provider,
      enabled,
    })),
  });
}

/** The cells of a user without any other field. */
const usual = {
  username: 'ada',
  authentication_method: 'password_and_ssh_key',
  password_validity_days: '0',
  require_password_change: 'N',
  site_admin: 'N',
  self_managed: 'N',
  time_zone: 'Eastern Time (US & Canada)',
  enforce_ip_whitelist: 'Y',
  ftp_permission: 'Y',
  sftp_permission: 'Y',
  dav_permission: 'Y',
  restapi_permission: 'Y',
};

describe('exported cells', () => {
  it.each<[fields: Fields, cells: Record<string, string>]>([
    [{}, {}],
    [
      { email: 'ada@example.com', name: 'Ada Lovelace' },
      { email: 'ada@example.com', full_name: 'Ada Lovelace' },
    ],
    [{ notes: ' "a",\r\n=b ' }, { notes: ' "a",\r\n=b ' }],
    [{ site_admin: true }, { site_admin: 'Y' }],
    [{ bypass_site_allowed_ips: true }, { enforce_ip_whitelist: 'N' }],
    [{ ssl_required: 'always_require' }, { ssl_required: 'Y' }],
    [{ ssl_required: 'never_require' }, { ssl_required: 'N' }],
    [
      { authenticate_until: '2030-03-14T13:27:01-04:00' },
      { access_expiration_date: '2030-03-14T13:27:01-04:00' },
    ],
    [
      { require_login_by: '2030-03-14T13:27:01.000Z' },
      { require_login_by: '2030-03-14T13:27:01Z' },
    ],
    [{ allowed_ips: '10.0.0.0/8\r\n127.0.0.1\n' }, { ip_whitelist: '10.0.0.0/8\n127.0.0.1' }],
    [{ user_root: '/' }, { root_folder: '/' }],
    [
      { user_root: '/Home/ada/', user_home: 'Home/ada' },
      { root_folder: 'Home/ada', home_folder: 'Home/ada' },
    ],
    [
      { authentication_method: 'email_signup', self_managed: true, email: 'a@b.example' },
      { authentication_method: 'email_signup', self_managed: 'Y', email: 'a@b.example' },
    ],
    [{ authentication_method: 'sso', sso_strategy_id: 21 }, { authentication_method: 'okta' }],
    // The site never returns secrets, and no field of theirs becomes a cell.
    [{ password: 'secret', change_password: 'secret', imported_password_hash: 'secret' }, {}],
  ])('%j', async (fields, cells) => {
    const { row, notes } = await exportFrom(await site({ ada: fields }));
    expect(row('ada')).toEqual({ ...usual, ...cells });
    expect(notes('ada')).toEqual([]);
  });

  it('leave self_managed blank, which means the same, unless the method is email_signup', async () => {
    const { row } = await exportFrom(await site({ ada: { self_managed: true } }));
    expect(row('ada')).not.toHaveProperty('self_managed');
  });

  it('name groups, by id if the name would be read as something else', async () => {
    const { row, notes } = await exportFrom(
      await site({ ada: {} }, { groupsOf: { ada: [11, 12, 13, 14] } }),
    );
    expect(row('ada').group_ids).toBe('12,13,14,Sales');
    expect(notes('ada')).toEqual(['12', '13', '14'].map((id) => ({ type: 'group-by-id', id })));
  });

  it('name groups that share a name by id', async () => {
    const twice = await site({ ada: {} }, { groupsOf: { ada: [11, 15] } });
    twice.content.groups.set(15, { id: 15, name: 'Sales', fields: {} });
    const { row, notes } = await exportFrom(twice);
    expect(row('ada').group_ids).toBe('11,15');
    expect(notes('ada')).toEqual(['11', '15'].map((id) => ({ type: 'group-by-id', id })));
    await expect(exportFrom(twice, { group: 'Sales' })).rejects.toThrow(
      new GroupNotFoundError(
        'The site has 2 groups "Sales" (ids 11, 15): give the id of the one that is meant.',
      ),
    );
  });

  it('merge permissions by folder, and leave out those of an administrator', async () => {
    const { row, notes } = await exportFrom(
      await site(
        { ada: {}, bob: { site_admin: true } },
        {
          permissions: [
            ['ada', 'Sales', 'writeonly'],
            ['ada', '', 'list', '*'],
            ['ada', 'sales', 'readonly'],
            ['ada', 'a|b', 'admin', '*'],
            ['ada', 'Sales', 'list'],
            ['bob', 'Sales', 'full'],
            ['Sales', 'Sales', 'full'],
          ],
        },
      ),
    );
    expect(row('ada').folder_permissions).toBe('/=list*|Sales=readwrite|a\\|b=admin*');
    expect(notes('ada')).toEqual([]);
    expect(row('bob')).not.toHaveProperty('folder_permissions');
    expect(notes('bob')).toEqual([]);
  });
});

describe('a note tells what a row cannot say:', () => {
  it.each([
    ['x=list;y', 'full'],
    ['x=list,y', 'full'],
    [' x', 'full'],
    ['x', 'previewonly'],
    ['a'.repeat(5001), 'list'],
  ])('a permission on %.20j: %s', async (path, permission) => {
    const { row, notes } = await exportFrom(
      // A name of one word is an issue, which must not hide the lost permission.
      await site(
        { ada: { name: 'Ada' } },
        {
          permissions: [
            ['ada', path, permission],
            ['ada', 'ok', 'list'],
          ],
        },
      ),
    );
    expect(row('ada').folder_permissions).toBe('ok=list');
    const lost = notes('ada').filter(({ type }) => type === 'lost');
    expect(lost).toEqual([
      {
        type: 'lost',
        column: 'folder_permissions',
        message: `${permission} on the folder "/${path}" cannot be written in a cell`,
      },
    ]);
  });

  it('a group that the user administers', async () => {
    const sandbox = await site({ ada: {} }, { groupsOf: { ada: [11] } });
    sandbox.content.userNamed('ada')?.adminGroupIds.push(11);
    const { row, notes } = await exportFrom(sandbox);
    expect(row('ada').group_ids).toBe('Sales');
    expect(notes('ada')).toEqual([
      {
        type: 'lost',
        column: 'group_ids',
        message: 'administering Sales cannot be written in a cell',
      },
    ]);
  });

  it.each<[column: string, fields: Fields]>([
    ['company', { company: ' Acme ' }],
    ['notes', { notes: 'a\0b' }],
    ['company', { company: 'half \ud83d' }],
    ['root_folder', { user_root: ' Home' }],
  ])('%s: %j', async (column, fields) => {
    const { notes } = await exportFrom(await site({ ada: fields }));
    expect(notes('ada')).toMatchObject([{ type: 'lost', column }]);
  });

  it.each<[code: string, fields: Fields]>([
    ['full-name-needs-two-words', { name: 'Prince' }],
    ['authentication-method-unknown', { authentication_method: 'none' }],
    ['authentication-method-unknown', { authentication_method: 'sso', sso_strategy_id: 25 }],
    ['authentication-method-unknown', { authentication_method: 'sso', sso_strategy_id: 99 }],
    ['sso-provider-ambiguous', { authentication_method: 'sso', sso_strategy_id: 22 }],
    ['sso-provider-not-enabled', { authentication_method: 'sso', sso_strategy_id: 24 }],
    ['home-folder-outside-root', { user_root: 'a', user_home: 'b' }],
    ['date-in-the-past', { authenticate_until: '2001-01-01T00:00:00Z' }],
    ['password-missing', { authentication_method: 'password' }],
    ['time-zone-unknown', { time_zone: 'Atlantis' }],
  ])('%s: %j', async (code, fields) => {
    const { notes } = await exportFrom(await site({ ada: fields }));
    const issues = notes('ada').filter(({ type }) => type !== 'further');
    expect(issues).toMatchObject([{ type: 'issue', code }]);
  });

  it('the further columns, unless --all adds them', async () => {
    const users = {
      ada: { disabled: true, language: 'de', office_integration_enabled: false },
      bob: { authentication_method: 'sso', sso_strategy_id: 23 },
    };
    const { notes } = await exportFrom(await site(users));
    expect(notes('ada').map((note) => ('column' in note ? note.column : ''))).toEqual([
      'language',
      'disabled',
      'office_integration_enabled',
    ]);
    const whole = await exportFrom(await site(users), { all: true });
    expect(whole.row('ada')).toMatchObject({
      disabled: 'Y',
      language: 'de',
      office_integration_enabled: 'N',
    });
    // An id makes clear which of two SSO strategies is meant.
    expect(whole.row('bob')).toMatchObject({
      authentication_method: 'saml',
      sso_strategy_id: '23',
    });
    expect(whole.users.map(({ notes }) => notes)).toEqual([[], []]);
  });
});

describe('which users are exported', () => {
  const users = {
    Zoe: { site_admin: true },
    bob: { email: 'bob@sales.example' },
    Ada: { name: 'Ada Sales' },
  };

  it.each([
    [{}, ['Ada', 'bob', 'Zoe']],
    [{ notAdmin: true }, ['Ada', 'bob']],
    [{ search: 'sales' }, ['Ada', 'bob']],
    [{ search: '&filter[username]=bob' }, []],
    [{ group: 'Sales' }, ['Ada', 'Zoe']],
    [{ group: '11', notAdmin: true }, ['Ada']],
    [{ group: 'a,b' }, []],
  ])('%j', async (options, expected) => {
    const exported = await exportFrom(
      await site(users, { groupsOf: { Ada: [11], Zoe: [12, 11] } }),
      options,
    );
    expect(exported.users.map(({ username }) => username)).toEqual(expected);
    expect(exported.csv.startsWith(documentedColumns.map(({ name }) => name).join(','))).toBe(true);
  });

  it.each([
    ['sales', 'The site has no group "sales". Did you mean "Sales"? Group names must match'],
    ['Legal', 'The site has no group "Legal". Group names must match exactly'],
    ['2030', "The site has no group with the id 2030: a number is a group's id."],
    ['123', "a number is a group's id. The group of that name has the id 12."],
  ])('an unknown group %s is refused, rather than exported as no users', async (group, why) => {
    const found = exportFrom(await site(users), { group });
    await expect(found).rejects.toThrow(GroupNotFoundError);
    await expect(found).rejects.toThrow(why);
  });

  it('refuses a key that cannot see every user', async () => {
    const sandbox = await emptySite({
      users: [{ id: 1, username: 'ada', fields: {}, groupIds: [], adminGroupIds: [] }],
      apiKeys: [{ key: sandboxKey, userId: 1, permissionSet: 'full' }],
    });
    await expect(exportFrom(sandbox)).rejects.toThrow(NotAllowedError);
  });
});

it('writes a user once even if a shifting list returns them twice', async () => {
  const many = Object.fromEntries(Array.from({ length: 1500 }, (_, n) => [`user${n}`, {}]));
  const shifting = await site(many);
  const front = await inFrontOf(shifting, (_method, path) => {
    // The last user of the first page becomes the first of the second.
    if (path.includes('cursor=') && !shifting.content.userNamed('aaa'))
      shifting.content.addUser({
        id: 9999,
        username: 'aaa',
        fields: {},
        groupIds: [],
        adminGroupIds: [],
      });
    return undefined;
  });
  const names = (await exportFrom(front)).users.map(({ username }) => username);
  expect(names).toHaveLength(1500);
  expect(new Set(names).size).toBe(1500);
});

describe('calls of an export', () => {
  const many = Object.fromEntries(Array.from({ length: 2500 }, (_, n) => [`user${n}`, {}]));
  const permissions = Object.keys(many).map((name) => [name, `Home/${name}`, 'full'] as const);

  it('one per thousand users, and one per thousand permissions', async () => {
    const sandbox = await site(many, { permissions });
    const { users, row } = await exportFrom(sandbox);
    expect(users).toHaveLength(2500);
    expect(row('user2499').folder_permissions).toBe('Home/user2499=full');
    expect(Object.fromEntries(sandbox.traffic.byEndpoint)).toEqual({
      'GET /api_key': 1,
      'GET /site': 1,
      'GET /groups': 1,
      'GET /sso_strategies': 1,
      'GET /users': 3,
      'GET /permissions': 3,
    });
  });

  it('one per user for the permissions of a few users of a large site', async () => {
    const sandbox = await site(many, { permissions });
    const { row } = await exportFrom(sandbox, { search: 'user2499' });
    expect(row('user2499').folder_permissions).toBe('Home/user2499=full');
    // Two pages of the whole list, which proves too long, then one of the user's own.
    expect(sandbox.traffic.byEndpoint.get('GET /permissions')).toBe(3);
  });
});
