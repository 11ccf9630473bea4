import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../src/site/clock.js';

/** Closes what a test has opened when it has ended. */
export function closeLater<T extends { readonly close: () => unknown }>(opened: T): T {
  onTestFinished(async () => {
    await opened.close();
  });
  return opened;
}

/** A server; its address. */
export async function listen(handler: http.RequestListener): Promise<string> {
  const server = http.createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  // A server that listens on a port has such an address.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What most tests of a site leave as it is: it waits for hardly anything, and tells nobody. */
export const siteOptions = {
  apiKey: 'key1that2is3secret',
  concurrency: 4,
  rate: undefined,
  timeoutMs: 2000,
  clock: systemClock,
  random: () => 0.01,
  signal: new AbortController().signal,
  userAgent: 'test/1',
  onWait: () => undefined,
  log: undefined,
};
