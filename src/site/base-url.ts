import type { Api } from '../columns/api.js';
import { givenText } from './mistaken-key.js';

/** The site's address or the key cannot be used as given (exit 2). */
export class SiteAddressError extends Error {
  override name = 'SiteAddressError';
}

const apiPaths: Readonly<Record<Api, string>> = { rest: '/api/rest/v1', legacy: '/api/v2' };

/**
 * The base URL of the API from `--site` (a name such as acme) or `--base-url` (an origin, or a URL whose
 * path starts with /api/), and `--api`. Only https, unless the host is this machine.
 */
export function siteAddress(
  { site, baseUrl, api }: SiteNames,
  /** What messages call the two. */
  called: Calls = flagNames,
): string {
  if (site !== undefined && baseUrl !== undefined)
    throw new SiteAddressError(
      `${called.site} and ${called.baseUrl} both name the site: give one of them.`,
    );
  if (site !== undefined) return addressOfName(site, api, called);
  if (baseUrl !== undefined) return addressOfUrl(baseUrl, api, called);
  throw new SiteAddressError(`No site: give ${called.ways}.`);
}

export interface SiteNames {
  readonly site?: string | undefined;
  readonly baseUrl?: string | undefined;
  readonly api?: Api | undefined;
}

/** `ways`: how a site can be given; `key`: where the key is given. */
type Calls = Readonly<Record<keyof SiteNames | 'ways' | 'key', string>>;
export const flagNames: Calls = {
  site: '--site',
  baseUrl: '--base-url',
  api: '--api',
  ways: '--site NAME for https://NAME.files.com, --base-url URL, --profile NAME, or --sandbox',
  key: 'FILES_API_KEY',
};

/**
 * The API of an address, determined by its path, so that a run's address is all that is needed to continue.
 */
export function apiAt(address: string): Api {
  return new URL(address).pathname === apiPaths.legacy ? 'legacy' : 'rest';
}

function addressOfName(site: string, api: Api = 'rest', called: Calls): string {
  if (/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i.test(site))
    return `https://${site.toLowerCase()}.files.com${apiPaths[api]}`;
  throw new SiteAddressError(
    `${called.site} takes the name of a site, such as acme for https://acme.files.com, not ${givenText(site, called.key)}. For an address use ${called.baseUrl}.`,
  );
}

function addressOfUrl(text: string, api: Api | undefined, called: Calls): string {
  const url = parse(text);
  const bad = (why: string): never => {
    throw new SiteAddressError(`${called.baseUrl} ${why}.`);
  };
  if (!url) return bad('takes an address such as https://acme.files.com');
  if (url.username !== '' || url.password !== '')
    return bad(`must not contain a user name or a password; the key goes into ${called.key}`);
  if (url.search !== '' || url.hash !== '') return bad('must not have a query or a fragment');
  const local = isLoopback(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && local))
    return bad(
      'must begin with https://, because the key must not go over the network unencrypted',
    );
  const path = url.pathname.replace(/(?<!\/)\/+$/, '');
  if (path === '') return url.origin + apiPaths[api ?? 'rest'];
  if (`${path}/`.startsWith('/api/')) {
    const address = url.origin + path;
    const there = apiAt(address);
    if (api !== undefined && api !== there)
      throw new SiteAddressError(
        `${address} is for the ${there} API, but ${called.api} says ${api}.`,
      );
    return address;
  }
  return bad(`is the site's origin, such as ${url.origin}, or an address below ${url.origin}/api/`);
}

function parse(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

/**
 * Where to go if the site says that another host serves it; undefined if that must not get the key, because
 * it is not a host of Files.com.
 */
export function regionOrigin(host: string): string | undefined {
  const isOurs = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+files\.com$/i.test(host);
  return isOurs ? `https://${host.toLowerCase()}` : undefined;
}

/**
 * Whether the key may go to an address that no person has named, but a file from anyone: only Files.com
 * itself, or this machine.
 */
export function mayHaveKey(address: string): boolean {
  const url = parse(address);
  if (!url) return false;
  return regionOrigin(url.hostname) === url.origin || isLoopback(url.hostname);
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** The address of an HTTP proxy, with or without a scheme. It is never shown: it may contain a password. */
export function proxyAddress(text: string): URL {
  const url = parse(/^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  if (url && (url.protocol === 'http:' || url.protocol === 'https:')) return url;
  throw new SiteAddressError(
    'The proxy is not an address such as http://proxy.example.com:3128; only HTTP proxies can be used.',
  );
}

/** Checks an API key that is to be sent in a header; its text is never shown. */
export function checkedKey(key: string): string {
  const bare = key.trim();
  // cmd.exe makes the quotes of `set FILES_API_KEY="…"` part of the value.
  if (/^["'`]|["'`]$/.test(bare))
    throw new SiteAddressError('The API key is in quotation marks. Give it without them.');
  if (/^[\x21-\x7e]+$/.test(bare)) return bare;
  throw new SiteAddressError(
    'The API key has a character that no key has, such as a space or a line break. Copy it again.',
  );
}
