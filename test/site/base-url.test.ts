import { describe, expect, it } from 'vitest';
import {
  SiteAddressError,
  apiAt,
  checkedKey,
  mayHaveKey,
  siteAddress,
  type SiteNames,
} from '../../src/site/base-url.js';

describe('the address of the site', () => {
  it.each<[SiteNames, string]>([
    [{ site: 'acme' }, 'https://acme.files.com/api/rest/v1'],
    [{ site: 'Acme-7' }, 'https://acme-7.files.com/api/rest/v1'],
    [{ site: 'a' }, 'https://a.files.com/api/rest/v1'],
    [{ site: 'acme', api: 'legacy' }, 'https://acme.files.com/api/v2'],
    [{ baseUrl: 'https://acme.files.com', api: 'legacy' }, 'https://acme.files.com/api/v2'],
    [{ baseUrl: 'https://acme.files.com/api/v2/' }, 'https://acme.files.com/api/v2'],
    [{ baseUrl: 'https://acme.files.com/api/v2', api: 'legacy' }, 'https://acme.files.com/api/v2'],
    [{ baseUrl: 'https://acme.files.com/api/v2//' }, 'https://acme.files.com/api/v2'],
    [{ baseUrl: 'https://acme.files.com/api/', api: 'rest' }, 'https://acme.files.com/api'],
    [{ baseUrl: 'https://acme.files.com' }, 'https://acme.files.com/api/rest/v1'],
    [{ baseUrl: 'https://acme.files.com/' }, 'https://acme.files.com/api/rest/v1'],
    [{ baseUrl: 'https://files.acme.example:8443' }, 'https://files.acme.example:8443/api/rest/v1'],
    [{ baseUrl: 'http://127.0.0.1:4000' }, 'http://127.0.0.1:4000/api/rest/v1'],
    [{ baseUrl: 'http://localhost:4000/api/rest/v1/' }, 'http://localhost:4000/api/rest/v1'],
    [{ baseUrl: 'http://[::1]:4000' }, 'http://[::1]:4000/api/rest/v1'],
  ])('%o', (flags, expected) => {
    expect(siteAddress(flags)).toBe(expected);
  });

  it.each<[SiteNames, string]>([
    [{}, '--sandbox'],
    [{ site: 'acme', baseUrl: 'https://acme.files.com' }, 'give one of them'],
    [{ site: 'https://acme.files.com' }, 'name of a site'],
    [{ site: 'acme.files.com' }, 'name of a site'],
    [{ site: 'acme-' }, 'name of a site'],
    [{ site: '-acme' }, 'name of a site'],
    [{ site: 'a'.repeat(64) }, 'name of a site'],
    [
      { baseUrl: 'https://acme.files.com/api/v2', api: 'rest' },
      'for the legacy API, but --api says',
    ],
    [{ baseUrl: 'https://acme.files.com/api/rest/v1', api: 'legacy' }, 'for the rest API'],
    [{ baseUrl: 'https://acme.files.com/apis/x' }, 'below https://acme.files.com/api/'],
    [{ baseUrl: 'https://acme.files.com/x/api/v2' }, 'origin'],
    [{ baseUrl: 'https://acme.files.com/#x' }, 'fragment'],
    [{ baseUrl: 'https://:secret@acme.files.com' }, 'password'],
    [{ baseUrl: 'https://me@acme.files.com' }, 'user name'],
    [{ baseUrl: 'http://127.0.0.1.example.com' }, 'unencrypted'],
    [{ baseUrl: 'http://x.127.0.0.1.example' }, 'unencrypted'],
    [{ baseUrl: 'http://128.0.0.1' }, 'unencrypted'],
    [{ baseUrl: 'acme' }, 'https://acme.files.com'],
    [{ baseUrl: 'http://acme.files.com' }, 'https://'],
    [{ baseUrl: 'http://localhost.example.com' }, 'https://'],
    [{ baseUrl: 'https://me:secret@acme.files.com' }, 'password'],
    [{ baseUrl: 'https://acme.files.com/?key=1' }, 'query'],
    [{ baseUrl: 'https://acme.files.com/users' }, 'origin'],
    [{ baseUrl: 'ftp://acme.files.com' }, 'https://'],
    [{ baseUrl: 'ftp://localhost' }, 'https://'],
  ])('%o is refused', (flags, why) => {
    expect(() => siteAddress(flags)).toThrow(SiteAddressError);
    expect(() => siteAddress(flags)).toThrow(why);
    expect(() => siteAddress(flags)).not.toThrow('secret');
  });

  it('an API key in place of the name is not repeated', () => {
    const key = '0123456789abcdef'.repeat(4);
    expect(() => siteAddress({ site: key })).toThrow(
      '--site takes the name of a site, such as acme for https://acme.files.com, not what looks like an API key: a key goes into FILES_API_KEY.',
    );
    expect(() => siteAddress({ site: 'acme_' })).toThrow('not "acme_"');
  });
});

describe('an address from a file', () => {
  it.each([
    ['https://acme.files.com/api/rest/v1', true],
    ['https://app.eu.files.com', true],
    ['http://localhost:4000/api/rest/v1', true],
    ['http://127.10.20.30:4000', true],
    ['https://[::1]:4000', true],
    ['http://acme.files.com', false],
    ['https://acme.files.com:8443', false],
    ['https://files.com', false],
    ['https://acme.files.com.evil.example', false],
    ['https://evil.example/acme.files.com', false],
    ['https://acme.files.com@evil.example', false],
    ['http://localhost.evil.example', false],
    ['http://127.0.0.1.evil.example', false],
    ['http://evil.127.0.0.1.example', false],
    ['acme', false],
  ])('%s may receive the key: %s', (address, may) => {
    expect(mayHaveKey(address)).toBe(may);
  });

  it.each([
    ['https://acme.files.com/api/v2', 'legacy'],
    ['https://acme.files.com/api/rest/v1', 'rest'],
    ['https://acme.files.com/api/v2/x', 'rest'],
  ])('%s is the address of the %s API', (address, api) => {
    expect(apiAt(address)).toBe(api);
  });
});

describe('the key', () => {
  it('loses the line break of its file', () => {
    expect(checkedKey('abc123\n')).toBe('abc123');
  });

  it.each(['two words', 'a\nb', 'schlüssel', '\u0007', 'a\u007f', '\u00a0x\u00e4', ''])(
    'is refused without being shown: %j',
    (key) => {
      expect(() => checkedKey(key)).toThrow(SiteAddressError);
      expect(() => checkedKey(key)).not.toThrow(key);
    },
  );
});
