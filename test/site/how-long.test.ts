import type http from 'node:http';
import { expect, it } from 'vitest';
import { createRestSite } from '../../src/site/rest-site.js';
import type { ServedWindow } from '../../src/site/site.js';
import { closeLater, listen, siteOptions } from './loopback.js';
import { hurriedClock } from './virtual-clock.js';

async function serve(handler: (response: http.ServerResponse, number: number) => void) {
  let number = 0;
  const url = await listen((request, response) => {
    number += 1;
    request.resume().on('end', () => handler(response, number));
  });
  const baseUrl = `${url}/api/rest/v1`;
  const options = { ...siteOptions, timeoutMs: 20_000, clock: hurriedClock() };
  return closeLater(createRestSite({ ...options, baseUrl }));
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
