import { describe, expect, it } from 'vitest';
import { seed } from '../../src/sandbox/seed.js';
import { sandboxAndCall } from './calling.js';

describe('creating a user', () => {
  it('needs only a username, and sets the recorded defaults', async () => {
    const { call } = await sandboxAndCall();
    const { status, body } = await call('POST', '/users', { username: 'TestMo' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      username: 'TestMo',
      email: null,
      name: null,
      allowed_ips: null,
      authentication_method: 'password',
      group_ids: '',
      admin_group_ids: [],
      user_root: '',
      password_validity_days: 0,
      ssl_required: 'use_system_setting',
      require_2fa: 'use_system_setting',
      ftp_permission: true,
      restapi_permission: true,
      self_managed: true,
      site_admin: false,
      disabled: false,
      time_zone: 'Eastern Time (US & Canada)',
      public_keys_count: 0,
    });
    expect(body.id).toEqual(expect.any(Number));
    expect(Date.parse(String(body.created_at))).not.toBeNaN();
  });

  it('never returns a password', async () => {
    const { call } = await sandboxAndCall();
    const { status, body } = await call('POST', '/users', {
      username: 'ada',
      password: 'secret-pass-1',
    });
    expect(status).toBe(201);
    expect(JSON.stringify(body)).not.toContain('secret-pass-1');
    expect(body.password_set_at).not.toBeNull();
  });

  it('accepts forms as well as JSON', async () => {
    const { call } = await sandboxAndCall();
    const { status, body } = await call(
      'POST',
      '/users',
      'username=ada&site_admin=true&notes=a%20b',
      { 'Content-Type': 'application/x-www-form-urlencoded' },
    );
    expect(status).toBe(201);
    expect(body).toMatchObject({ username: 'ada', site_admin: true, notes: 'a b' });
  });

  it.each([
    ['no username', {}, /username is missing/],
    ['a list for group_ids', { username: 'a', group_ids: [11] }, /group_ids/],
    ['a string for a boolean', { username: 'a', site_admin: 'maybe' }, /site_admin/],
    [
      'an unknown choice',
      { username: 'a', ssl_required: 'Y' },
      /ssl_required does not have a valid value/,
    ],
    [
      'a string for a number',
      { username: 'a', password_validity_days: 'many' },
      /password_validity_days/,
    ],
    [
      'a number beyond 32 bits',
      { username: 'a', password_validity_days: 2 ** 31 },
      /password_validity_days/,
    ],
    ['an invalid date', { username: 'a', authenticate_until: 'soon' }, /authenticate_until/],
  ])('refuses %s by its type', async (_what, body, message) => {
    const { call } = await sandboxAndCall();
    const reply = await call('POST', '/users', body);
    expect(reply.status).toBe(422);
    expect(reply.body).toMatchObject({ 'http-code': 422 });
    expect(String(reply.body.type)).toMatch(/^bad-request/);
    expect(String(reply.body.error)).toMatch(message);
    expect(reply.headers.get('X-Files-Error-Class')).toBe(reply.body.type);
  });

  it.each([
    ['a name taken in another case', { username: 'ADMIN' }, 'username', 'taken'],
    ['doubled spaces', { username: 'a  b' }, 'username', 'multiple_spaces'],
    ['a leading space', { username: ' a' }, 'username', 'leading_trailing_space'],
    ['51 characters', { username: 'a'.repeat(51) }, 'username', 'too_long'],
    ['an invalid address', { username: 'a', email: 'a@b' }, 'email', 'invalid'],
    ['a short password', { username: 'a', password: 'short' }, 'password', 'too_short'],
    [
      'SSO without its strategy',
      { username: 'a', authentication_method: 'sso' },
      'sso_strategy_id',
      'invalid',
    ],
    ['an unknown group', { username: 'a', group_ids: '999' }, 'group_ids', 'not_found'],
    [
      'an invitation without an address',
      { username: 'a', authentication_method: 'email_signup' },
      'email',
      'blank',
    ],
  ])('refuses %s with an error of the model', async (_what, body, parameter, key) => {
    const { sandbox, call } = await sandboxAndCall();
    const reply = await call('POST', '/users', body);
    expect(reply.status).toBe(422);
    expect(reply.body).toMatchObject({
      error: 'Error saving model.',
      type: 'processing-failure/model-save-error',
      model_errors: { [parameter]: [expect.any(String)] },
      model_error_keys: { [parameter]: [key] },
    });
    expect(reply.headers.get('X-Request-Id')).not.toBeNull();
    expect(sandbox.content.users.size).toBe(1);
  });

  it('ignores unknown parameters, and counts them', async () => {
    const { sandbox, call } = await sandboxAndCall();
    const { status } = await call('POST', '/users', { username: 'ada', emial: 'ada@example.com' });
    expect(status).toBe(201);
    expect([...sandbox.traffic.unknownParameters.keys()].join()).toContain('emial');
  });

  it('grants grant_permission on the user root', async () => {
    const { call } = await sandboxAndCall();
    const { body } = await call('POST', '/users', {
      username: 'ada',
      user_root: '/Home/ada/',
      grant_permission: 'read+write',
    });
    const list = await call('GET', `/permissions?filter[user_id]=${String(body.id)}`);
    expect(list.body.map(({ path, permission }) => [path, permission])).toEqual([
      ['Home/ada', 'readonly'],
      ['Home/ada', 'writeonly'],
    ]);
  });
});

