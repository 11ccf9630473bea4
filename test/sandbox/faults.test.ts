import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseFaults, type FaultKind } from '../../src/sandbox/faults.js';
import { loadContent, saveContent } from '../../src/sandbox/state.js';
import { sandboxAndCall, type Reply } from './calling.js';

/** What a client sees of a create: the status, or how its reply failed. */
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

  it('concern the requests that are meant, in the share that is asked for', async () => {
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
    ['slow=2', /no fault/],
    ['slow=0.6,cut=0.6', /more than 1/],
  ])('are written so: %s', (text, message) => {
    if (message) expect(() => parseFaults(text)).toThrow(message);
    else expect(parseFaults(text).faults).toHaveLength(2);
  });
});

it('a rate beyond the limit is refused, with when to come again, and then served', async () => {
  let now = Date.parse('2030-01-01T00:00:00Z');
  const { sandbox, call } = await sandboxAndCall({ rateLimit: 5, now: () => now });
  const statuses: number[] = [];
  for (let index = 0; index < 8; index += 1) statuses.push((await call('GET', '/users')).status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(5);
  const refused = await call('GET', '/users');
  expect(refused).toMatchObject({
    status: 429,
    body: { type: 'rate-limited/too-many-requests' },
  });
  expect(refused.headers.get('Retry-After')).toBe('1');
  expect(sandbox.traffic.limited).toBe(4);
  now += 1001;
  expect((await call('GET', '/users')).status).toBe(200);
});

it('a site is kept in a private file, without passwords, and goes on from there', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'files-bulk-import-sandbox-'));
  const path = join(directory, 'site.json');
  const { sandbox, call } = await sandboxAndCall();
  await call('POST', '/users', { username: 'ada', password: 'secret-pass-1' });
  await saveContent(path, sandbox.content.snapshot());
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readFile(path, 'utf8')).not.toContain('secret-pass-1');
  const content = await loadContent(path);
  const next = await sandboxAndCall(content ? { content } : {});
  expect((await next.call('GET', '/users?filter[username]=ada')).body).toHaveLength(1);
  expect(await loadContent(join(directory, 'none.json'))).toBeUndefined();
  await rm(directory, { recursive: true });
});
