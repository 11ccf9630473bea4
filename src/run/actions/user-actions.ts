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

/** What an action is: the one place that knows it. */
export interface ActionRule {
  /** Of users who need nothing done, as the site shows them, what they are; null: all need it. */
  readonly unneeded: string | null;
  /** Whether a user is so already. What the site does not tell is not taken for granted. */
  readonly isSo: (user: User) => boolean;
  /** It takes someone's access away: the key's owner is left out. */
  readonly takesAccess: boolean;
  /** The site lets a session do it only with the password of its user given again. */
  readonly wantsPassword: boolean;
  /** A request whose reply was lost is not sent again: twice is not the same as once. */
  readonly onlyOnce: boolean;
  /** Who is no longer so when the file of an unfinished run is given again is made so again. */
  readonly lasts: boolean;
  /** A file whose run has ended is not gone through again unasked. */
  readonly staysEnded: boolean;
  readonly send: (site: RestSite, id: number, options: SendOptions) => Promise<unknown>;
}

const never = (): boolean => false;

export const actionRules: Readonly<Record<UserAction, ActionRule>> = {
  unlock: {
    unneeded: 'not locked out',
    isSo: ({ lockout_expires }) => lockout_expires === null,
    takesAccess: false,
    wantsPassword: false,
    onlyOnce: false,
    lasts: false,
    staysEnded: false,
    send: (site, id, options) => site.unlockUser(id, options),
  },
  'resend-welcome': {
    unneeded: null,
    isSo: never,
    takesAccess: false,
    wantsPassword: false,
    onlyOnce: true,
    lasts: false,
    // It would be a second e-mail to everyone.
    staysEnded: true,
    send: (site, id, options) => site.resendWelcomeEmail(id, options),
  },
  'reset-2fa': {
    unneeded: 'without two-factor authentication',
    isSo: ({ active_2fa }) => active_2fa === false,
    takesAccess: false,
    wantsPassword: true,
    onlyOnce: false,
    lasts: false,
    staysEnded: false,
    send: (site, id, options) => site.resetTwoFactor(id, options),
  },
  disable: {
    unneeded: 'disabled already',
    isSo: ({ disabled }) => disabled === true,
    takesAccess: true,
    wantsPassword: false,
    onlyOnce: false,
    lasts: true,
    staysEnded: false,
    send: (site, id, options) => site.updateUser(id, { disabled: true }, options),
  },
  enable: {
    unneeded: 'enabled already',
    isSo: ({ disabled }) => disabled === false,
    takesAccess: false,
    wantsPassword: false,
    onlyOnce: false,
    lasts: true,
    staysEnded: false,
    send: (site, id, options) => site.updateUser(id, { disabled: false }, options),
  },
  delete: {
    unneeded: null,
    isSo: never,
    takesAccess: true,
    wantsPassword: true,
    onlyOnce: false,
    lasts: false,
    // The users of a second time are others, who have the names of those that are gone.
    staysEnded: true,
    send: (site, id, options) => site.deleteUser(id, options),
  },
};
