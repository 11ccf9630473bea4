import { isLoopback, proxyAddress } from '../site/base-url.js';

/**
 * The proxy for an address from the environment, as other programs understand it: HTTPS_PROXY or ALL_PROXY
 * in either case, and NO_PROXY with hosts that need none. Never for this machine. Throws SiteAddressError
 * if it cannot be used.
 */
export function proxyFor(
  address: string,
  env: Readonly<Record<string, string | undefined>>,
): URL | undefined {
  const { protocol, hostname, port } = new URL(address);
  const named = (name: string): string => env[name] || env[name.toUpperCase()] || '';
  const proxy = named('https_proxy') || named('all_proxy');
  if (proxy === '' || protocol !== 'https:' || isLoopback(hostname)) return undefined;
  const exempt = named('no_proxy')
    .split(/[\s,]+/)
    .some((entry) => isExempt(entry.toLowerCase(), hostname, port || '443'));
  return exempt ? undefined : proxyAddress(proxy);
}

/** An entry of NO_PROXY: a host, which includes its subdomains, perhaps with a port; or `*`. */
function isExempt(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  const [, name = '', only] = /^\*?\.?([^:]+)(?::(\d+))?$/.exec(entry) ?? [];
  return name !== '' && (host === name || host.endsWith(`.${name}`)) && (only ?? port) === port;
}
