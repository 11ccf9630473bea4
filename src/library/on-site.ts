import type { Api } from '../columns/api.js';
import { checkedKey, proxyAddress, SiteAddressError, siteAddress } from '../site/base-url.js';
import type { Wait } from '../site/client.js';
import { systemClock } from '../site/clock.js';
import { usualConcurrency, usualTimeout } from '../site/connection-limits.js';
import { openSite, siteId } from '../site/open-site.js';
import type { RestSite, Site } from '../site/site.js';
import type { FileOptions } from './input.js';

/** Which site, with which key, and how fast. */
export interface SiteOptions {
  /** The site's name: `acme` for https://acme.files.com. */
  readonly site?: string | undefined;
  /** Instead of `site`: an address; https, unless it is on this machine. */
  readonly baseUrl?: string | undefined;
  /** Default: `rest`. */
  readonly api?: Api | undefined;
  /** A site administrator's key. Never written anywhere, and not part of anything that is returned. */
  readonly apiKey: string;
  /** Only with REST v1. */
  readonly workspaceId?: number | undefined;
  /** The address of an HTTP proxy through which the site is reached; default: none. */
  readonly proxy?: string | undefined;
  /** Requests in flight at once, up to 1,000; default: 8. */
  readonly concurrency?: number | undefined;
  /** At most this many requests per second, from 0.001; default: as many as the site allows. */
  readonly rate?: number | undefined;
  /** How long a reply may take, in ms, up to a day; default: 30,000. */
  readonly timeoutMs?: number | undefined;
  /** Called whenever requests have to wait; ms. */
  readonly onWait?: ((wait: Wait) => void) | undefined;
}

/** Work on the users of a file, recorded as a run so that it can be resumed. */
export interface WorkOptions extends FileOptions {
  readonly site: SiteOptions;
  /** Where runs are kept: a permanent directory, created with mode 0700. */
  readonly stateDirectory: string;
  /** Do nothing if there are warnings, such as a user who is not found. */
  readonly strict?: boolean | undefined;
  /** Start over even if the file has such a run on this site. */
  readonly restart?: boolean | undefined;
  /** Resume this run and no other, and retry what failed in it: an id of `listRuns`. */
  readonly resume?: string | undefined;
  /** Aborted when no further row is to start: those in progress are finished, and the result says so. */
  readonly stop?: AbortSignal | undefined;
}

/** A site, for as long as one piece of work takes. */
export interface OpenedSite {
  readonly site: Site;
  /** What runs are bound to. */
  readonly siteId: string;
  readonly concurrency: number;
  readonly rate: number | undefined;
}

/**
 * Opens a site, works, and closes it. Rejects with SiteAddressError if the site or the key cannot be right.
 * `signal` ends every request at once.
 */
export async function onSite<Result>(
  options: SiteOptions,
  signal: AbortSignal,
  work: (opened: OpenedSite) => Promise<Result>,
): Promise<Result> {
  const opened = await openOn(options, signal);
  try {
    return await work(opened);
  } finally {
    opened.site.close();
  }
}

/** The same, if the caller closes it. */
export async function openOn(
  {
    apiKey,
    workspaceId,
    concurrency = usualConcurrency,
    rate,
    timeoutMs = usualTimeout * 1000,
    ...options
  }: SiteOptions,
  signal: AbortSignal,
): Promise<OpenedSite> {
  signal.throwIfAborted();
  const baseUrl = siteAddress(options, called);
  const site = await openSite({
    baseUrl,
    proxy: options.proxy === undefined ? undefined : proxyAddress(options.proxy),
    credential: { apiKey: checkedKey(apiKey) },
    workspaceId,
    concurrency,
    rate,
    timeoutMs,
    clock: systemClock,
    random: Math.random,
    signal,
    userAgent: program,
    onWait: options.onWait ?? (() => undefined),
    log: undefined,
  });
  return { site, siteId: siteId(baseUrl, workspaceId), concurrency, rate };
}

/** Throws SiteAddressError for what the legacy API does not have. */
export function requireRest(site: Site): RestSite {
  if (site.api === 'rest') return site;
  throw new SiteAddressError(`${site.url} is of the legacy API, which has nothing for this.`);
}

/** The program's name for journals and for the site. */
export const program = 'files-bulk-import (library)';

/** What messages call the options. */
const called = {
  site: 'site',
  baseUrl: 'baseUrl',
  api: 'api',
  ways: 'site, such as acme for https://acme.files.com, or baseUrl',
  key: 'apiKey',
};
