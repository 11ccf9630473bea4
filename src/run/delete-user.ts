import { refusalOfOurs, RefusedError } from '../site/errors.js';
import type { SendOptions, Site, User } from '../site/site.js';
import { requireAllUsers } from './facts/preflight.js';

/**
 * Deletes a user, or makes sure that it is gone already: the site's 404 may be due to the key's
 * permissions, which takes two to three more calls to find out. Rejects with NotAllowedError if the key no
 * longer sees all users, with RefusedError if the site still lists the user.
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