describe('an existing user', () => {
  it('can be read, updated, cleared and deleted', async () => {
    const { sandbox, call } = await sandboxAndCall();
    const { body } = await call('POST', '/users', { username: 'ada', name: 'Ada', company: 'A' });
    const path = `/users/${String(body.id)}`;
    expect((await call('PATCH', path, { company: null, group_ids: '11,12' })).body).toMatchObject({
      name: 'Ada',
      company: null,
      group_ids: '11,12',
    });
    expect((await call('GET', path)).body).toMatchObject({ company: null });
    for (const action of ['unlock', 'resend_welcome_email', '2fa/reset'])
      expect((await call('POST', `${path}/${action}`)).status).toBe(204);
    await call('POST', '/permissions', { path: 'x', permission: 'list', user_id: body.id });
    expect((await call('DELETE', path)).status).toBe(204);
    expect(await call('GET', path)).toMatchObject({ status: 404, body: { type: 'not-found' } });
    expect(sandbox.content.permissions.size).toBe(0);
  });

  it('keeps its groups when it joins another', async () => {
    const { call } = await sandboxAndCall();
    await call('POST', '/users', { username: 'ada', group_ids: '11' });
    const { body } = await call('GET', '/users?filter[username]=ada');
    const path = `/users/${String(body[0]?.id)}`;
    expect((await call('PATCH', path, { group_id: 12 })).body.group_ids).toBe('11,12');
    const both = { group_ids: '13', group_id: 14 };
    expect((await call('PATCH', path, both)).body.group_ids).toBe('13,14');
    expect((await call('PATCH', path, { group_ids: null })).body.group_ids).toBe('');
    expect((await call('PATCH', path, { group_id: 99 })).status).toBe(422);
  });

  it.each([
    [{}, false],
    [{ disabled: true }, true],
    [{ authenticate_until: '2026-01-01T00:00:00Z' }, true],
    [{ authenticate_until: '2026-01-01T00:00:00-00:01' }, false],
  ])('with %j is disabled, expired or inactive: %s', async (fields, out) => {
    const { call } = await sandboxAndCall({ now: () => Date.parse('2026-01-01T00:00:00Z') });
    const { body } = await call('POST', '/users', { username: 'ada', ...fields });
    expect(body.disabled_expired_or_inactive).toBe(out);
    expect(body.last_active_at).toBe(body.created_at);
  });

  it('can change to SSO, and is then managed externally', async () => {
    const { call } = await sandboxAndCall();
    const { body } = await call('POST', '/users', { username: 'ada' });
    const path = `/users/${String(body.id)}`;
    const sso = { authentication_method: 'sso', sso_strategy_id: 27 };
    expect((await call('PATCH', path, sso)).body).toMatchObject({
      ...sso,
      externally_managed: true,
    });
  });
});

