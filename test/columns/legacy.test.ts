import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  allLegacyPermissions,
  carriedPermissions,
  legacyPermissions,
} from '../../src/columns/legacy/permissions.js';
import { legacyTime, timeOfLegacy } from '../../src/columns/legacy/time.js';
import {
  carriedValues,
  legacyParameters,
  ontoLegacyUser,
  sameInLegacy,
} from '../../src/columns/legacy/user.js';
import {
  implies,
  permissionWords,
  type FolderPermission,
  type PermissionValue,
} from '../../src/columns/permissions.js';
import type { CellValues } from '../../src/columns/table.js';
import { readCell } from './reading.js';

/** The permissions in a cell. */
function wanted(cell: string): readonly FolderPermission[] {
  return (readCell('folder_permissions', cell).value ?? []) as readonly FolderPermission[];
}

/** The names sent as true for a user whose home is `Home/ada`. */
function sent(cell: string): string[] {
  const permissions = legacyPermissions(carriedPermissions(wanted(cell), '/Home/Ada/'));
  expect(Object.keys(permissions)).toHaveLength(11);
  return Object.keys(permissions).filter((name) => permissions[name]);
}

const withFull = ['list', 'download', 'upload', 'modify', 'delete'];

describe('folder permissions on the home folder', () => {
  test.each([
    ['Home/ada=list', ['list']],
    ['Home/ada=readonly', ['list', 'download']],
    ['Home/ada=full', withFull],
    ['Home/ada=bundle', ['list', 'download', 'share']],
    ['Home/ada=full,bundle', [...withFull, 'share']],
    // A part of what is wanted, never more.
    ['Home/ada=admin', [...withFull, 'share']],
    ['Home/ada=writeonly', []],
    ['Home/ada=readwrite', ['list', 'download']],
    ['Home/ada=history', ['list']],
    ['Home/ada=full*', []],
    ['Shared=full', []],
    ['Home=full', []],
    ['Home/ada/inbox=full', []],
  ])('%s', (cell, names) => {
    expect(sent(cell)).toEqual(names);
  });

  test('are none without a home folder', () => {
    expect(carriedPermissions(wanted('Home/ada=full'), undefined)).toEqual([]);
  });

  test('never grant more than is wanted', () => {
    const permission = fc.record({
      path: fc.constantFrom('Home/ada', 'home/ADA', 'Shared', ''),
      permission: fc.constantFrom(...[...permissionWords.values()].flat()),
      recursive: fc.boolean(),
    });
    // What each name grants, according to the documentation.
    const gives: Record<string, PermissionValue> = {
      list: 'list',
      download: 'readonly',
      upload: 'full',
      modify: 'full',
      delete: 'full',
      share: 'bundle',
    };
    fc.assert(
      fc.property(fc.array(permission, { maxLength: 6 }), (asked) => {
        const names = legacyPermissions(carriedPermissions(asked, 'Home/ada'));
        for (const [name, given] of Object.entries(names)) {
          if (!given) continue;
          const means = gives[name];
          expect(means, name).toBeDefined();
          if (means === undefined) continue;
          const there = { path: 'Home/ada', permission: means, recursive: true };
          expect(
            asked.some((each) => implies(each, there)),
            `${name} of ${JSON.stringify(asked)}`,
          ).toBe(true);
        }
      }),
    );
  });
});

const ada: CellValues = {
  username: 'ada',
  password: 'secret-pass-1',
  email: 'ada@example.com',
  full_name: 'Ada Lovelace',
  time_zone: 'Osaka',
  root_folder: '/Home/ada/',
  access_expiration_date: {
    text: '2031-03-14T13:27:01-04:00',
    time: Date.parse('2031-03-14T17:27:01Z'),
  },
};

describe('the parameters of the legacy API', () => {
  test('of a new user include the role and every permission', () => {
    expect(legacyParameters(ada, 'create')).toMatchObject({
      username: 'ada',
      password: 'secret-pass-1',
      email: 'ada@example.com',
      nickname: 'Ada Lovelace',
      timeZone: 'Asia/Tokyo',
      homeResource: '/Home/ada',
      expiration: '2031-03-14 17:27:01',
      role: 'user',
      permissions: { list: false, download: false, upload: false, undelete: false },
    });
  });

  test('of an update are those of cells with values', () => {
    expect(legacyParameters({ username: 'ada', disabled: true }, 'change')).toEqual({
      username: 'ada',
      locked: true,
    });
  });

  test('of an administrator include the root / and all permissions', () => {
    const { homeResource, role, permissions } = legacyParameters(
      { ...ada, root_folder: undefined, site_admin: true },
      'create',
    );
    expect([homeResource, role]).toEqual(['/', 'admin']);
    expect(Object.values(permissions as Record<string, boolean>)).toEqual(Array(11).fill(true));
  });

  test('a folder that looks like an id is sent as a path', () => {
    expect(legacyParameters({ ...ada, root_folder: 'id:1223' }, 'create').homeResource).toBe(
      '/id:1223',
    );
  });

  test('leave out columns that the API lacks, and list them', () => {
    const { values, leftOut } = carriedValues({
      ...ada,
      company: 'ACME',
      group_ids: ['Sales'],
      sftp_permission: false,
      folder_permissions: wanted('Home/ada=readonly|Shared=list'),
    });
    expect(leftOut).toEqual(['company', 'group_ids', 'sftp_permission', 'folder_permissions']);
    expect(values).toMatchObject({
      username: 'ada',
      company: undefined,
      folder_permissions: [{ path: 'Home/ada', permission: 'readonly', recursive: true }],
    });
    expect(carriedValues({ ...ada, folder_permissions: wanted('Home/ada=full,list*') })).toEqual({
      leftOut: [],
      values: expect.anything() as unknown,
    });
  });
});

