import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.js';
import { regionOrigin } from '../../src/site/base-url.js';
import { systemClock } from '../../src/site/clock.js';
import { createLegacySite } from '../../src/site/legacy/legacy-site.js';
import { createRestSite } from '../../src/site/rest-site.js';

const toClose: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of toClose.splice(0)) await close();
});

/** A host of another region, which names `host` as the right one. */
async function wrongRegion(status: number, host: string | undefined) {
  let asked = 0;
  const server = http.createServer((_request, response) => {
    asked += 1;
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(
      JSON.stringify({
        error: 'Wrong region.',
        'http-code': status,
        type: 'not-authenticated/lockout-region-mismatch',
        data: { host },
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  toClose.push(() => void server.close());
  // A server that listens on a port has such an address.
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, asked: () => asked };
}

function options(baseUrl: string, apiKey: string) {
  return {
    baseUrl,
    apiKey,
    concurrency: 8,
    rate: undefined,
    timeoutMs: 5000,
    clock: systemClock,
    random: () => 0.01,
    signal: new AbortController().signal,
    userAgent: 'test/1',
    onWait: () => undefined,
    log: undefined,
  };
}

function siteAt(url: string, apiKey: string, originOf?: (host: string) => string | undefined) {
  const site = createRestSite({
    ...options(`${url}/api/rest/v1`, apiKey),
    ...(originOf && { originOf }),
  });
  toClose.push(() => site.close());
  return site;
}

describe('a site in another region', () => {
  it.each([401, 403])('is followed to the host that it names, once (%i)', async (status) => {
    const sandbox = await startSandbox();
    toClose.push(() => sandbox.close());
    const wrong = await wrongRegion(status, 'acme-eu.files.com');
    const named: string[] = [];
    const site = siteAt(wrong.url, sandbox.apiKey, (host) => {
      named.push(host);
      return sandbox.url;
    });
    expect((await site.access()).permissionSet).toBe('full');
    await site.createUser({ username: 'ada' });
    expect([wrong.asked(), named]).toEqual([1, ['acme-eu.files.com']]);
    expect(sandbox.content.userNamed('ada')).toBeDefined();
    expect(site.url).toBe(`${wrong.url}/api/rest/v1`);
  });

  it('is followed by all requests that were under way', async () => {
    const sandbox = await startSandbox();
    toClose.push(() => sandbox.close());
    const wrong = await wrongRegion(403, 'acme-eu.files.com');
    const site = siteAt(wrong.url, sandbox.apiKey, () => sandbox.url);
    const answers = await Promise.all(Array.from({ length: 8 }, () => site.access()));
    expect(answers).toHaveLength(8);
  });

  it.each([undefined, 'files.com.evil.example', 'evil.example', 'localhost'])(
    'is not followed to %s, and its name is told',
    async (host) => {
      const wrong = await wrongRegion(403, host);
      const error: unknown = await siteAt(wrong.url, 'key')
        .access()
        .catch((reason: unknown) => reason);
      expect(error).toMatchObject({ name: 'NotAllowedError' });
      expect(String(error)).toContain(host ?? 'another host');
      expect(wrong.asked()).toBe(1);
    },
  );

  it('is not followed from host to host', async () => {
    const third = await wrongRegion(403, 'fourth.files.com');
    const second = await wrongRegion(403, 'third.files.com');
    const first = await wrongRegion(403, 'second.files.com');
    const hosts = [second.url, third.url];
    const site = siteAt(first.url, 'key', () => hosts.shift());
    await expect(site.access()).rejects.toThrow('third.files.com');
    expect([first.asked(), second.asked(), third.asked()]).toEqual([1, 1, 0]);
  });

  it('is not followed to itself', async () => {
    const wrong = await wrongRegion(403, 'acme.files.com');
    const hosts = [wrong.url, wrong.url];
    const site = siteAt(wrong.url, 'key', () => hosts.shift());
    await expect(site.access()).rejects.toThrow('acme.files.com');
    expect(wrong.asked()).toBe(1);
  });

  it('is followed over the API that it was asked over', async () => {
    const sandbox = await startSandbox();
    toClose.push(() => sandbox.close());
    const wrong = await wrongRegion(403, 'acme-eu.files.com');
    const site = createLegacySite({
      ...options(`${wrong.url}/api/v2`, sandbox.apiKey),
      originOf: () => sandbox.url,
    });
    toClose.push(() => site.close());
    expect(await site.userCount()).toBe(1);
  });
});

describe('regionOrigin', () => {
  it.each([
    ['acme.files.com', 'https://acme.files.com'],
    ['ACME-EU.Files.com', 'https://acme-eu.files.com'],
    ['app.eu.files.com', 'https://app.eu.files.com'],
    ['a.files.com', 'https://a.files.com'],
    ['files.com', undefined],
    ['evilfiles.com', undefined],
    ['acme.files.com.evil.example', undefined],
    ['acme.files.com:8443', undefined],
    ['evil.example/acme.files.com', undefined],
    ['evil.example#.files.com', undefined],
    ['user@acme.files.com', undefined],
    ['.files.com', undefined],
    ['acme.files.com\n', undefined],
    ['', undefined],
  ])('%j gives %s', (host, origin) => {
    expect(regionOrigin(host)).toBe(origin);
  });
});
