import { apiAt, checkedKey, flagNames, siteAddress } from '../site/base-url.js';
import type { Credential } from '../site/credential.js';
import { givenText, looksLikeKey } from '../site/mistaken-key.js';
import type { SiteFlags } from './connection.js';
import { readText } from '../source/read-text.js';
import { UsageError } from './exit.js';
import type { Io } from './io.js';
import { readProfile, requireProfile, warnOfReaders, type Profile } from './profile.js';
import { systemProblem } from './system-error.js';

/** The site, and the credential for it. */
export interface SiteAccess {
  readonly baseUrl: string;
  readonly credential: Credential;
  readonly workspaceId: number | undefined;
  readonly from: CredentialPlace;
}

/** Where a key or session comes from. */
export type CredentialPlace =
  | { readonly type: 'environment' | 'sandbox' }
  | { readonly type: 'file'; readonly path: string }
  | { readonly type: 'profile'; readonly name: string; readonly path: string };

/**
 * A flag beats the environment, and `--profile` beats FILES_API_KEY. A key is only sent to a site that was
 * named with it, or that its own profile names: never, by accident, to one from elsewhere.
 */
export async function findAccess(
  flags: SiteFlags,
  { env }: Io,
  say: (text: string) => void,
): Promise<SiteAccess> {
  const given = namesSite(flags) ? siteAddress(flags) : undefined;
  if (flags.profile !== undefined) {
    if (flags.apiKeyFile !== undefined)
      throw new UsageError('--profile and --api-key-file both name a key: give one of them.');
    return accessOfProfile(await requireProfile(flags.profile, say), flags, given, true);
  }
  const key = await readKey(flags, env, say);
  if (key) {
    if (given === undefined) await refuseOthersSite(key.from, say);
    return { ...key, baseUrl: given ?? siteAddress(flags), workspaceId: flags.workspaceId };
  }
  const profile = await readProfile('default', say);
  if (profile?.credential === undefined)
    throw new UsageError(
      'No API key: set FILES_API_KEY, or give --api-key-file or --profile. To try this without a site, use --sandbox.',
    );
  const access = accessOfProfile(profile, flags, given, false);
  say(`Using profile "default" of ${profile.path}: ${access.baseUrl}`);
  return access;
}

function namesSite({ site, baseUrl }: SiteFlags): boolean {
  return site !== undefined || baseUrl !== undefined;
}

/** The key from a flag or the environment. */
async function readKey(
  { apiKeyFile }: SiteFlags,
  env: Io['env'],
  say: (text: string) => void,
): Promise<Pick<SiteAccess, 'credential' | 'from'> | undefined> {
  if (apiKeyFile !== undefined) {
    const text = await readText(apiKeyFile).catch((cause: unknown) => {
      // The cause would repeat it.
      if (looksLikeKey(apiKeyFile))
        throw new UsageError(
          `--api-key-file takes the path of a file that holds the key, not ${givenText(apiKeyFile)}.`,
        );
      const why = systemProblem(cause)?.reason ?? String(cause);
      throw new UsageError(`The API key file ${apiKeyFile} cannot be read: ${why}.`, { cause });
    });
    if (text.trim() === '') throw new UsageError(`The API key file ${apiKeyFile} is empty.`);
    await warnOfReaders(apiKeyFile, say);
    return {
      credential: { apiKey: checkedKey(text) },
      from: { type: 'file', path: apiKeyFile },
    };
  }
  const key = env.FILES_API_KEY ?? '';
  if (key.trim() === '') return undefined;
  return { credential: { apiKey: checkedKey(key) }, from: { type: 'environment' } };
}

/** A key given without a site is not sent to a profile's site. */
async function refuseOthersSite(from: CredentialPlace, say: (text: string) => void): Promise<void> {
  const profile = await readProfile('default', say);
  if (profile === undefined || Object.keys(profile.site).length === 0) return;
  throw new UsageError(
    `The key is from ${placeText(from)}, but the only site from profile "default" of ${profile.path}: they may not belong together. ` +
      "Name the key's site with --site, or take both from the profile with --profile default.",
  );
}

/** `chosen`: by --profile, so that flags may name a site for it if it has none of its own. */
function accessOfProfile(
  profile: Profile,
  flags: SiteFlags,
  given: string | undefined,
  chosen: boolean,
): SiteAccess {
  const { name, path, credential, sessionEnds } = profile;
  if (credential === undefined)
    throw new UsageError(
      `Profile "${name}" of ${path} has neither an API key nor a session. Sign in with: files-cli login --profile ${name}`,
    );
  if ('session' in credential && Date.parse(sessionEnds) <= Date.now())
    throw new UsageError(
      `The session of profile "${name}" ended at ${sessionEnds}. Sign in again with: files-cli login --profile ${name}`,
    );
  if ('session' in credential && !/^[\x21-\x7e]+$/.test(credential.session))
    throw new UsageError(
      `The session of profile "${name}" of ${path} has a character that no session has, such as a space. Sign in again with: files-cli login --profile ${name}`,
    );
  const own = ownSite(profile, given === undefined ? flags.api : apiAt(given));
  if (given !== undefined && (own === undefined ? !chosen : own !== given))
    throw new UsageError(
      `The site is ${given}, but the only key is from profile "${name}", which ${own === undefined ? 'names no site' : `is for ${own}`}. ` +
        `${chosen ? 'Choose another profile, or leave out --profile and give' : 'Choose a profile with --profile, or give'} a key of this site with FILES_API_KEY or --api-key-file.`,
    );
  return {
    // If no site is named, this address finds it by the key.
    baseUrl: given ?? own ?? siteAddress({ baseUrl: 'https://app.files.com', api: flags.api }),
    credential: 'apiKey' in credential ? { apiKey: checkedKey(credential.apiKey) } : credential,
    workspaceId: flags.workspaceId ?? profile.workspaceId,
    from: { type: 'profile', name, path },
  };
}

function ownSite({ site, name, path }: Profile, api: SiteFlags['api']): string | undefined {
  if (Object.keys(site).length === 0) return undefined;
  const what = `The site of profile "${name}" in ${path}`;
  const address = site.baseUrl === undefined ? 'its endpoint' : what;
  return siteAddress({ ...site, api }, { ...flagNames, site: what, baseUrl: address });
}

/** For a person. */
export function placeText(place: CredentialPlace): string {
  switch (place.type) {
    case 'environment':
      return 'FILES_API_KEY';
    case 'sandbox':
      return 'the sandbox';
    case 'file':
      return `the file ${place.path}`;
    case 'profile':
      return `profile "${place.name}" of ${place.path}`;
  }
}
