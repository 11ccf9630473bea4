import { deleteUser } from '../delete-user.js';
import type { RestSite, SendOptions, User } from '../../site/site.js';

/** What can be done to users that are there. */
export const userActions = [
  'unlock',
  'resend-welcome',
  'reset-2fa',
  'disable',
  'enable',
  'delete',
] as const;
export type UserAction = (typeof userActions)[number];

/** The user whom a request is for. */
type Addressee = Pick<User, 'id' | 'username'>;

/** What an action is: the one place that knows it. */
export interface ActionRule {
  /** Whom it need not concern; without it, it concerns everyone. */
  readonly unneeded?: {
    /** What they are. */
    readonly text: string;
    /** Whether a user is so already. What the site does not tell is not taken for granted. */
    readonly isSo: (user: User) => boolean;
  };
  /** It takes someone's access away: the key's owner is left out. */
  readonly takesAccess?: true;
  /** The site lets a session do it only with the password of its user given again. */
  readonly wantsPassword?: true;
  /** A request whose reply was lost is not sent again: twice is not the same as once. */
  readonly onlyOnce?: true;
  /** Who is no longer so when the file of an unfinished run is given again is made so again. */
  readonly lasts?: true;
  /** A file whose run has ended is not gone through again unasked. */
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
    // The users of a second time are others, who have the names of those that are gone.
    staysEnded: true,
    send: deleteUser,
  },
};
