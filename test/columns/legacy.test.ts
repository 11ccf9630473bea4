import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { carriedPermissions, legacyPermissions } from '../../src/columns/legacy/permissions.js';
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

/** The permissions that a cell asks for. */
function wanted(cell: string): readonly FolderPermission[] {
  return (readCell('folder_permissions', cell).value ?? []) as readonly FolderPermission[];
}

/** The names that are sent as true for a user whose home is `Home/ada`. */
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
    // A part of what is asked for, never more.
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

  test('are none where there is no home folder', () => {
    expect(carriedPermissions(wanted('Home/ada=full'), undefined)).toEqual([]);
  });

  test('give never more than is asked for, whatever that is', () => {
    const permission = fc.record({
      path: fc.constantFrom('Home/ada', 'home/ADA', 'Shared', ''),
      permission: fc.constantFrom(...[...permissionWords.values()].flat()),
      recursive: fc.boolean(),
    });
    // What the site makes of each name, by its document.
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
  test('of a new user name the role and every permission, as blank cells mean them', () => {
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

  test('of a change are those of the cells that are filled in', () => {
    expect(legacyParameters({ username: 'ada', disabled: true }, 'change')).toEqual({
      username: 'ada',
      locked: true,
    });
  });

  test('of an administrator are / and all permissions', () => {
    const { homeResource, role, permissions } = legacyParameters(
      { ...ada, root_folder: undefined, site_admin: true },
      'create',
    );
    expect([homeResource, role]).toEqual(['/', 'admin']);
    expect(Object.values(permissions as Record<string, boolean>)).toEqual(Array(11).fill(true));
  });

  test('a folder called like an id is a folder', () => {
    expect(legacyParameters({ ...ada, root_folder: 'id:1223' }, 'create').homeResource).toBe(
      '/id:1223',
    );
  });

  test('leave out what has no place, and say which columns that are', () => {
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

describe('what the site returns means what was sent', () => {
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
    '%s is one instant',
    (text) => {
      expect(legacyTime(timeOfLegacy(text))).toBe('2011-03-21 00:18:56');
    },
  );

  test('0000-00-00 00:00:00 is none', () => {
    expect(timeOfLegacy('0000-00-00 00:00:00')).toBeNaN();
  });
});

describe('permissions onto a user who is there', () => {
  const readonly = legacyPermissions(carriedPermissions(wanted('a=readonly'), 'a'));
  const shared = legacyPermissions(carriedPermissions(wanted('a=bundle'), 'a'));
  const onto = (existing: Record<string, string | typeof shared>, role?: string) =>
    ontoLegacyUser(
      { homeResource: '/a', permissions: readonly, ...(role !== undefined && { role }) },
      existing,
    ).permissions;

  test('are added to those on the same home folder', () => {
    expect(onto({ role: 'user', homeResource: '/A', permissions: shared })).toEqual(shared);
  });

  test('leave those that are there where the row names no home folder', () => {
    const none = legacyPermissions(carriedPermissions(wanted('a=readonly'), undefined));
    const user = { role: 'user', homeResource: '/a', permissions: shared };
    expect(ontoLegacyUser({ permissions: none }, user).permissions).toEqual(shared);
    const nowhere = { role: 'user', homeResource: null, permissions: shared };
    expect(ontoLegacyUser({ permissions: none }, nowhere).permissions).toEqual(shared);
  });

  test('replace those of another one, and those that come of being an administrator', () => {
    expect(onto({ role: 'user', homeResource: '/b', permissions: shared })).toEqual(readonly);
    expect(onto({ role: 'admin', homeResource: '/a', permissions: shared }, 'user')).toEqual(
      readonly,
    );
  });

  test('who was an administrator and is to be one no more are none, unless the row says some', () => {
    const demoted = ontoLegacyUser({ role: 'user' }, { role: 'admin', permissions: shared });
    expect(Object.values(demoted.permissions as Record<string, boolean>)).not.toContain(true);
    expect(ontoLegacyUser({ nickname: 'A B' }, { role: 'admin', permissions: shared })).toEqual({
      nickname: 'A B',
    });
  });
});