describe('whether a returned value means the wanted one', () => {
  test.each([
    ['expiration', '2031-03-14 17:27:01', '2031-03-14 17:27:01', true],
    ['expiration', '2031-03-14 17:27:01', '2031-03-14T13:27:01-04:00', true],
    ['expiration', '2031-03-14 17:27:01', '2031-03-14T17:27:01', true],
    ['expiration', '2031-03-14 17:27:01', '2031-03-14 13:27:01', false],
    ['expiration', '2031-03-14 17:27:01', null, false],
    ['homeResource', '/Home/ada', 'home/Ada/', true],
    ['homeResource', '/Home/ada', '/', false],
    ['email', 'Ada@example.com', 'ada@example.com', true],
    ['timeZone', 'Asia/Tokyo', 'Asia/Seoul', false],
    ['role', 'admin', 'user', false],
    ['permissions', { download: true }, { download: true, list: true }, true],
    ['permissions', { upload: true }, { upload: true, modify: true, delete: true }, true],
    ['permissions', { download: true, changePassword: true }, { download: true }, true],
    ['permissions', { download: true }, { upload: true }, false],
    ['permissions', { share: true }, { download: true }, false],
    ['permissions', {}, null, true],
  ])('%s %j, %j: %s', (parameter, there, returned, expected) => {
    expect(sameInLegacy(parameter, there, returned)).toBe(expected);
  });

  test.each(['2011-03-21 00:18:56', '2011-03-21T00:18:56Z', '2011-03-20T20:18:56-04:00'])(
    '%s is the same instant',
    (text) => {
      expect(legacyTime(timeOfLegacy(text))).toBe('2011-03-21 00:18:56');
    },
  );

  test('0000-00-00 00:00:00 is not an instant', () => {
    expect(timeOfLegacy('0000-00-00 00:00:00')).toBeNaN();
  });
});

describe('permissions of an existing user', () => {
  const readonly = legacyPermissions(carriedPermissions(wanted('a=readonly'), 'a'));
  const shared = legacyPermissions(carriedPermissions(wanted('a=bundle'), 'a'));
  const onto = (existing: Record<string, string | typeof shared>, role?: string) =>
    ontoLegacyUser(
      { homeResource: '/a', permissions: readonly, ...(role !== undefined && { role }) },
      existing,
    ).permissions;

  test('are added to if the home folder is the same', () => {
    expect(onto({ role: 'user', homeResource: '/A', permissions: shared })).toEqual(shared);
  });

  test('stay if the row names no home folder', () => {
    const none = legacyPermissions(carriedPermissions(wanted('a=readonly'), undefined));
    const user = { role: 'user', homeResource: '/a', permissions: shared };
    expect(ontoLegacyUser({ permissions: none }, user).permissions).toEqual(shared);
    const nowhere = { role: 'user', homeResource: null, permissions: shared };
    expect(ontoLegacyUser({ permissions: none }, nowhere).permissions).toEqual(shared);
  });

  test('are replaced if the home folder differs, or the user was an administrator', () => {
    expect(onto({ role: 'user', homeResource: '/b', permissions: shared })).toEqual(readonly);
    expect(onto({ role: 'admin', homeResource: '/a', permissions: shared }, 'user')).toEqual(
      readonly,
    );
  });

  test('are removed if the row demotes an administrator', () => {
    const demoted = ontoLegacyUser({ role: 'user' }, { role: 'admin', permissions: shared });
    expect(Object.values(demoted.permissions as Record<string, boolean>)).not.toContain(true);
    expect(ontoLegacyUser({ nickname: 'A B' }, { role: 'admin', permissions: shared })).toEqual({
      nickname: 'A B',
    });
  });

  test('do not move with the home folder, even if the row gives none', () => {
    const none = legacyPermissions([]);
    const move = { homeResource: '/b' };
    const of = (existing: Record<string, string | typeof shared>) =>
      ontoLegacyUser(move, { permissions: shared, ...existing });
    expect(of({ role: 'user', homeResource: '/a' })).toEqual({ ...move, permissions: none });
    expect(of({ role: 'user', homeResource: '/B' })).toEqual(move);
    expect(of({ role: 'admin', homeResource: '/' })).toEqual(move);
  });

  test('are removed if who is to be an ordinary user was not returned as one', () => {
    const none = legacyPermissions([]);
    expect(ontoLegacyUser({ role: 'user' }, { permissions: shared })).toEqual({
      role: 'user',
      permissions: none,
    });
  });

  test('stay if an administrator remains one', () => {
    const all = allLegacyPermissions;
    expect(onto({ role: 'admin', homeResource: '/a', permissions: all })).toEqual(all);
    expect(onto({ role: 'admin', permissions: all })).toEqual(all);
  });
});
