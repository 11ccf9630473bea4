import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { drawFault, parseFaults, type FaultKind } from '../../src/sandbox/faults.js';
import { loadContent, saveContent } from '../../src/sandbox/state.js';
import { sandboxAndCall, type Reply } from './calling.js';
import { expectPrivate } from '../private.js';

/** What a client sees: the status, or how the reply failed. */
async function seen(reply: Promise<Reply>): Promise<string> {
  try {
    const { status, headers } = await reply;
    return headers.has('Retry-After') ? `${status} later` : String(status);
  } catch (error) {
    return error instanceof SyntaxError ? 'no JSON' : 'broken off';
  }
}

describe('faults on request', () => {
  it.each<[FaultKind, boolean, string]>([
    ['lost-before', false, 'broken off'],
    ['lost-after', true, 'broken off'],
    ['error-before', false, '500'],
    ['error-after', true, '500'],
    ['bad-gateway', false, 'no JSON'],
    ['cut', true, 'broken off'],
    ['cut-json', true, 'no JSON'],
    ['empty', true, '201'],
    ['limited', false, '429 later'],
    ['limited-bare', false, '429'],
    ['slow', true, '201'],
  ])('%s: served %s, seen as %s', async (kind, served, what) => {
    const { sandbox, call } = await sandboxAndCall({
      faults: { faults: [{ kind, share: 1, ms: 5 }] },
    });
    expect(await seen(call('POST', '/users', { username: 'ada' }))).toBe(what);
    expect(sandbox.content.userNamed('ada') !== undefined).toBe(served);
    sandbox.setFaults(undefined);
    expect((await call('GET', '/users')).status).toBe(200);
  });

  it.each<[FaultKind, boolean, string]>([
    ['lost-after', true, 'broken off'],
    ['error-after', true, '500'],
    ['cut', true, 'broken off'],
    ['empty', true, '204'],
    ['limited', false, '429 later'],
  ])(
    '%s of a deletion, whose reply has no body: served %s, seen as %s',
    async (kind, served, what) => {
      const { sandbox, call } = await sandboxAndCall({
        faults: { faults: [{ kind, share: 1 }], concerns: (method) => method === 'DELETE' },
      });
      const { body } = await call('POST', '/users', { username: 'ada' });
      expect(await seen(call('DELETE', `/users/${String(body.id)}`))).toBe(what);
      expect(sandbox.content.userNamed('ada') === undefined).toBe(served);
    },
  );

  it('of the server match recordings: the code is a string, and there is no type', async () => {
    const { call } = await sandboxAndCall({
      faults: { faults: [{ kind: 'error-after', share: 1 }] },
    });
    const { body, headers } = await call('GET', '/users');
    expect(body).toEqual({ error: expect.any(String) as string, 'http-code': '500' });
    expect(headers.has('X-Files-Error-Class')).toBe(false);
  });

  it('of a gateway are HTML', async () => {
    const { sandbox } = await sandboxAndCall({
      faults: { faults: [{ kind: 'bad-gateway', share: 1 }] },
    });
    const reply = await fetch(`${sandbox.url}/api/rest/v1/users`);
    expect(reply.status).toBe(502);
    expect(reply.headers.get('Content-Type')).toBe('text/html');
    expect(await reply.text()).toMatch(/^<html>/);
  });

  it.each([
    [0, 'lost-after'],
    [0.09, 'lost-after'],
    [0.1, 'cut'],
    [0.39, 'cut'],
    [0.4, undefined],
    [0.99, undefined],
  ])('are drawn by their shares: %d gives %s', (drawn, kind) => {
    const plan = parseFaults('lost-after=0.1, cut=0.3');
    expect(drawFault(plan, 'GET', '/', () => drawn)?.kind).toBe(kind);
  });

  it('affect the given share of matching requests', async () => {
    let drawn = 0;
    const { call } = await sandboxAndCall({
      faults: {
        faults: [{ kind: 'error-before', share: 0.5 }],
        concerns: (method) => method === 'POST',
      },
      random: () => ((drawn += 1) % 2 === 0 ? 0.4 : 0.6),
    });
    const statuses: number[] = [];
    for (let index = 0; index < 4; index += 1)
      statuses.push((await call('POST', '/users', { username: `u${index}` })).status);
    expect(statuses).toEqual([201, 500, 201, 500]);
    expect((await call('GET', '/users')).status).toBe(200);
  });

  it.each([
    ['lost-after=0.05,slow=0.02:500', undefined],
    ['sometimes=0.1', /lost-after/],
    ['slow=2', /not a fault/],
    ['slow=1:99999999999', /not a fault/],
    ['slow=0.6,cut=0.6', /more than 1/],
  ])('are parsed or refused: %s', (text, message) => {
    if (message) expect(() => parseFaults(text)).toThrow(message);
    else expect(parseFaults(text).faults).toHaveLength(2);
  });
});

