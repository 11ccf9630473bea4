import { describe, expect, it } from 'vitest';
import { seed } from '../../src/sandbox/seed.js';
import { sandboxAndCall, type Call } from './calling.js';

async function ada(call: Call): Promise<unknown> {
  return (await call('POST', '/users', { username: 'ada' })).body.id;
}

describe('groups', () => {
  it('are created, listed, joined and deleted, with unique names', async () => {
    const { call } = await sandboxAndCall();
    const id = await ada(call);
    const made = await call('POST', '/groups', { name: 'Archive' });
    expect(made.status).toBe(201);
    expect((await call('POST', '/groups', { name: 'Archive' })).status).toBe(422);
    const named = await call('GET', '/groups?filter[name]=Archive');
    expect(named.body).toMatchObject([{ id: made.body.id, name: 'Archive' }]);
    const joined = await call('POST', '/group_users', { group_id: made.body.id, user_id: id });
    expect(joined).toMatchObject({ status: 201, body: { username: 'ada', group_name: 'Archive' } });
    expect((await call('GET', `/users/${String(id)}`)).body.group_ids).toBe(String(made.body.id));
    expect((await call('DELETE', `/groups/${String(made.body.id)}`)).status).toBe(204);
    expect((await call('GET', `/users/${String(id)}`)).body.group_ids).toBe('');
  });

  it('are sorted by name as text, even if Date.parse accepts a name', async () => {
    const { call } = await sandboxAndCall();
    for (const name of ['Team B 1', 'Team A 2']) await call('POST', '/groups', { name });
    const { body } = await call('GET', '/groups?sort_by[name]=desc&per_page=2');
    expect(body.map(({ name }) => name)).toEqual(['Team B 1', 'Team A 2']);
  });

  it.each([
    ['3', 3],
    ['x', 0],
  ])('and users are created in the given workspace: %s', async (named, workspaceId) => {
    const { call } = await sandboxAndCall();
    const headers = { 'X-Files-Workspace-Id': named };
    for (const [path, body] of [
      ['/groups', { name: 'Archive' }],
      ['/users', { username: 'ada' }],
    ] as const)
      expect((await call('POST', path, body, headers)).body.workspace_id).toBe(workspaceId);
  });

  it('can have a user created in them', async () => {
    const { call } = await sandboxAndCall();
    const { status, body } = await call('POST', '/groups/11/users', { username: 'bob' });
    expect(status).toBe(201);
    expect(body.group_ids).toBe('11');
  });

  it('list their members and administrators, however these were added', async () => {
    const { call } = await sandboxAndCall();
    const id = await ada(call);
    const lists = { user_ids: `1,${String(id)}`, admin_ids: '1' };
    const made = await call('POST', '/groups', { name: 'Archive', notes: 'Old', ...lists });
    expect(made.body).toMatchObject({ notes: 'Old', ...lists });
    const path = `/groups/${String(made.body.id)}`;
    const membership = { group_id: made.body.id, user_id: id, admin: true };
    // The id in the path is ignored.
    expect((await call('PATCH', '/group_users/1', membership)).body.admin).toBe(true);
    expect((await call('GET', path)).body.admin_ids).toBe(`1,${String(id)}`);
    expect((await call('PATCH', path, { notes: null, user_ids: String(id) })).body).toMatchObject({
      notes: null,
      user_ids: String(id),
      admin_ids: `1,${String(id)}`,
    });
    expect((await call('DELETE', '/group_users/1', membership)).status).toBe(204);
    expect((await call('DELETE', '/group_users/1', membership)).status).toBe(404);
    expect((await call('GET', path)).body).toMatchObject({ user_ids: '', admin_ids: '1' });
  });

  it.each([
    ['no name', {}, 'bad-request', /name is missing/],
    ['an empty name', { name: '' }, 'processing-failure/model-save-error', /Error saving/],
    ['a list of numbers', { name: 'a', user_ids: [1] }, 'bad-request', /user_ids is invalid/],
  ])('are refused for %s', async (_what, body, type, message) => {
    const { call } = await sandboxAndCall();
    const reply = await call('POST', '/groups', body);
    expect(reply).toMatchObject({ status: 422, body: { type } });
    expect(reply.body.error).toMatch(message);
  });

  it('cannot be created if only SSO may create them', async () => {
    const content = seed('key');
    content.settings.non_sso_groups_allowed = false;
    const { call } = await sandboxAndCall({ content });
    expect((await call('POST', '/groups', { name: 'Archive' })).status).toBe(403);
  });

  it('are deleted with their permissions', async () => {
    const { sandbox, call } = await sandboxAndCall();
    const body = { path: 'Shared', permission: 'list', group_name: 'Sales' };
    expect((await call('POST', '/permissions', body)).body).toMatchObject({ group_id: 11 });
    await call('DELETE', '/groups/11');
    expect(sandbox.content.permissions.size).toBe(0);
  });
});

