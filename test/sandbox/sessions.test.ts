import { describe, expect, it } from 'vitest';
import { seed } from '../../src/sandbox/seed.js';
import { sandboxAndCall } from './calling.js';

const session = { 'X-FilesAPI-Key': '', 'X-FilesAPI-Auth': 'session1' };

async function signedIn() {
  const content = { ...seed('key'), sessions: [{ id: 'session1', userId: 1 }] };
  const { sandbox, call } = await sandboxAndCall({ content });
  const { body } = await call('POST', '/users', { username: 'ada', password: 'secret-pass-1' });
  return { sandbox, call, path: `/users/${String(body.id)}` };
}

const wantingThePassword = (path: string) =>
  [
    ['PATCH', path, { password: 'secret-pass-2' }],
    ['PATCH', path, { change_password: 'secret-pass-2' }],
    ['PATCH', path, { email: 'ada@example.com' }],
    ['PATCH', path, { site_admin: true }],
    ['POST', `${path}/2fa/reset`, undefined],
    ['DELETE', path, undefined],
  ] as const;

describe('a session', () => {
  it('can do what its user may, except what needs the password again', async () => {
    const { sandbox, call, path } = await signedIn();
    expect((await call('PATCH', path, { disabled: true }, session)).status).toBe(200);
    expect((await call('POST', `${path}/unlock`, undefined, session)).status).toBe(204);
    for (const [method, at, body] of wantingThePassword(path))
      expect((await call(method, at, body, session)).body.type, `${method} ${at}`).toBe(
        method === 'PATCH'
          ? 'bad-request/reauthentication-needed-fields'
          : 'not-authorized/reauthentication-needed-action',
      );
    expect(sandbox.content.userNamed('ada')?.fields).not.toHaveProperty('email');
  });

  it('can do that too with the password of its user', async () => {
    const { call, path } = await signedIn();
    await call('PATCH', '/users/1', { password: 'secret-pass-9' });
    const again = (password: string) => ({ ...session, 'X-Files-Reauthentication': password });
    for (const [method, at, body] of wantingThePassword(path)) {
      const wrong = await call(method, at, body, again('password:secret-pass-1'));
      expect(wrong.body.type).toBe('not-authorized/reauthentication-failed');
      const right = await call(method, at, body, again('password:secret-pass-9'));
      expect(right.status, `${method} ${at}`).toBeLessThan(300);
    }
    expect((await call('GET', path)).status).toBe(404);
  });

  it('is not accepted by the legacy API', async () => {
    const { sandbox } = await signedIn();
    const reply = await fetch(`${sandbox.url}/api/v2/users`, { headers: session });
    expect(reply.status).toBe(401);
  });

  const noKey = { 'X-FilesAPI-Key': '' };
  const ada = { username: 'ada', password: 'secret-pass-1' };

  it('is created without a key, gives access, and ends on signing out', async () => {
    const { sandbox, call, path } = await signedIn();
    expect((await call('GET', path)).body.last_login_at).toBeNull();
    const begun = await call('POST', '/sessions', ada, noKey);
    expect(begun.status).toBe(201);
    const { first_login_at, last_login_at, created_at } = (await call('GET', path)).body;
    expect([first_login_at, last_login_at]).toEqual([last_login_at, expect.any(String)]);
    expect(Date.parse(String(last_login_at))).toBeGreaterThanOrEqual(
      Date.parse(String(created_at)),
    );
    const hers = { ...noKey, 'X-FilesAPI-Auth': String(begun.body.id) };
    expect((await call('GET', '/users', undefined, hers)).status).toBe(200);
    expect((await call('GET', '/site', undefined, hers)).status).toBe(403);
    expect(sandbox.content.snapshot().sessions).toHaveLength(2);
    expect((await call('DELETE', '/sessions', undefined, hers)).status).toBe(204);
    expect((await call('GET', '/users', undefined, hers)).status).toBe(401);
    expect((await call('DELETE', '/sessions', undefined, hers)).status).toBe(401);
    expect((await call('DELETE', '/sessions')).status).toBe(404);
  });

  it('cannot be created by a disabled user, and ends with its user', async () => {
    const { call, path } = await signedIn();
    const begun = await call('POST', '/sessions', ada, noKey);
    await call('PATCH', path, { disabled: true });
    expect((await call('POST', '/sessions', ada, noKey)).status).toBe(401);
    await call('DELETE', path);
    const hers = { ...noKey, 'X-FilesAPI-Auth': String(begun.body.id) };
    expect((await call('GET', '/users', undefined, hers)).status).toBe(401);
  });
});

it('refuses endpoints for administrators to others', async () => {
  const { call } = await sandboxAndCall();
  const { body } = await call('POST', '/permissions', { path: 'a', user_id: 1 });
  expect(body.recursive).toBe(true);
  await call('PATCH', '/users/1', { site_admin: false });
  const statusOf = async (endpoint: string): Promise<number> => {
    const [method = '', path = ''] = endpoint.split(' ');
    return (await call(method, path, method === 'GET' ? undefined : { name: 'x' })).status;
  };
  for (const endpoint of [
    'GET /site',
    'GET /site/usage',
    'POST /users',
    'PATCH /users/1',
    'DELETE /users/1',
    'POST /users/1/unlock',
    'POST /users/1/resend_welcome_email',
    'POST /users/1/2fa/reset',
    'POST /groups',
    'PATCH /groups/11',
    'DELETE /groups/11',
    'POST /groups/11/users',
    'POST /group_users',
    'PATCH /group_users/1',
    'DELETE /group_users/1',
    'POST /permissions',
    `DELETE /permissions/${String(body.id)}`,
    'POST /public_keys',
    'DELETE /public_keys/1',
  ])
    expect(await statusOf(endpoint), endpoint).toBe(403);
  for (const endpoint of [
    'GET /api_key',
    'GET /users',
    'GET /users/1',
    'GET /groups',
    'GET /groups/11',
    'GET /permissions',
    'GET /folders',
    'GET /folders/Home',
    'GET /public_keys',
    'GET /sso_strategies',
  ])
    expect(await statusOf(endpoint), endpoint).toBe(200);
  expect(await statusOf('POST /folders/Home/ada')).toBe(201);
});

it('refuses a new password with a different confirmation', async () => {
  const { call } = await sandboxAndCall();
  const given = { change_password: 'secret-pass-1', change_password_confirmation: 'secret-pass-2' };
  expect(await call('PATCH', '/users/1', given)).toMatchObject({
    status: 422,
    body: { model_errors: { change_password_confirmation: [expect.any(String)] } },
  });
});

it('refuses an invited user on a site for SSO users only', async () => {
  const { sandbox, call } = await sandboxAndCall();
  sandbox.content.settings.non_sso_users_allowed = false;
  const user = { username: 'ada', email: 'a@b.example', authentication_method: 'email_signup' };
  expect((await call('POST', '/users', user)).status).toBe(422);
});

it('creates a user in a group only once, with normalised folders', async () => {
  const { call } = await sandboxAndCall();
  const user = { username: 'ada', group_ids: '11,12', user_home: '/Home//ada/' };
  const { body } = await call('POST', '/groups/11/users', user);
  expect(body).toMatchObject({ group_ids: '11,12', user_home: 'Home/ada' });
});

it('delays a slow reply by the given time', async () => {
  const { call } = await sandboxAndCall({
    faults: { faults: [{ kind: 'slow', share: 1, ms: 900 }] },
  });
  const start = performance.now();
  expect((await call('GET', '/users')).status).toBe(200);
  expect(performance.now() - start).toBeGreaterThan(850);
});
