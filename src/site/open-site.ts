import { apiAt, SiteAddressError } from './base-url.js';
import type { ClientOptions } from './client.js';
import type { Credential } from './credential.js';
import type { Site } from './site.js';

export interface OpenSiteOptions extends Omit<ClientOptions, 'headers' | 'refusalOf'> {
  readonly credential: Credential;
  readonly workspaceId: number | undefined;
  readonly userAgent: string;
}

/** The site at an address, over the API of that address. Sends nothing yet. */
export async function openSite({
  credential,
  workspaceId,
  ...options
}: OpenSiteOptions): Promise<Site> {
  if (apiAt(options.baseUrl) === 'rest') {
    const { createRestSite } = await import('./rest-site.js');
    return createRestSite({ ...options, ...credential, workspaceId });
  }
  if (!('apiKey' in credential))
    throw new SiteAddressError(
      'The legacy API takes an API key, but not the session of a profile.',
    );
  if (workspaceId !== undefined)
    throw new SiteAddressError('The legacy API has no workspaces: leave the workspace out.');
  const { createLegacySite } = await import('./legacy/legacy-site.js');
  return createLegacySite({ ...options, ...credential });
}

/** What runs are bound to: users created in one workspace of a site do not exist in another. */
export function siteId(baseUrl: string, workspaceId: number | undefined): string {
  return workspaceId === undefined ? baseUrl : `${baseUrl}#workspace=${workspaceId}`;
}
