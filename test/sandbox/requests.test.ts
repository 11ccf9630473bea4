import http from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.js';
import { seed } from '../../src/sandbox/seed.js';
import { sandboxAndCall } from './calling.js';

/** A request whose path is sent unchanged; fetch would normalise it. */
function post(url: string, path: string, key: string): Promise<{ status?: number; body: string }> {
  return new Promise((resolve, reject) => {
    http
      .request(url, { method: 'POST', path, headers: { 'X-FilesAPI-Key': key } }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text: string) => (body += text));
        response.on('end', () => {
          resolve({ ...(response.statusCode && { status: response.statusCode }), body });
        });
      })
      .on('error', reject)
      .end();
  });
}

describe('a refusal', () => {
  it('by the model has messages and keys by parameter', async () => {
    const { call } = await sandboxAndCall();
    const body = { username: 'a ', email: 'nonsense' };
    const reply = await call('POST', '/users', body);
    const messages = {
      username: ['Username must not begin or end with a space'],
      email: ['Email is invalid'],
    };
    expect(reply.body).toEqual({
      error: 'Error saving model.',
      'http-code': 422,
      instance: expect.any(String) as string,
      title: 'Model Save Error',
      type: 'processing-failure/model-save-error',
      errors: [...messages.username, ...messages.email],
      model_errors: messages,
      model_error_keys: { username: ['leading_trailing_space'], email: ['invalid'] },
    });
    expect(reply.headers.get('X-Files-Error-Class')).toBe('processing-failure/model-save-error');
  });

  it('of another kind has no messages by parameter', async () => {
    const { call } = await sandboxAndCall();
    const { body } = await call('GET', '/users/999');
    expect(body).toEqual({
      error: 'Not Found.  This may be related to your permissions.',
      'http-code': 404,
      instance: expect.any(String) as string,
      title: 'Not Found',
      type: 'not-found',
    });
  });
});

describe('close', () => {
  it('rejects with an unexpected error, which a client took for a lost connection', async () => {
    const defect = new Error('no dice');
    const sandbox = await startSandbox({
      faults: { faults: [{ kind: 'slow', share: 1 }] },
      random: () => {
        throw defect;
      },
    });
    await expect(fetch(`${sandbox.url}/api/rest/v1/users`)).rejects.toThrow('fetch failed');
    await expect(sandbox.close()).rejects.toBe(defect);
  });

  it('ignores a client that goes away', async () => {
    const sandbox = await startSandbox();
    const { port } = new URL(sandbox.url);
    const client = connect(Number(port), '127.0.0.1');
    client.write('POST /api/rest/v1/users HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{');
    await vi.waitUntil(() => sandbox.traffic.total === 1, { timeout: 20_000 });
    client.destroy();
    // By the time it answers another client, it has noticed.
    await fetch(sandbox.url);
    await sandbox.close();
  });
});

it('every reply has its own request id', async () => {
  const { call } = await sandboxAndCall();
  const paths = ['/users', '/users', '/nothing', '/users/999'];
  const ids = [];
  for (const path of paths) ids.push((await call('GET', path)).headers.get('X-Request-Id'));
  expect(ids).not.toContain(null);
  expect(new Set(ids).size).toBe(paths.length);
});

