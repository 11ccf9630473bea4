import { describe, expect, it } from 'vitest';
import { regionOrigin } from '../../src/site/base-url.js';
import { createLegacySite } from '../../src/site/legacy/legacy-site.js';
import { createRestSite } from '../../src/site/rest-site.js';
import { openSandbox } from '../sandbox/open.js';
import { closeLater, listen, siteOptions } from './loopback.js';

/** A server of the wrong region, which names `host` as the right one. */
async function wrongRegion(status: number, host: string | undefined) {
  let asked = 0;
  const url = await listen((_request, response) => {
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
  return { url, asked: () => asked };
}

function siteAt(url: string, apiKey: string, originOf?: (host: string) => string | undefined) {
  const options = { ...siteOptions, ...(originOf && { originOf }) };
  return closeLater(createRestSite({ ...options, apiKey, baseUrl: `${url}/api/rest/v1` }));
}

describe('a site in another region', () => {
  it.each([401, 403])('is followed to the host that it names, once (%i)', async (status) => {
    const sandbox = await openSandbox();
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

  it('is followed by all requests in flight', async () => {
    const sandbox = await openSandbox();
    const wrong = await wrongRegion(403, 'acme-eu.files.com');
    const site = siteAt(wrong.url, sandbox.apiKey, () => sandbox.url);
    const answers = await Promise.all(Array.from({ length: 8 }, () => site.access()));
    expect(answers).toHaveLength(8);
  });

  it.each([undefined, 'files.com.evil.example', 'evil.example', 'localhost'])(
    'is not followed to %s, which is named in the error',
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

  it('is followed with the legacy API too', async () => {
    const sandbox = await openSandbox();
    const wrong = await wrongRegion(403, 'acme-eu.files.com');
    const { url, apiKey } = sandbox;
    const options = { ...siteOptions, apiKey, originOf: () => url };
    const site = closeLater(createLegacySite({ ...options, baseUrl: `${wrong.url}/api/v2` }));
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
