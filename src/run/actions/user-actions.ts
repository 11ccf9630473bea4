import { deleteUser } from '../delete-user.js';
import type { RestSite, SendOptions, User } from '../../site/site.js';

/** What can be done to existing users. */
export const userActions = [
  'unlock',
  'resend-welcome',
  'reset-2fa',
  'disable',
  'enable',
  'delete',
] as const;
export type UserAction = (typeof userActions)[number];

/** The user of a request. */
type Addressee = Pick<User, 'id' | 'username'>;

/** What an action is: the only definition of it. */
export interface ActionRule {
  /** Users who do not need it; without it, everyone needs it. */
  readonly unneeded?: {
    /** What they are called. */
    readonly text: string;
    /** Whether a user is already so. What the site does not say is not assumed. */
    readonly isSo: (user: User) => boolean;
  };
  /** It takes someone's access away, so the key's owner is left out. */
  readonly takesAccess?: true;
  /** The site lets a session do it only with its user's password. */
  readonly wantsPassword?: true;
  /** A request whose reply was lost is not sent again, because repeating it is not safe. */
  readonly onlyOnce?: true;
  /** If somebody has reverted it, giving the file of an unfinished run again redoes it. */
  readonly lasts?: true;
  /** A file whose run has ended is not repeated unasked. */
  readonly staysEnded?: true;
  readonly send: (site: RestSite, user: Addressee, options: SendOptions) => Promise<unknown>;
}

export const actionRules: Readonly<Record<UserAction, ActionRule>> = {
  unlock: {
    unneeded: { text: 'not locked out', isSo: ({ lockout_expires }) => lockout_expires === null },
    send: (site, { id }, options) => site.unlockUser(id, options),
  },
  'resend-welcome': {
    onlyOnce: true,
    // It would be a second e-mail to everyone.
    staysEnded: true,
    send: (site, { id }, options) => site.resendWelcomeEmail(id, options),
  },
  'reset-2fa': {
    unneeded: {
      text: 'without two-factor authentication',
      isSo: ({ active_2fa }) => active_2fa === false,
    },
    wantsPassword: true,
    send: (site, { id }, options) => site.resetTwoFactor(id, options),
  },
  disable: {
    unneeded: { text: 'disabled already', isSo: ({ disabled }) => disabled === true },
    takesAccess: true,
    lasts: true,
    send: (site, { id }, options) => site.updateUser(id, { disabled: true }, options),
  },
  enable: {
    unneeded: { text: 'enabled already', isSo: ({ disabled }) => disabled === false },
    lasts: true,
    send: (site, { id }, options) => site.updateUser(id, { disabled: false }, options),
  },
  delete: {
    takesAccess: true,
    wantsPassword: true,
    // A second run would meet other users, who have taken the names of the deleted ones.
    staysEnded: true,
    send: deleteUser,
  },
};