describe('a body', () => {
  it.each([
    ['truncated', '{"username":"ada"'],
    ['a list', '[{"username":"ada"}]'],
    ['null', 'null'],
  ])('that is %s is refused', async (_what, text) => {
    const { sandbox, call } = await sandboxAndCall();
    expect(await call('POST', '/users', text)).toMatchObject({
      status: 422,
      body: { type: 'bad-request/invalid-body' },
    });
    expect(sandbox.content.users.size).toBe(1);
  });

  it.each([
    ['POST', '/users', 'username=B%C3%B3%20b&ftp_permission=false&group_ids=11%2C12'],
    ['PATCH', '/users/1', 'username=B%C3%B3+b&ftp_permission=0&group_ids=11,12'],
  ])(
    'in form encoding is converted to the types of its parameters: %s',
    async (method, path, form) => {
      const { call } = await sandboxAndCall();
      const type = { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8' };
      expect((await call(method, path, form, type)).body).toMatchObject({
        username: 'Bó b',
        ftp_permission: false,
        group_ids: '11,12',
      });
    },
  );
});

describe('unknown parameters', () => {
  it('are counted by endpoint and name', async () => {
    const { sandbox, call } = await sandboxAndCall();
    await call('POST', '/users', { username: 'ada', fullname: 'Ada' });
    await call('POST', '/users', { username: 'bob', fullname: 'Bob', clear_2fa: true });
    await call('PATCH', '/users/1', { clear_2fa: true });
    await call('POST', '/permissions', { path: 'a', user_id: 1, readwrite: true });
    expect(Object.fromEntries(sandbox.traffic.unknownParameters)).toEqual({
      'POST /users fullname': 2,
      'POST /users clear_2fa': 1,
      'POST /permissions readwrite': 1,
    });
    expect(Object.fromEntries(sandbox.traffic.byEndpoint)).toEqual({
      'POST /users': 2,
      'PATCH /users/:id': 1,
      'POST /permissions': 1,
    });
  });
});

describe('a path', () => {
  it.each([
    ['/folders/A%2FB', 201, 'A/B'],
    ['/folders/A/B', 201, 'A/B'],
    ['/folders/A/../B', 201, 'A/B'],
    ['/folders/A%5C.%2F..%2F%2FB/', 201, 'A/B'],
    ['/folders/A/B%20/C', 422, 'path-cannot-have-trailing-whitespace'],
    ['/folders/100%', 422, 'path is invalid'],
    ['/users/1/unlock/now', 404, 'not-found'],
    ['//users', 404, 'not-found'],
  ])('%s gets %i', async (path, status, part) => {
    const { sandbox } = await sandboxAndCall();
    const reply = await post(sandbox.url, `/api/rest/v1${path}?mkdir_parents=true`, sandbox.apiKey);
    expect(reply.status).toBe(status);
    expect(reply.body).toContain(part);
  });

  it.each(['/users', '/api/v3/users', '//', '/'])('%s is outside the API', async (path) => {
    const { sandbox } = await sandboxAndCall();
    expect((await post(sandbox.url, path, sandbox.apiKey)).status).toBe(404);
  });
});

describe('keys', () => {
  it('of a site have no owner, and the rights of an administrator', async () => {
    const content = {
      ...seed('main'),
      apiKeys: [{ key: 'site', userId: null, permissionSet: 'full' }],
    };
    const { sandbox, call } = await sandboxAndCall({ content });
    expect(sandbox.apiKey).toBe('site');
    expect((await call('GET', '/api_key')).body.user_id).toBeNull();
    expect((await call('GET', '/site')).body.user).toBeNull();
    expect((await call('POST', '/users', { username: 'ada' })).status).toBe(201);
  });

  it('lose their rights once the owner is not an administrator', async () => {
    const { call } = await sandboxAndCall();
    expect((await call('PATCH', '/users/1', { site_admin: false })).status).toBe(200);
    for (const [method, path] of [
      ['GET', '/site'],
      ['PATCH', '/users/1'],
      ['DELETE', '/users/1'],
      ['POST', '/users/1/unlock'],
      ['POST', '/groups'],
      ['POST', '/group_users'],
      ['POST', '/permissions'],
      ['POST', '/public_keys'],
    ] as const)
      expect(await call(method, path, method === 'GET' ? undefined : {})).toMatchObject({
        status: 403,
        body: { type: 'not-authorized/site-admin-required' },
      });
  });
});

describe('lists', () => {
  async function filled() {
    const site = await sandboxAndCall();
    for (const [username, days, name] of [
      ['cleo', 9, 'C'],
      ['bob', 100, null],
      ['ada', 30, 'A'],
    ])
      await site.call('POST', '/users', { username, password_validity_days: days, name });
    return site;
  }

  it.each([
    ['sort_by[username]=asc', 'ada,admin,bob,cleo'],
    ['sort_by[password_validity_days]=desc', 'bob,ada,cleo,admin'],
    ['sort_by[name]=asc', 'bob,ada,cleo,admin'],
    ['filter_gt[password_validity_days]=9', 'bob,ada'],
    ['filter_gteq[password_validity_days]=9', 'cleo,bob,ada'],
    ['filter_lt[password_validity_days]=30', 'admin,cleo'],
    ['filter[not_site_admin]=true', 'cleo,bob,ada'],
    ['filter_prefix[username]=AD', 'admin,ada'],
    ['filter[username]=BOB&filter[site_admin]=true', ''],
    ['filter_gt[password_validity_days]=9&filter_lt[password_validity_days]=99', 'ada'],
    ['filter_gt[authenticate_until]=2030-01-01', ''],
    ['ids=1,999', 'admin'],
    ['search=EXAMPLE.com', 'admin'],
    ['per_page=99999', 'admin,cleo,bob,ada'],
  ])('%s', async (query, names) => {
    const { call } = await filled();
    const { body } = await call('GET', `/users?${query}`);
    expect(body.map(({ username }) => username).join()).toBe(names);
  });

  it.each([
    ['per_page=0', 'bad-request'],
    ['per_page=many', 'bad-request'],
    ['filter[password]=x', 'bad-request/invalid-filter-field'],
    ['filter_prefix[ssl_required]=use', 'bad-request/invalid-filter-field'],
    ['filter_near[username]=a', 'bad-request/invalid-filter-field'],
    ['filter_gt[username]=a', 'bad-request/invalid-filter-field'],
    ['filter[site_id]=1', 'bad-request/invalid-filter-field'],
    ['filter[username]=bob&filter[disabled]=true', 'bad-request/invalid-filter-alias-combination'],
    ['sort_by[disabled]=asc', 'bad-request/invalid-sort-field'],
    ['sort_by[notes]=asc', 'bad-request/invalid-sort-field'],
    ['sort_by[username]=up', 'bad-request/invalid-sort-field'],
  ])('%s is refused', async (query, type) => {
    const { call } = await filled();
    expect(await call('GET', `/users?${query}`)).toMatchObject({
      status: 422,
      body: { type },
    });
  });

  it('send cursors under the name that SDKs read and the documented one', async () => {
    const { call } = await filled();
    const first = await call('GET', '/users?per_page=2&sort_by[username]=asc');
    const cursor = first.headers.get('X-Files-Cursor') ?? '';
    expect(first.headers.get('X-Files-Cursor-Next')).toBe(cursor);
    expect(first.headers.has('X-Files-Cursor-Prev')).toBe(false);
    const last = await call('GET', `/users?per_page=2&sort_by[username]=asc&cursor=${cursor}`);
    expect(last.body.map(({ username }) => username)).toEqual(['bob', 'cleo']);
    expect(last.headers.has('X-Files-Cursor')).toBe(false);
    expect(last.headers.has('X-Files-Cursor-Prev')).toBe(true);
  });

  it('have pages of 1,000 by default', async () => {
    const content = seed('key');
    const users = Array.from({ length: 1001 }, (_, index) => ({
      id: index + 1,
      username: `user${index}`,
      fields: { site_admin: true },
      groupIds: [],
      adminGroupIds: [],
    }));
    const { call } = await sandboxAndCall({ content: { ...content, users } });
    const { body, headers } = await call('GET', '/users');
    expect(body).toHaveLength(1000);
    const rest = await call('GET', `/users?cursor=${headers.get('X-Files-Cursor') ?? ''}`);
    expect(rest.body.map(({ username }) => username)).toEqual(['user1000']);
  });
});
