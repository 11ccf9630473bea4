import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import { sandboxAndCall, type Call } from './calling.js';

/** Calls the legacy API of a sandbox, and its REST v1. */
async function legacy(...options: Parameters<typeof sandboxAndCall>) {
  const { sandbox, call } = await sandboxAndCall(...options);
  return { sandbox, rest: call, call: legacyCall(sandbox) };
}

function legacyCall(sandbox: Sandbox): Call {
  return async (method, path, body, headers = {}) => {
    const response = await fetch(`${sandbox.url}/api/v2${path}`, {
      method,
      headers: {
        'ev-api-key': sandbox.apiKey,
        'ev-access-token': sandbox.apiKey,
        'Content-Type': 'application/json',
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    // The test knows the shape of the reply.
    const reply = (await response.json()) as Awaited<ReturnType<Call>>['body'];
    return { status: response.status, headers: response.headers, body: reply };
  };
}

const ada = {
  username: 'ada',
  homeResource: '/Home/ada',
  email: 'ada@example.com',
  password: 'secret-pass-1',
  role: 'user',
  timeZone: 'Europe/London',
};

describe('a user created with the legacy API', () => {
  it('is returned in its envelope, without the password', async () => {
    const { call } = await legacy({ now: () => Date.parse('2030-05-01T12:00:00Z') });
    const { status, body } = await call('POST', '/users', {
      ...ada,
      nickname: 'Ada Lovelace',
      permissions: { download: true },
      expiration: '2031-03-21 00:18:56',
      locked: true,
      welcomeEmail: true,
      onboarding: false,
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      responseStatus: 201,
      included: [],
      data: {
        type: 'user',
        attributes: {
          username: 'ada',
          nickname: 'Ada Lovelace',
          email: 'ada@example.com',
          homePath: '/Home/ada',
          permissions: { list: true, download: true, upload: false, share: false },
          role: 'user',
          timeZone: 'Europe/London',
          locked: true,
          status: 0,
          expiration: '2031-03-21 00:18:56',
          created: '2030-05-01 12:00:00',
          accessTimestamp: '0000-00-00 00:00:00',
        },
      },
    });
    expect(JSON.stringify(body)).not.toContain('secret-pass');
  });

  it('is seen by REST v1, with its folder and its permissions', async () => {
    const { call, rest, sandbox } = await legacy();
    const { body } = await call('POST', '/users', { ...ada, permissions: { upload: true } });
    const { id } = (body as unknown as { data: { id: number } }).data;
    expect((await rest('GET', `/users/${id}`)).body).toMatchObject({
      username: 'ada',
      email: 'ada@example.com',
      user_root: 'Home/ada',
      site_admin: false,
    });
    expect((await rest('GET', `/permissions?filter[user_id]=${id}`)).body).toMatchObject([
      { path: 'Home/ada', permission: 'full', recursive: true },
    ]);
    expect([...sandbox.content.folders.values()]).toContain('Home/ada');
  });

  it('can be created with REST v1 instead', async () => {
    const { call, rest } = await legacy();
    await rest('POST', '/users', { username: 'bob', name: 'Bob Kahn', site_admin: true });
    expect((await call('GET', '/users?username=BOB')).body).toMatchObject({
      returnedResults: 1,
      totalResults: 1,
      data: [{ attributes: { username: 'bob', nickname: 'Bob Kahn', role: 'admin' } }],
    });
  });
});

describe('a create is refused', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['without a username', { username: undefined }, 'username is required'],
    ['with a space in it', { username: 'ada b' }, 'username is not valid'],
    ['without a home folder', { homeResource: undefined }, 'homeResource is required'],
    ['with a home folder that has no such id', { homeResource: 'id:1223' }, 'homeResource is not'],
    ['with a folder that ends in a space', { homeResource: '/Home /ada' }, 'trailing whitespace'],
    ['without an address', { email: undefined }, 'email is required'],
    ['with a bad address', { email: 'ada' }, 'Email is invalid'],
    ['without a password', { password: undefined }, 'password is required'],
    ['with a short password', { password: 'short' }, 'Password is too short'],
    ['without a role', { role: undefined }, 'role is required'],
    ['with an unknown role', { role: 'master' }, 'role is not valid'],
    ['with a role named like a property', { role: 'constructor' }, 'role is not valid'],
    ['of an administrator elsewhere', { role: 'admin' }, 'homeResource of an admin must be /'],
    [
      'with permissions that are not an object',
      { permissions: ['list'] },
      'permissions is not valid',
    ],
    ['with a permission that is a string', { permissions: { list: 'yes' } }, 'permissions is not'],
    ['without a time zone', { timeZone: undefined }, 'timeZone is required'],
    ['with UTC', { timeZone: 'UTC' }, 'timeZone is not valid'],
    ['with a name of REST v1', { timeZone: 'Eastern Time (US & Canada)' }, 'timeZone is not valid'],
    ['with an unknown time zone', { timeZone: 'Europe/Nowhere' }, 'timeZone is not valid'],
    ['with a past expiration', { expiration: '2011-03-21 00:18:56' }, 'expiration is not valid'],
    [
      'with an expiration in another format',
      { expiration: '2031-03-21T00:18:56Z' },
      'expiration is not',
    ],
    ['with a string for locked', { locked: 'true' }, 'locked is not valid'],
    ['with a taken username', { username: 'Admin' }, 'Username has already been taken'],
  ])('%s', async (_what, change, detail) => {
    const { call, sandbox } = await legacy();
    const { status, body } = await call('POST', '/users', { ...ada, ...change });
    expect(status).toBe(422);
    expect(body).toMatchObject({
      responseStatus: 422,
      errors: [
        {
          code: expect.stringMatching(/^ERROR_/) as unknown,
          detail: expect.stringContaining(detail) as unknown,
        },
      ],
    });
    expect(sandbox.content.users.size).toBe(1);
  });

  it.each([
    ['without keys', { 'ev-api-key': '', 'ev-access-token': '' }],
    ['with only one of the keys', { 'ev-access-token': 'another' }],
    ['with the header of REST v1', { 'ev-api-key': '', 'X-FilesAPI-Key': 'sandbox' }],
  ])('%s', async (_what, headers) => {
    const { call } = await legacy();
    const { status, body } = await call('POST', '/users', ada, headers);
    expect([status, body.responseStatus]).toEqual([401, 401]);
  });
});

