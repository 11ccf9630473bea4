import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { clockOf } from '../../src/site/clock.js';
import { createRestSite } from '../../src/site/rest-site.js';
import type { ServedWindow } from '../../src/site/site.js';

const toClose: (() => void)[] = [];

afterEach(() => {
  for (const close of toClose.splice(0)) close();
});

async function serve(handler: (response: http.ServerResponse, number: number) => void) {
  let number = 0;
  const server = http.createServer((request, response) => {
    number += 1;
    request.resume().on('end', () => handler(response, number));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Waiting takes no time.
  let ahead = 0;
  const clock = clockOf({
    now: () => Date.now() + ahead,
    after(ms, callback) {
      ahead += ms;
      const timer = setImmediate(callback);
      return () => clearImmediate(timer);
    },
  });
  const site = createRestSite({
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/rest/v1`,
    apiKey: 'key',
    concurrency: 1,
    rate: undefined,
    timeoutMs: 20_000,
    clock,
    random: () => 0.01,
    signal: new AbortController().signal,
    userAgent: 'test/1',
    onWait: () => undefined,
    log: undefined,
  });
  toClose.push(() => {
    site.close();
    server.close();
    server.closeAllConnections();
  });
  return site;
}

const user = JSON.stringify({ id: 7, username: 'ada' });

it('a create can be served until its reply would come too late', async () => {
  const site = await serve((response) => response.writeHead(201).end(user));
  const windows: ServedWindow[] = [];
  const before = Date.now();
  await site.createUser(
    { username: 'ada' },
    { beforeSend: (window) => Promise.resolve(void windows.push(window)) },
  );
  expect(windows[0]?.until).toBeGreaterThanOrEqual(before + 20_000);
});

it.each([
  [600, true],
  [601, false],
])('a pause of %i s is waited for: %s', async (seconds, waited) => {
  const site = await serve((response, number) => {
    if (number === 1) response.writeHead(429, { 'Retry-After': String(seconds) }).end('{}');
    else response.writeHead(200).end(user);
  });
  const asked = site.getUser(7);
  if (waited) expect(await asked).toMatchObject({ id: 7 });
  else await expect(asked).rejects.toThrow('asks to wait 10 minutes');
});
