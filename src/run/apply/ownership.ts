import type { Api } from '../../columns/api.js';
import { foldUsername } from '../../columns/username.js';
import type { KnownUser } from '../journal/progress.js';
import type { ServedWindow, User, UserParameters } from '../../site/site.js';
import { changes, differingFields } from '../plan/parameters.js';

/**
 * The site's timestamps are whole seconds: what is created just after `from` may show the second before;
 * ms.
 */
const resolution = 1000;

/**
 * Whether a user found after a lost reply is ours: created while our requests could be served, and every
 * field that the site returns meaning what we sent. Returns why it is not, or undefined if it is.
 */
export function whyNotOurs(
  user: User,
  sent: UserParameters,
  served: ServedWindow,
  api: Api,
): string | undefined {
  const when = whyNotMadeThen(user, served);
  if (when !== undefined) return when;
  const fields = differingFields(sent, user, api);
  if (fields.length === 0) return undefined;
  return `its ${fields.join(', ')} ${fields.length === 1 ? 'differs' : 'differ'} from the row's`;
}

/** Why a user cannot be ours, judging only by when it was created. */
export function whyNotMadeThen(user: User, served: ServedWindow): string | undefined {
  const stamp = typeof user.created_at === 'string' ? user.created_at : '';
  const createdAt = Date.parse(stamp);
  if (Number.isNaN(createdAt)) return 'the site does not say when it was created';
  if (createdAt < served.from - resolution)
    return `it was created at ${stamp}, before this run requested it`;
  if (createdAt > served.until)
    return `it was created at ${stamp}, after this run's last request could have been served`;
  return undefined;
}

/**
 * Whether a password change was served although its reply was lost: a site that accepts no password twice
 * refuses the repetition. The password itself cannot be compared, only when it was set and all else that
 * was sent.
 */
export function passwordWasSet(
  { password_set_at: setAt, ...user }: User,
  sent: UserParameters,
  { from, until }: ServedWindow,
  api: Api,
): boolean {
  const at = typeof setAt === 'string' ? Date.parse(setAt) : NaN;
  const isThen = at >= from - resolution && at <= until;
  return isThen && Object.keys(changes(sent, user, { api, updatePasswords: false })).length === 0;
}

/** Why a user is no longer the one that the run created or found with that name and id, if it is not. */
export function whyAnother(
  user: User | undefined,
  username: string,
  { createdAt }: KnownUser,
): string | undefined {
  if (!user) return 'is no longer on the site: somebody has deleted it';
  if (foldUsername(user.username) !== foldUsername(username))
    return `is now called "${user.username}"`;
  const stamp = typeof user.created_at === 'string' ? user.created_at : '';
  // Replies may differ in fractions of a second.
  if (Math.abs(Date.parse(stamp) - Date.parse(createdAt ?? '')) >= resolution)
    return `was created at another time (${stamp}) than the one of this run`;
  return undefined;
}