describe('a list', () => {
  async function many() {
    const site = await legacy();
    for (let index = 0; index < 120; index += 1)
      site.sandbox.content.addUser({
        id: site.sandbox.content.nextId(),
        username: `user${String(index).padStart(3, '0')}`,
        fields: {
          name: `Name ${index % 3}`,
          email: `u${index}@${index % 2 === 0 ? 'a' : 'b'}.com`,
        },
        groupIds: [],
        adminGroupIds: [],
      });
    const names = async (query: string): Promise<unknown[]> =>
      (
        (await site.call('GET', `/users?${query}`)).body as unknown as {
          data: { attributes: { username: string } }[];
        }
      ).data.map(({ attributes }) => attributes.username);
    return { ...site, names };
  }

  it('is paged by offset and limit, with the total number', async () => {
    const { call, names } = await many();
    expect((await call('GET', '/users')).body).toMatchObject({
      returnedResults: 25,
      totalResults: 121,
    });
    expect((await call('GET', '/users?limit=1000')).body.returnedResults).toBe(100);
    expect(await names('sort=username&offset=119&limit=5')).toEqual(['user118', 'user119']);
    expect(await names('sort=-username&limit=2')).toEqual(['user119', 'user118']);
    expect(await names('offset=500')).toEqual([]);
  });

  it.each([
    ['username=user007', 1],
    ['username=user00', 0],
    ['username=user*', 0],
    ['username=USER007&email=nothing', 1],
    ['nickname=name 1&limit=100', 40],
    ['email=*@b.com&limit=100', 60],
    ['email=*@b.com&nickname=*2&limit=100', 20],
    ['role=admin', 1],
    ['status=0', 0],
    ['search=a.com&limit=100', 60],
  ])('%s: %i', async (query, count) => {
    expect(await (await many()).names(query)).toHaveLength(count);
  });

  it.each(['limit=x', 'offset=-1', 'sort=password'])('%s is refused', async (query) => {
    const { call } = await legacy();
    expect((await call('GET', `/users?${query}`)).status).toBe(422);
  });
});

