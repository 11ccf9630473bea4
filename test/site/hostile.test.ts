import type http from 'node:http';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createRestSite } from '../../src/site/rest-site.js';
import type { RestSite } from '../../src/site/site.js';
import { closeLater, listen, siteOptions } from './loopback.js';
import { hurriedClock } from './virtual-clock.js';

/** A client that does not really wait. */
function siteAt(url: string, timeoutMs = 500): RestSite {
  const baseUrl = `${url}/api/rest/v1`;
  return closeLater(createRestSite({ ...siteOptions, timeoutMs, clock: hurriedClock(), baseUrl }));
}

type Answer = (response: http.ServerResponse) => void;

const reply =
  (status: number, body: string | Buffer, headers: http.OutgoingHttpHeaders = {}): Answer =>
  (response) => {
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
    response.end(body);
  };

/** Raw bytes, not composed by Node. */
const bytes =
  (text: string): Answer =>
  ({ socket }) =>
    void socket?.end(text);

const endless: Answer = (response) => {
  response.writeHead(200);
  Readable.from(zeros()).pipe(response);
};

function* zeros(): Generator<Buffer> {
  for (;;) yield Buffer.alloc(2 ** 16);
}

const slow: Answer = (response) => {
  response.writeHead(200);
  const timer = setInterval(() => response.write(' '), 20);
  response.on('close', () => clearInterval(timer));
};

const deep = '['.repeat(200_000) + ']'.repeat(200_000);
const wrongChunk = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n';
const smuggled =
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n2\r\n{}\r\n0\r\n\r\n';

const answers: Record<string, Answer> = {
  'a page': reply(200, '<html>Sign in</html>'),
  'text instead of JSON': reply(200, 'Sign in'),
  'JSON that is not of the API': reply(200, '{"id":"7","username":7}'),
  null: reply(200, 'null'),
  'a text': reply(200, '"ada"'),
  'a number': reply(200, '7'),
  'names of prototypes': reply(200, '{"__proto__":{"id":7,"username":"ada"},"constructor":1}'),
  'arrays in arrays in arrays': reply(200, deep),
  'errors in errors': reply(422, `{"errors":${deep},"model_errors":{"__proto__":["x"]}}`),
  'invalid UTF-8': reply(200, Buffer.from('ff00fe', 'hex')),
  'unrequested gzip': reply(200, gzipSync(Buffer.alloc(2 ** 24)), {
    'Content-Encoding': 'gzip',
  }),
  'huge headers': reply(200, '{}', { 'X-Much': 'x'.repeat(100_000) }),
  'chunks of a wrong length': bytes(wrongChunk),
  'two lengths': bytes(smuggled),
  'another protocol': bytes('SSH-2.0-OpenSSH_9.6\r\n'),
};

/** These begin unlike any reply of the API, so they cannot be truncated ones. */
const isOfNoApi = ['a page', 'text instead of JSON', 'invalid UTF-8', 'unrequested gzip'];

describe.each(Object.entries(answers))('a site that answers %s', (name, answer) => {
  const refuses = name === 'errors in errors';
  const question = isOfNoApi.includes(name) ? 'SiteAddressError' : 'SiteUnavailableError';
  it.each<[string, (site: RestSite) => Promise<unknown>, string]>([
    ['a look-up', (site) => site.findUser('ada'), question],
    ['a create', (site) => site.createUser({ username: 'ada' }), 'InDoubtError'],
  ])('%s fails with the right error', async (_what, act, expected) => {
    const url = await listen((request, response) => {
      request.resume().on('end', () => answer(response));
    });
    await expect(act(siteAt(url))).rejects.toMatchObject({
      name: refuses ? 'RefusedError' : expected,
    });
  });
});

it.each([
  ['without end is cut off', endless, 60_000, 'the reply is too long'],
  ['that trickles in is given up', slow, 500, 'no reply came within 0.5 s'],
])('a reply %s', async (_, answer, timeoutMs, message) => {
  const url = await listen((_request, response) => answer(response));
  const site = siteAt(url, timeoutMs);
  await expect(site.createUser({ username: 'ada' })).rejects.toThrow(message);
});

it.each([301, 302, 303, 307, 308])(
  'a redirect with %i is not followed: the key stays',
  async (status) => {
    const elsewhere: string[] = [];
    const other = await listen((request, response) => {
      elsewhere.push(request.url ?? '');
      reply(200, '{}')(response);
    });
    const url = await listen((request, response) => {
      request.resume();
      reply(status, '', { Location: `${other}/api/rest/v1/site` })(response);
    });
    await expect(siteAt(url).settings()).rejects.toThrow(`HTTP status ${status}`);
    await expect(siteAt(url).createUser({ username: 'ada' })).rejects.toThrow(
      `HTTP status ${status}`,
    );
    expect(elsewhere).toEqual([]);
  },
);
