import { refusalOfOurs, RefusedError } from '../site/errors.js';
import type { SendOptions, Site, User } from '../site/site.js';
import { requireAllUsers } from './facts/preflight.js';

/**
 * Deletes a user, or makes sure that they are gone already: the site's 404 may be related to the key's
 * permissions. Two to three more calls where it says that. Rejects with NotAllowedError when the key does
 * not see all users any more, with RefusedError when the site still lists the user.
 */
export async function deleteUser(
  site: Site,
  { id, username }: Pick<User, 'id' | 'username'>,
  options: SendOptions,
): Promise<void> {
  if (await site.deleteUser(id, options)) return;
  await requireAllUsers(site);
  if ((await site.findUser(username))?.id !== id) return;
  const message = 'it answers that there is no such user, but still lists the user';
  throw new RefusedError(refusalOfOurs(404, message));
}