describe('permissions', () => {
  it('are granted on the normalised path, listed by user, and deleted', async () => {
    const { call } = await sandboxAndCall();
    const id = await ada(call);
    const body = { path: '/Sales//North/', permission: 'readonly', recursive: true, user_id: id };
    const made = await call('POST', '/permissions', body);
    expect(made).toMatchObject({
      status: 201,
      body: {
        path: 'Sales/North',
        permission: 'readonly',
        recursive: true,
        user_id: id,
        group_ids: null,
        group_names: null,
      },
    });
    expect((await call('GET', `/permissions?filter[user_id]=${String(id)}`)).body).toHaveLength(1);
    expect((await call('GET', '/permissions?filter[user_id]=1')).body).toHaveLength(0);
    const path = `/permissions/${String(made.body.id)}`;
    expect((await call('PATCH', path, { permission: 'full' })).status).toBe(404);
    expect((await call('DELETE', path)).status).toBe(204);
    expect((await call('DELETE', path)).status).toBe(404);
  });

  it.each([
    ['user_id=1', 'Sales'],
    ['user_id=1&include_groups=true', 'Sales,Sales/North'],
    ['group_id=11', 'Sales/North'],
    ['path=sales', 'Sales'],
    ['path=/Sales/North/', 'Sales,Sales/North'],
    ['path=Sales/Northern', 'Sales'],
    ['user_id=1&path=Sales/North', 'Sales'],
    ['user_id=2&include_groups=true', ''],
    ['filter[group_id]=11', 'Sales/North'],
    ['filter_prefix[path]=sales/', 'Sales/North,Sales/South'],
    ['filter[user_id]=1&filter[path]=Sales', 'Sales'],
    ['sort_by[path]=desc', 'Sales/South,Sales/North,Sales'],
  ])('are listed by %s', async (query, paths) => {
    const { call } = await sandboxAndCall();
    await call('POST', '/permissions', { path: 'Sales', user_id: 1 });
    await call('POST', '/permissions', { path: 'Sales/North', group_id: 11 });
    await call('POST', '/permissions', { path: 'Sales/South', user_id: await ada(call) });
    await call('POST', '/group_users', { group_id: 11, user_id: 1 });
    const { body } = await call('GET', `/permissions?${query}`);
    expect(body.map(({ path }) => path).join()).toBe(paths);
  });

  it.each([
    ['no path', { permission: 'list' }, /path is missing/],
    [
      'readwrite, which the API does not have',
      { path: 'a', permission: 'readwrite' },
      /permission/,
    ],
  ])('refuse %s', async (_what, body, message) => {
    const { call } = await sandboxAndCall();
    const reply = await call('POST', '/permissions', { user_id: await ada(call), ...body });
    expect(reply.status).toBe(422);
    expect(String(reply.body.error)).toMatch(message);
  });

  it.each([
    ['/../../remote\\path//./to/file.txt', 'remote/path/to/file.txt'],
    ['.', ''],
    ['', ''],
    ['a\0b/Ça ', 'ab/Ça '],
    ['a'.repeat(5000), 'a'.repeat(5000)],
  ])('keep the path %j as %j', async (given, kept) => {
    const { call } = await sandboxAndCall();
    const { body } = await call('POST', '/permissions', { path: given, username: 'ADMIN' });
    expect(body).toMatchObject({ path: kept, user_id: 1, username: 'admin', group_id: null });
  });

  it('have paths of 5,000 characters at most', async () => {
    const { call } = await sandboxAndCall();
    const body = { path: 'a'.repeat(5001), user_id: 1 };
    expect(await call('POST', '/permissions', body)).toMatchObject({
      status: 422,
      body: { model_error_keys: { path: ['too_long'] } },
    });
  });

  it('are duplicated if they are granted twice', async () => {
    const { call } = await sandboxAndCall();
    const body = { path: 'a', permission: 'list', user_id: 1, recursive: false };
    const ids = [];
    for (let index = 0; index < 2; index += 1)
      ids.push((await call('POST', '/permissions', body)).body.id);
    const list = (await call('GET', '/permissions?filter[user_id]=1')).body;
    expect(list.map(({ id }) => id)).toEqual(ids);
    expect(list.map(({ recursive }) => recursive)).toEqual([false, false]);
  });

  it.each([
    ['an unknown user', { path: 'a', user_id: 999 }, 404],
    ['an unknown group', { path: 'a', group_name: 'Nobody' }, 404],
    ['nobody', { path: 'a' }, 422],
  ])('cannot be granted to %s', async (_what, body, status) => {
    const { call } = await sandboxAndCall();
    expect((await call('POST', '/permissions', body)).status).toBe(status);
  });

  it.each([
    ['folder_permissions_groups_only', 'a', { user: 403, admin: 403, group: 201 }],
    ['prevent_root_permissions_for_non_site_admins', '/', { user: 403, admin: 201, group: 201 }],
  ])('can be restricted by the setting %s', async (setting, path, statuses) => {
    const content = seed('key');
    content.settings[setting] = true;
    const { call } = await sandboxAndCall({ content });
    const holders = {
      user: { user_id: await ada(call) },
      admin: { user_id: 1 },
      group: { group_id: 11 },
    };
    for (const [who, holder] of Object.entries(holders)) {
      const { status } = await call('POST', '/permissions', { path, ...holder });
      expect([who, status]).toEqual([who, statuses[who as keyof typeof statuses]]);
    }
  });
});

