import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../src/site/clock.js';

/** Closes something when the test ends. */
export function closeLater<T extends { readonly close: () => unknown }>(opened: T): T {
  onTestFinished(async () => {
    await opened.close();
  });
  return opened;
}

/** Starts a server; returns its address. */
export async function listen(handler: http.RequestListener): Promise<string> {
  const server = http.createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  // The address of a server that listens on a port is an AddressInfo.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Options for most tests of a site: short waits and no callbacks. */
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
