import { describe, expect, it } from 'vitest';
import { SiteAddressError, checkedKey, siteAddress } from '../../src/site/base-url.js';

describe('the address of the site', () => {
  it.each([
    [{ site: 'acme' }, 'https://acme.files.com/api/rest/v1'],
    [{ baseUrl: 'https://acme.files.com' }, 'https://acme.files.com/api/rest/v1'],
    [{ baseUrl: 'https://acme.files.com/' }, 'https://acme.files.com/api/rest/v1'],
    [{ baseUrl: 'https://files.acme.example:8443' }, 'https://files.acme.example:8443/api/rest/v1'],
    [{ baseUrl: 'http://127.0.0.1:4000' }, 'http://127.0.0.1:4000/api/rest/v1'],
    [{ baseUrl: 'http://localhost:4000/api/rest/v1/' }, 'http://localhost:4000/api/rest/v1'],
    [{ baseUrl: 'http://[::1]:4000' }, 'http://[::1]:4000/api/rest/v1'],
  ])('%o', (flags, expected) => {
    expect(siteAddress(flags)).toBe(expected);
  });

  it.each([
    [{}, '--sandbox'],
    [{ site: 'acme', baseUrl: 'https://acme.files.com' }, 'give one of them'],
    [{ site: 'https://acme.files.com' }, 'name of a site'],
    [{ site: 'acme.files.com' }, 'name of a site'],
    [{ baseUrl: 'acme' }, 'https://acme.files.com'],
    [{ baseUrl: 'http://acme.files.com' }, 'https://'],
    [{ baseUrl: 'http://localhost.example.com' }, 'https://'],
    [{ baseUrl: 'https://me:secret@acme.files.com' }, 'password'],
    [{ baseUrl: 'https://acme.files.com/?key=1' }, 'query'],
    [{ baseUrl: 'https://acme.files.com/users' }, 'origin'],
    [{ baseUrl: 'ftp://acme.files.com' }, 'https://'],
  ])('%o is refused', (flags, why) => {
    expect(() => siteAddress(flags)).toThrow(SiteAddressError);
    expect(() => siteAddress(flags)).toThrow(why);
    expect(() => siteAddress(flags)).not.toThrow('secret');
  });
});

describe('the key', () => {
  it('is taken without the line break of its file', () => {
    expect(checkedKey('abc123\n')).toBe('abc123');
  });

  it.each(['two words', 'a\nb', 'schlüssel', '\u0007'])(
    'is refused without being shown: %j',
    (key) => {
      expect(() => checkedKey(key)).toThrow(SiteAddressError);
      expect(() => checkedKey(key)).not.toThrow(key);
    },
  );
});