describe('folders', () => {
  it('are created with their parents on request, but only once', async () => {
    const { sandbox, call } = await sandboxAndCall();
    expect(await call('POST', '/folders/A/B/C', {})).toMatchObject({
      status: 409,
      body: { type: 'processing-failure/destination-parent-does-not-exist' },
    });
    expect((await call('POST', '/folders/A/B/C', { mkdir_parents: true })).status).toBe(201);
    expect(sandbox.content.snapshot().folders).toEqual(
      expect.arrayContaining(['A', 'A/B', 'A/B/C']),
    );
    for (const path of ['/folders/A/B/C', '/folders/a%2FB%2Fc', '/folders/A/B/C/'])
      expect(await call('POST', path, { mkdir_parents: true })).toMatchObject({
        status: 422,
        body: { type: 'processing-failure/destination-exists' },
      });
  });

  it('are listed inside their parent, whose path is compared as the site does', async () => {
    const { call } = await sandboxAndCall();
    await call('POST', '/folders/FÎŁĘÑÂMÉ', {});
    expect((await call('POST', '/folders/filename/Straße', {})).status).toBe(201);
    for (const path of ['/folders/Filename', '/folders/f%C3%AEl%C4%99name%20']) {
      const { body } = await call('GET', path);
      expect(body).toMatchObject([{ display_name: 'Straße', type: 'directory' }]);
    }
    expect((await call('POST', '/folders/FileName%2FSTRASSE', {})).status).toBe(422);
    for (const root of ['/folders', '/folders/', '/folders/%2F'])
      expect((await call('GET', root)).body.map(({ path }) => path)).toContain('FÎŁĘÑÂMÉ');
    expect((await call('GET', '/folders/elsewhere')).status).toBe(404);
  });

  it('are created with their parents by a setting of the site', async () => {
    const content = seed('key');
    content.settings.always_mkdir_parents = true;
    const { call } = await sandboxAndCall({ content });
    expect((await call('POST', '/folders/A/B/C', {})).status).toBe(201);
  });

  it('have names without trailing white space, but with any letters', async () => {
    const { call } = await sandboxAndCall();
    expect(await call('POST', '/folders/A%20', {})).toMatchObject({
      status: 422,
      body: { type: 'bad-request/path-cannot-have-trailing-whitespace' },
    });
    const made = await call('POST', `/folders/${encodeURIComponent('Fîlé & 100%')}`, {});
    expect(made).toMatchObject({ status: 201, body: { path: 'Fîlé & 100%' } });
  });
});

it('SSO strategies have a provider', async () => {
  const { call } = await sandboxAndCall();
  const { body } = await call('GET', '/sso_strategies');
  expect(body.map(({ provider }) => provider)).toContain('okta');
  expect(body[0]).toMatchObject({ id: 21, enabled: true });
});

it('an unknown endpoint or user is a 404', async () => {
  const { call } = await sandboxAndCall();
  expect((await call('GET', '/nothing')).status).toBe(404);
  expect((await call('GET', '/users/999')).status).toBe(404);
});
