import { RefusedError } from '../site/errors.js';
import type { Access, RestSite, SiteSettings } from '../site/site.js';

/** Who works on a site, and what it allows them. */
export interface Identity {
  readonly access: Access;
  /** null: a key of the site, or of a user whom the site does not show. */
  readonly user: { readonly id: number | null; readonly username: string } | null;
  readonly siteAdmin: boolean;
  /** null: the site shows its settings to administrators alone. */
  readonly settings: SiteSettings | null;
  /** How many users there are, or have been at the most; null when the site does not tell. */
  readonly users: number | null;
}

/** In two to four calls. Rejects with NotAllowedError when the key or session is not good. */
export async function identify(site: RestSite): Promise<Identity> {
  const access = await site.access();
  const settings = await unlessRefused(site.settings());
  const user = settings?.user
    ? { id: access.userId, username: settings.user.username }
    : await userOf(site, access);
  return {
    access,
    user,
    // A key of the site has no user, and sees the settings as an administrator does.
    siteAdmin: settings !== undefined && settings.user?.siteAdmin !== false,
    settings: settings ?? null,
    users: (settings && (await site.userCount())) ?? null,
  };
}

async function userOf(site: RestSite, { userId }: Access): Promise<Identity['user']> {
  if (userId === null) return null;
  const user = await unlessRefused(site.getUser(userId));
  return user ? { id: user.id, username: user.username } : null;
}

async function unlessRefused<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof RefusedError) return undefined;
    throw error;
  }
}