it('refuses requests beyond the rate limit with a Retry-After, and serves them later', async () => {
  let now = Date.parse('2030-01-01T00:00:00Z');
  const { call } = await sandboxAndCall({ rateLimit: 5, now: () => now });
  const statuses: number[] = [];
  for (let index = 0; index < 8; index += 1) statuses.push((await call('GET', '/users')).status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(5);
  const refused = await call('GET', '/users');
  expect(refused).toMatchObject({
    status: 429,
    body: { type: 'rate-limited/too-many-requests' },
  });
  expect(refused.headers.get('Retry-After')).toBe('1');
  now += 1001;
  expect((await call('GET', '/users')).status).toBe(200);
});

it('asks for a long wait with a slow rate limit', async () => {
  let now = 0;
  const { call } = await sandboxAndCall({ rateLimit: 0.25, now: () => now });
  expect((await call('GET', '/users')).status).toBe(200);
  expect((await call('GET', '/users')).headers.get('Retry-After')).toBe('4');
  now = 3999;
  expect((await call('GET', '/users')).headers.get('Retry-After')).toBe('1');
  now = 4999;
  expect((await call('GET', '/users')).status).toBe(200);
});

it.each([
  ['a served request', 200],
  ['a refusal by the rate limit', 429],
])('latency is added to every reply: %s', async (_what, status) => {
  const { call } = await sandboxAndCall({ latency: 60, rateLimit: 1, now: () => 0 });
  if (status === 429) await call('GET', '/users');
  const start = performance.now();
  expect((await call('GET', '/users')).status).toBe(status);
  // A timer may fire a little early, never by half.
  expect(performance.now() - start).toBeGreaterThan(50);
});

it('saves a site to a private file without passwords, and continues from it', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'files-bulk-import-sandbox-'));
  const path = join(directory, 'site.json');
  const { sandbox, call } = await sandboxAndCall();
  const hash = '5ebe2294ecd0e0f08eab7690d2a6ee69';
  await call('POST', '/users', {
    username: 'ada',
    password: 'secret-pass-1',
    imported_password_hash: hash,
  });
  await call('PATCH', '/users/1', { change_password: 'secret-pass-2' });
  await call('POST', '/permissions', { path: 'Shared', user_id: 1 });
  await call('POST', '/folders/New', {});
  await saveContent(path, sandbox.content.snapshot());
  await expectPrivate(path);
  const text = await readFile(path, 'utf8');
  for (const secret of ['secret-pass', hash]) expect(text).not.toContain(secret);
  const content = await loadContent(path);
  const next = await sandboxAndCall(content ? { content } : {});
  expect((await next.call('GET', '/users?filter[username]=ada')).body).toHaveLength(1);
  expect(next.sandbox.content.snapshot()).toEqual(sandbox.content.snapshot());
  const last = Math.max(...sandbox.content.users.keys());
  const { body } = await next.call('POST', '/users', { username: 'bob' });
  expect(body.id).toBeGreaterThan(last);
  expect(await loadContent(join(directory, 'none.json'))).toBeUndefined();
  for (const other of ['', '{"version":1', 'null', '[]', '{"version":1}', '{"version":2}']) {
    await writeFile(path, other);
    await expect(loadContent(path)).rejects.toThrow(`${path} is not the state of a sandbox.`);
  }
  await rm(directory, { recursive: true });
});