describe('the list of users', () => {
  async function filled() {
    const site = await sandboxAndCall();
    for (let index = 0; index < 7; index += 1)
      await site.call('POST', '/users', {
        username: `user${index}`,
        name: index % 2 === 0 ? 'Even Person' : 'Odd Person',
        company: 'Acme',
      });
    return site;
  }

  it('is paged with cursors', async () => {
    const { call } = await filled();
    const names: unknown[] = [];
    let cursor = '';
    let pages = 0;
    do {
      const reply = await call('GET', `/users?per_page=3${cursor && `&cursor=${cursor}`}`);
      expect(Array.isArray(reply.body)).toBe(true);
      names.push(...reply.body.map(({ username }) => username));
      cursor = encodeURIComponent(reply.headers.get('X-Files-Cursor') ?? '');
      pages += 1;
    } while (cursor !== '');
    expect(pages).toBe(3);
    expect(names).toHaveLength(8);
    expect(new Set(names).size).toBe(8);
  });

  it.each([
    ['filter[username]=USER3', ['user3']],
    ['filter[username]=user', []],
    [
      'filter_prefix[username]=user',
      ['user0', 'user1', 'user2', 'user3', 'user4', 'user5', 'user6'],
    ],
    ['filter[name]=Odd Person', ['user1', 'user3', 'user5']],
    ['search=ser6', ['user6']],
    ['filter[site_admin]=true', ['admin']],
  ])('%s', async (query, names) => {
    const { call } = await filled();
    const { body } = await call('GET', `/users?${query}`);
    expect(body.map(({ username }) => username)).toEqual(names);
  });

  it.each([
    ['cursor=nonsense', 'bad-request/invalid-cursor'],
    ['filter[notes]=x', 'bad-request'],
    ['filter_gt[authenticate_until]=soon', 'bad-request/datetime-parse'],
  ])('%s is refused', async (query, type) => {
    const { call } = await filled();
    const { status, body } = await call('GET', `/users?${query}`);
    expect(status).toBe(422);
    expect(String(body.type)).toContain(type);
  });
});

describe('keys', () => {
  const none = { username: 'plain' };

  it('are refused with 401 if wrong or missing', async () => {
    const { call } = await sandboxAndCall();
    for (const key of ['wrong', ''])
      expect(await call('GET', '/api_key', undefined, { 'X-FilesAPI-Key': key })).toMatchObject({
        status: 401,
        body: { type: 'not-authenticated/invalid-credentials' },
      });
  });

  it.each([
    ['a limited key', { key: 'limited', userId: 1, permissionSet: 'desktop_app' }],
    [
      'the key of a user who is not an administrator',
      { key: 'plain', userId: 2, permissionSet: 'full' },
    ],
  ])('%s may not create users', async (_what, key) => {
    const content = seed('main');
    const plain = { id: 2, username: 'plain', fields: {}, groupIds: [], adminGroupIds: [] };
    const { call } = await sandboxAndCall({
      apiKey: key.key,
      content: { ...content, users: [...content.users, plain], apiKeys: [key] },
    });
    expect((await call('GET', '/api_key')).body).toMatchObject({
      permission_set: key.permissionSet,
      user_id: key.userId,
    });
    for (const [method, path] of [
      ['POST', '/users'],
      ['GET', '/site'],
    ] as const)
      expect(await call(method, path, method === 'POST' ? none : undefined)).toMatchObject({
        status: 403,
        body: { type: 'not-authorized/site-admin-required' },
      });
  });

  it('of an administrator can read their name, the site and its usage', async () => {
    const { call } = await sandboxAndCall();
    expect((await call('GET', '/api_key')).body.name).toBe('Sandbox');
    expect((await call('GET', '/site')).body).toMatchObject({
      password_min_length: 8,
      user: { username: 'admin', site_admin: true, api_keys_count: 1 },
    });
    expect((await call('GET', '/site/usage')).body).toMatchObject({ high_water_user_count: 1 });
  });
});
