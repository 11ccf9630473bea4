import type http from 'node:http';
import { expect, it } from 'vitest';
import { clockOf } from '../../src/site/clock.js';
import { createRestSite } from '../../src/site/rest-site.js';
import type { ServedWindow } from '../../src/site/site.js';
import { closeLater, listen, siteOptions } from './loopback.js';
import { hurriedClock } from './virtual-clock.js';

async function serve(
  handler: (response: http.ServerResponse, number: number, path: string) => void,
  clock = hurriedClock(),
) {
  let number = 0;
  const url = await listen((request, response) => {
    number += 1;
    request.resume().on('end', () => handler(response, number, request.url ?? ''));
  });
  const baseUrl = `${url}/api/rest/v1`;
  const options = { ...siteOptions, timeoutMs: 20_000, clock, random: () => 1 };
  return closeLater(createRestSite({ ...options, baseUrl }));
}

const user = JSON.stringify({ id: 7, username: 'ada' });

it('the window of a create includes the time-out', async () => {
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

it('when a create can be served is told by the clock of the site', async () => {
  const ahead = 2 * 86_400_000;
  const site = await serve((response) =>
    response.setHeader('Date', new Date(Date.now() + ahead).toUTCString()).end(user),
  );
  await site.getUser(7);
  const windows: ServedWindow[] = [];
  const beforeSend = (window: ServedWindow) => Promise.resolve(void windows.push(window));
  await site.createUser({ username: 'ada' }, { beforeSend });
  // The header has whole seconds.
  expect((windows[0]?.from ?? 0) - Date.now()).toBeGreaterThan(ahead - 5000);
});

it('one request without an answer is given up, however well the others are answered', async () => {
  const site = await serve((response, _number, path) => {
    response.writeHead(path.endsWith('/7') ? 500 : 200).end(user);
  });
  let error: unknown;
  void site.getUser(7).catch((caught: unknown) => (error = caught));
  for (let asked = 0; asked < 500 && error === undefined; asked += 1) await site.getUser(8);
  expect(String(error)).toContain('The site gives no useful answer');
});

it('a machine that sleeps while a request is in flight goes on afterwards', async () => {
  let asleep = 0;
  const clock = clockOf({ ...hurriedClock(), now: () => Date.now() + asleep });
  const site = await serve((response, number) => {
    if (number !== 2) response.writeHead(200).end(user);
    else {
      asleep += 8 * 3_600_000;
      response.destroy();
    }
  }, clock);
  await site.getUser(7);
  expect(await site.getUser(7)).toMatchObject({ id: 7 });
});

it('after a 429, requests are paced just below the rate that was served before it', async () => {
  const clock = hurriedClock();
  const site = await serve((response, number) => {
    if (number === 51) response.writeHead(429, { 'Retry-After': '1' }).end('{}');
    else response.writeHead(200).end(user);
  }, clock);
  for (let asked = 0; asked < 51; asked += 1) await site.getUser(7);
  const before = clock.now();
  for (let asked = 0; asked < 100; asked += 1) await site.getUser(7);
  // 50 had been served within a second.
  expect(clock.now() - before).toBeGreaterThan(1500);
  expect(clock.now() - before).toBeLessThan(20_000);
});

it('waits out the longer of two pauses that requests in flight are asked for', async () => {
  const first: http.ServerResponse[] = [];
  const site = await serve((response, number) => {
    if (number > 3) response.writeHead(200).end(user);
    else if (number === 3) response.writeHead(429, { 'Retry-After': '1' }).end('{}');
    else if (first.push(response) === 2)
      ['1', '300'].forEach((seconds, at) =>
        first[at]?.writeHead(429, { 'Retry-After': seconds }).end('{}'),
      );
  });
  const asked = await Promise.all([site.getUser(7), site.getUser(7)]);
  expect(asked).toMatchObject([{ id: 7 }, { id: 7 }]);
});
