import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { AbortError } from '../../src/site/clock.js';
import { openConnections } from '../../src/site/exchange.js';
import { closeLater, listen } from './loopback.js';

test('an exchange is aborted whatever it waits for, and leaves no listener', async () => {
  const abort = new AbortController();
  const origin = await listen((request, response) => {
    if (request.url === '/whole') response.end('{}');
    else if (request.url === '/part') response.writeHead(200, { 'Content-Length': 9 }).write('{');
    else abort.abort();
  });
  const connections = closeLater(openConnections(4));
  const get = (path: string) => {
    const request = { method: 'GET', url: new URL(path, origin), headers: {}, body: undefined };
    return connections.exchange(request, 60_000, abort.signal);
  };
  expect(await get('/whole')).toMatchObject({ type: 'whole', status: 200, text: '{}' });
  await expect.poll(() => getEventListeners(abort.signal, 'abort')).toEqual([]);
  // The last is never answered, and aborts them all.
  const asked = await Promise.allSettled([get('/part'), get('/none')]);
  const later = await Promise.allSettled([get('/whole')]);
  for (const { status, ...why } of [...asked, ...later])
    expect([status, why]).toEqual(['rejected', { reason: new AbortError() }]);
});