describe('an update', () => {
  async function withAda() {
    const site = await legacy();
    const { body } = await site.call('POST', '/users', { ...ada, permissions: { download: true } });
    const { id } = (body as unknown as { data: { id: number } }).data;
    const held = (): string[] =>
      site.sandbox.content.permissionsOf(id).map(({ path, permission }) => `${path} ${permission}`);
    const patch = (change: Record<string, unknown>) =>
      site.call('PATCH', `/users/${id}`, { timeZone: 'Europe/London', ...change });
    return { ...site, id, held, patch };
  }

  it('keeps what it does not name', async () => {
    const { patch, held } = await withAda();
    const { status, body } = await patch({ nickname: 'Ada L.' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      responseStatus: 200,
      data: { attributes: { nickname: 'Ada L.', email: 'ada@example.com', homePath: '/Home/ada' } },
    });
    expect(held()).toEqual(['Home/ada readonly', 'Home/ada list']);
  });

  it('of permissions replaces them all', async () => {
    const { patch, held } = await withAda();
    await patch({ permissions: { share: true } });
    expect(held()).toEqual(['Home/ada bundle']);
  });

  it('of the home folder moves the permissions', async () => {
    const { patch, held } = await withAda();
    await patch({ homeResource: '/New' });
    expect(held()).toEqual(['New list', 'New readonly']);
  });

  it('needs the time zone, and refuses an administrator elsewhere than at /', async () => {
    const { call, id, patch } = await withAda();
    expect((await call('PATCH', `/users/${id}`, { nickname: 'A' })).status).toBe(422);
    expect((await patch({ role: 'admin' })).status).toBe(422);
    expect((await patch({ role: 'admin', homeResource: '/' })).status).toBe(200);
  });

  it('of a missing user is not found, and neither is a deletion', async () => {
    const { call, id } = await withAda();
    expect((await call('PATCH', '/users/9', ada)).status).toBe(404);
    expect((await call('DELETE', `/users/${id}`)).body).toEqual({ responseStatus: 200, data: [] });
    expect((await call('DELETE', `/users/${id}`)).body).toMatchObject({ responseStatus: 404 });
    expect((await call('GET', `/users/${id}`)).status).toBe(404);
  });
});

it('counts unknown parameters, which it ignores', async () => {
  const { call, sandbox } = await legacy();
  await call('POST', '/users', { ...ada, nickName: 'x', permissions: { read: true } });
  // A parameter of Create User only.
  await call('PATCH', '/users/1', { timeZone: 'Europe/London', welcomeEmail: true });
  expect([...sandbox.traffic.unknownParameters.keys()]).toEqual([
    'POST /api/v2/users nickName',
    'POST /api/v2/users permissions.read',
    'PATCH /api/v2/users/:id welcomeEmail',
  ]);
});

it('is only for administrators', async () => {
  const { call, rest } = await legacy();
  await rest('PATCH', '/users/1', { site_admin: false });
  for (const [method, path, body] of [
    ['GET', '/users', undefined],
    ['GET', '/users/1', undefined],
    ['POST', '/users', ada],
    ['PATCH', '/users/1', { timeZone: 'Europe/London' }],
    ['DELETE', '/users/1', undefined],
  ] as const)
    expect((await call(method, path, body)).status, `${method} ${path}`).toBe(403);
});
