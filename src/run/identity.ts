import { NotAllowedError, RefusedError } from '../site/errors.js';
import type { Access, RestSite, SiteSettings } from '../site/site.js';

/** Whose key it is, and what the site allows with it. */
export interface Identity {
  readonly access: Access;
  /** null: a key of the site, or of a user whom the site does not show. */
  readonly user: { readonly id: number | null; readonly username: string } | null;
  readonly siteAdmin: boolean;
  /** null: the site shows its settings only to administrators. */
  readonly settings: SiteSettings | null;
  /** The most users that the site has had; null if unknown. */
  readonly users: number | null;
}

/** Takes two to four calls. Rejects with NotAllowedError if the key or session is not valid. */
export async function identify(site: RestSite): Promise<Identity> {
  const access = await site.access();
  const settings = await unlessRefused(site.settings());
  if (settings === undefined) return { access, ...(await seenAsUser(site, access)) };
  const { user } = settings;
  return {
    access,
    user: user && { id: access.userId, username: user.username },
    // A key of the site has no user, and sees the settings as an administrator does.
    siteAdmin: user?.siteAdmin !== false,
    settings,
    users: (await site.userCount()) ?? null,
  };
}

/** The identity of someone who may not see the site's settings. */
async function seenAsUser(site: RestSite, { userId }: Access): Promise<Omit<Identity, 'access'>> {
  const user = userId === null ? undefined : await unlessRefused(site.getUser(userId));
  return {
    user: user ? { id: user.id, username: user.username } : null,
    siteAdmin: user?.site_admin === true,
    settings: null,
    users: null,
  };
}

async function unlessRefused<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    const refused = error instanceof RefusedError || error instanceof NotAllowedError;
    // 401: the key or session is not valid at all.
    if (!refused || error.refusal.status === 401) throw error;
    return undefined;
  }
}
