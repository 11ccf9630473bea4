import type http from 'node:http';
import { describe, expect, it } from 'vitest';
import { InDoubtError, NotAllowedError, RefusedError } from '../../src/site/errors.js';
import { createLegacySite } from '../../src/site/legacy/legacy-site.js';
import type { LegacySite } from '../../src/site/site.js';
import { legacyRefusalOf } from '../../src/site/legacy/refusal.js';
import { closeLater, listen, siteOptions } from './loopback.js';

interface Answer {
  readonly status?: number;
  readonly body: unknown;
}

/** A server that answers with `answer`, and a client for it. */
async function serve(answer: (request: http.IncomingMessage, number: number) => Answer) {
  const seen: string[] = [];
  const headers: http.IncomingHttpHeaders[] = [];
  const url = await listen((request, response) => {
    seen.push(`${request.method ?? ''} ${decodeURIComponent(request.url ?? '')}`);
    headers.push(request.headers);
    const { status = 200, body } = answer(request, seen.length);
    request.resume().on('end', () => {
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  const site = closeLater(createLegacySite({ ...siteOptions, baseUrl: `${url}/api/v2` }));
  return { site, seen, headers };
}

function user(id: number, attributes: Record<string, unknown> = {}): Record<string, unknown> {
  return { id, type: 'user', attributes: { username: `user${id}`, ...attributes } };
}

describe('the legacy API', () => {
  it('gets the key in both headers, and a User-Agent', async () => {
    const { site, headers } = await serve(() => ({
      body: { responseStatus: 200, data: [], totalResults: 0 },
    }));
    await site.userCount();
    expect(headers[0]).toMatchObject({
      'ev-api-key': 'key1that2is3secret',
      'ev-access-token': 'key1that2is3secret',
      'user-agent': 'test/1',
    });
    expect(headers[0]).not.toHaveProperty('x-filesapi-key');
  });

  it.each([
    ['of the requested size', 1000, 2500, [0, 1000, 2000]],
    ['of a smaller size', 2, 5, [0, 2, 4]],
    ['none', 1000, 0, [0]],
  ])('lists users page by page: %s', async (_what, most, total, offsets) => {
    const { site, seen } = await serve((request) => {
      const query = new URL(request.url ?? '', 'http://x').searchParams;
      const offset = Number(query.get('offset'));
      const length = Math.max(0, Math.min(most, Number(query.get('limit')), total - offset));
      const data = Array.from({ length }, (_, index) => user(offset + index));
      return {
        body: { responseStatus: 200, returnedResults: length, totalResults: total, data },
      };
    });
    const names: string[] = [];
    for await (const page of site.users()) names.push(...page.map(({ username }) => username));
    expect(new Set(names).size).toBe(total);
    expect(seen).toEqual(
      offsets.map((at) => `GET /api/v2/users?sort=username&limit=1000&offset=${at}`),
    );
  });

  it('ends a list of unknown length with an empty page', async () => {
    const { site, seen } = await serve((_request, number) => ({
      body: { responseStatus: 200, data: number < 3 ? [user(number)] : [] },
    }));
    const pages: number[] = [];
    for await (const page of site.users()) pages.push(page.length);
    expect(pages).toEqual([1, 1, 0]);
    expect(seen).toHaveLength(3);
  });

  it('ends a list whose length is null with an empty page', async () => {
    const { site } = await serve((_request, number) => ({
      body: { responseStatus: 200, totalResults: null, data: number < 3 ? [user(number)] : [] },
    }));
    const pages: number[] = [];
    for await (const page of site.users()) pages.push(page.length);
    expect(pages).toEqual([1, 1, 0]);
  });

  it('finds a user by exact name among the results', async () => {
    const { site, seen } = await serve(() => ({
      body: {
        responseStatus: 200,
        data: [user(1, { username: 'ada2' }), user(2, { username: 'Ada' })],
      },
    }));
    expect(await site.findUser('ada')).toMatchObject({ id: 2 });
    expect(await site.findUser('a&b=c')).toBeUndefined();
    expect(seen[1]).toBe('GET /api/v2/users?username=a&b=c');
  });

  it.each<[Record<string, unknown>, Record<string, unknown>]>([
    [{ created: '2030-01-02 03:04:05' }, { created_at: '2030-01-02T03:04:05.000Z' }],
    [{ created: '2030-01-02T03:04:05-04:00' }, { created_at: '2030-01-02T07:04:05.000Z' }],
    [{}, { created_at: null, last_login_at: null, site_admin: false }],
    [{ accessTimestamp: '0000-00-00 00:00:00' }, { last_login_at: null }],
    [{ accessTimestamp: null }, { last_login_at: null }],
    [{ accessTimestamp: '2030-01-02 03:04:05' }, { last_login_at: '2030-01-02T03:04:05.000Z' }],
    [{ role: 'admin' }, { role: 'admin', site_admin: true }],
    [{ homePath: '/a' }, { homeResource: '/a' }],
    [{ homeDir: '/a' }, { homeResource: '/a' }],
  ])('returns %j as %j', async (attributes, expected) => {
    const { site } = await serve(() => ({
      body: { responseStatus: 200, data: user(7, attributes) },
    }));
    expect(await site.getUser(7)).toMatchObject({ id: 7, username: 'user7', ...expected });
  });

  it.each<[string, (site: LegacySite) => Promise<unknown>, unknown, string]>([
    ['the number of users', (site) => site.userCount(), 7, 'GET /api/v2/users?limit=1'],
    ['a user', (site) => site.getUser(7), { id: 7 }, 'GET /api/v2/users/7'],
    ['a new user', (site) => site.createUser({}), { id: 7 }, 'POST /api/v2/users'],
    ['an update', (site) => site.updateUser(7, {}), { id: 7 }, 'PATCH /api/v2/users/7'],
    ['a deletion', (site) => site.deleteUser(7), true, 'DELETE /api/v2/users/7'],
  ])('is asked for %s', async (what, ask, expected, line) => {
    const data = what === 'the number of users' ? [] : user(7);
    const { site, seen } = await serve(() => ({ body: { data, totalResults: 7 } }));
    const answer = await ask(site);
    if (typeof expected === 'object') expect(answer).toMatchObject({ id: 7, username: 'user7' });
    else expect(answer).toBe(expected);
    expect(seen).toEqual([line]);
  });

  it('has no such user if it answers 404', async () => {
    const { site } = await serve(() => ({
      status: 404,
      body: { responseStatus: 404, errors: [{ code: 'ERROR_NOT_FOUND', detail: 'Not found' }] },
    }));
    expect(await site.getUser(7)).toBeUndefined();
    expect(await site.deleteUser(7)).toBe(false);
  });

  it('refuses with the status of its envelope, whatever the HTTP status', async () => {
    const errors = [
      { code: 'ERROR_A', detail: 'The email is taken' },
      { code: 'ERROR_B', detail: 'The role is unknown' },
    ];
    for (const status of [400, 200]) {
      const { site } = await serve(() => ({ status, body: { responseStatus: 400, errors } }));
      const refused = await site.createUser({}).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(RefusedError);
      expect((refused as RefusedError).refusal).toMatchObject({
        status: 400,
        type: 'ERROR_A',
        message: 'The email is taken; The role is unknown',
      });
    }
  });

  it.each([
    [200, 429],
    [200, 503],
    [200, '503'],
    [503, 503],
  ])('is asked again after HTTP status %i and %j in the envelope', async (status, inner) => {
    const errors = [{ code: 'X', detail: 'later' }];
    const { site, seen } = await serve((_request, number) =>
      number === 1
        ? { status, body: { responseStatus: inner, errors } }
        : { body: { responseStatus: 200, data: user(7) } },
    );
    expect(await site.getUser(7)).toMatchObject({ id: 7 });
    expect(seen).toHaveLength(2);
  });

  it('creates again after a rate limit only in the envelope', async () => {
    const { site, seen } = await serve((_request, number) =>
      number === 1
        ? { body: { responseStatus: 429, errors: [{ code: 'X', detail: 'slow' }] } }
        : { status: 201, body: { responseStatus: 201, data: user(7) } },
    );
    expect(await site.createUser({})).toMatchObject({ id: 7 });
    expect(seen).toHaveLength(2);
  });

  it('has secrets in its messages hidden', async () => {
    const [key, password] = ['key1that2is3secret', 'Tram-"walnut"-9'];
    const detail = `No ${password} with ${key} (${JSON.stringify(password)})`;
    for (const status of [400, 200]) {
      const { site } = await serve(() => ({
        status,
        body: { responseStatus: 400, errors: [{ code: key, detail }] },
      }));
      const refused = await site.createUser({ password }).catch((error: unknown) => error);
      expect((refused as RefusedError).refusal).toMatchObject({
        type: '[hidden]',
        message: 'No [hidden] with [hidden] ("[hidden]")',
      });
    }
  });

  it.each([401, 200])('refuses an invalid key as NotAllowedError: status %i', async (status) => {
    const { site } = await serve(() => ({
      status,
      body: { responseStatus: 401, errors: [{ code: 'X', detail: 'No such key.' }] },
    }));
    await expect(site.userCount()).rejects.toThrow(NotAllowedError);
    await expect(site.userCount()).rejects.toThrow('No such key.');
  });

  it.each<[string, (site: LegacySite) => Promise<unknown>]>([
    ['a create', (site) => site.createUser({})],
    ['an update', (site) => site.updateUser(7, {})],
    ['a deletion', (site) => site.deleteUser(7)],
  ])('asks for the list once after a 403 for %s', async (_what, ask) => {
    let listStatus = 200;
    const { site, seen } = await serve((request) => {
      const status = request.method === 'GET' ? listStatus : 403;
      const errors = [{ code: 'X', detail: 'Not for you' }];
      return { status, body: { responseStatus: status, data: [], errors } };
    });
    await expect(ask(site)).rejects.toThrow(RefusedError);
    await expect(ask(site)).rejects.toThrow(RefusedError);
    expect(seen.filter((line) => line.startsWith('GET'))).toHaveLength(1);
    listStatus = 403;
    const later = closeLater(createLegacySite({ ...siteOptions, baseUrl: site.url }));
    const both = await Promise.allSettled([ask(later), ask(later)]);
    for (const each of both)
      expect(each).toMatchObject({ reason: expect.any(NotAllowedError) as unknown });
    expect(seen.filter((line) => line.startsWith('GET'))).toHaveLength(2);
  });

  it.each<[string, Answer]>([
    ['a server error', { status: 500, body: { responseStatus: 500, errors: [] } }],
    ['a server error only in the envelope', { body: { responseStatus: 500, errors: [] } }],
    ['HTML', { body: '<html>' }],
    ['null', { body: null }],
    ['no id', { body: { responseStatus: 201, data: {} } }],
  ])('leaves a create in doubt after %s, and sends it once', async (_what, answer) => {
    const { site, seen } = await serve(() => answer);
    await expect(site.createUser({ username: 'ada' })).rejects.toThrow(InDoubtError);
    expect(seen).toHaveLength(1);
  });
});

it('an unusable reply is reported with the path of the request', async () => {
  const { site } = await serve(() => ({ body: null }));
  await expect(site.getUser(7)).rejects.toThrow('answer to /users/7 is not');
  await expect(site.findUser('ada')).rejects.toThrow('answer to /users?username=ada is not');
});

describe('a refusal', () => {
  it.each([
    ['{"responseStatus":400,"errors":[{"code":"A","detail":"one"}]}', 'A', 'one'],
    ['{"errors":[{"title":"one"},{"code":7}]}', null, 'one; 7'],
    ['{"errors":[]}', null, 'the site answered with HTTP status 400'],
    ['{"error":"as REST v1","type":"a/b"}', 'a/b', 'as REST v1'],
    ['<html>', null, 'the site answered with HTTP status 400'],
  ])('%s', (text, type, message) => {
    expect(legacyRefusalOf(400, {}, text)).toMatchObject({ status: 400, type, message });
  });
});
