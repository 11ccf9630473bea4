import { systemClock } from '../../src/site/clock.js';
import { createRestSite } from '../../src/site/rest-site.js';
import type { RestSite } from '../../src/site/site.js';

/** A sandbox as the site that a run works on; to be closed. */
export function siteOf(
  { url, apiKey }: { readonly url: string; readonly apiKey: string },
  concurrency = 2,
): RestSite {
  return createRestSite({
    baseUrl: `${url}/api/rest/v1`,
    apiKey,
    concurrency,
    rate: undefined,
    timeoutMs: 10_000,
    clock: systemClock,
    random: () => 0.01,
    signal: new AbortController().signal,
    userAgent: 'test/1',
    onWait: () => undefined,
    log: undefined,
  });
}
