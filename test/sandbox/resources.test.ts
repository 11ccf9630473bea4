import { describe, expect, it } from 'vitest';
import { sandboxAndCall, type Call } from './calling.js';

async function ada(call: Call): Promise<unknown> {
  return (await call('POST', '/users', { username: 'ada' })).body.id;
}

describe('groups', () => {
  it('are made, listed, joined and deleted; a name is there once', async () => {
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

  it('can have a user made in them', async () => {
    const { call } = await sandboxAndCall();
    const { status, body } = await call('POST', '/groups/11/users', { username: 'bob' });
    expect(status).toBe(201);
    expect(body.group_ids).toBe('11');
  });
});

describe('permissions', () => {
  it('are given by path as the site keeps it, listed by user, and taken away', async () => {
    const { call } = await sandboxAndCall();
    const id = await ada(call);
    const body = { path: '/Sales//North/', permission: 'readonly', recursive: true, user_id: id };
    const made = await call('POST', '/permissions', body);
    expect(made).toMatchObject({
      status: 201,
      body: { path: 'Sales/North', permission: 'readonly', recursive: true, user_id: id },
    });
    expect((await call('GET', `/permissions?filter[user_id]=${String(id)}`)).body).toHaveLength(1);
    expect((await call('GET', '/permissions?filter[user_id]=1')).body).toHaveLength(0);
    const path = `/permissions/${String(made.body.id)}`;
    expect((await call('PATCH', path, { permission: 'full' })).status).toBe(404);
    expect((await call('DELETE', path)).status).toBe(204);
    expect((await call('DELETE', path)).status).toBe(404);
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
});

describe('folders', () => {
  it('are made with their parents on request, once', async () => {
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

  it('have names that do not end in white space, and may have any letters', async () => {
    const { call } = await sandboxAndCall();
    expect(await call('POST', '/folders/A%20', {})).toMatchObject({
      status: 422,
      body: { type: 'bad-request/path-cannot-have-trailing-whitespace' },
    });
    const made = await call('POST', `/folders/${encodeURIComponent('Fîlé & 100%')}`, {});
    expect(made).toMatchObject({ status: 201, body: { path: 'Fîlé & 100%' } });
  });
});

describe('public keys', () => {
  const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHHV2WZhzYTqGjUz9IQ1yWQVDfXyS0Sb1yW9a4eXqVZy';

  it('are added to a user and listed with their fingerprints', async () => {
    const { call } = await sandboxAndCall();
    const id = await ada(call);
    const made = await call('POST', '/public_keys', {
      user_id: id,
      title: 'Laptop',
      public_key: key,
    });
    expect(made).toMatchObject({ status: 201, body: { title: 'Laptop', username: 'ada' } });
    expect(made.body.fingerprint).toMatch(/^([0-9a-f]{2}:){15}[0-9a-f]{2}$/);
    expect((await call('GET', `/public_keys?user_id=${String(id)}`)).body).toHaveLength(1);
    expect((await call('GET', `/users/${String(id)}`)).body.public_keys_count).toBe(1);
    expect((await call('DELETE', `/public_keys/${String(made.body.id)}`)).status).toBe(204);
  });

  it('that are none are refused', async () => {
    const { call } = await sandboxAndCall();
    const body = { user_id: await ada(call), title: 'x', public_key: 'nonsense' };
    expect((await call('POST', '/public_keys', body)).body).toMatchObject({
      model_errors: { public_key: [expect.any(String)] },
    });
  });
});

it('strategies of single sign-on tell their provider', async () => {
  const { call } = await sandboxAndCall();
  const { body } = await call('GET', '/sso_strategies');
  expect(body.map(({ provider }) => provider)).toContain('okta');
  expect(body[0]).toMatchObject({ id: 21, enabled: true });
});

it('what there is no endpoint for is not found', async () => {
  const { call } = await sandboxAndCall();
  expect((await call('GET', '/nothing')).status).toBe(404);
  expect((await call('GET', '/users/999')).status).toBe(404);
});
