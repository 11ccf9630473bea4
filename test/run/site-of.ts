import { createRestSite } from '../../src/site/rest-site.js';
import type { RestSite } from '../../src/site/site.js';
import { siteOptions } from '../site/loopback.js';

/** A sandbox as the site of a run; must be closed. */
export function siteOf(
  { url, apiKey }: { readonly url: string; readonly apiKey: string },
  concurrency = 2,
): RestSite {
  return createRestSite({
    ...siteOptions,
    baseUrl: `${url}/api/rest/v1`,
    apiKey,
    concurrency,
    timeoutMs: 10_000,
  });
}
