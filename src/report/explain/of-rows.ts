import { cell, lines, type Explanations } from './explanation.js';

/** Cells together. */
export const ofRows = {
  'username-repeated': {
    what: 'An earlier row has the same username',
    why: 'A username can exist once; case makes no difference to the site. Nobody can tell which of the two rows is right.',
    cause: 'Somebody who is on two lists, or two people whose names give the same username.',
    cure: 'Remove one of the two rows, or change one username. The message names the line of the first.',
    example: lines('username\nada\nAda', 'username\nada\nada.king'),
  },
  'password-not-used': {
    what: 'A password is given to a user who does not sign in with one',
    why: 'The site takes a password only when authentication_method is password.',
    cause:
      'A password that was filled in for all rows, including those with single sign-on or an invitation.',
    cure: 'Empty the cell, or change the method.',
    example: cell('password', 'Tram-walnut-9', '', { authentication_method: 'okta' }),
  },
  'password-missing': {
    what: 'A user who signs in with a password has none',
    why: 'The user is created and cannot sign in until somebody sets a password.',
    cause: 'A blank authentication_method, which means password.',
    cure: 'Give a password, have one generated with --generate-passwords, or send an invitation: email_signup and an address.',
    example: cell('password', '', 'Tram-walnut-9'),
  },
  'imported-hash-missing': {
    what: 'A user is to keep an old password, but its hash is missing',
    why: 'The user is created and cannot sign in until somebody sets a password.',
    cause:
      "The method was filled in for all rows. The web form's file has no column for the hash; here it is imported_password_hash.",
    cure: 'Add the hash, or choose another method.',
    example: cell('imported_password_hash', '', '5f4dcc3b5aa765d61d8327deb882cf99', {
      authentication_method: 'password_with_imported_hash',
    }),
  },
  'imported-hash-not-used': {
    what: 'The hash of a password is given to a user with another method',
    why: 'The site uses it only with password_with_imported_hash; the old password would not work.',
    cause:
      'A blank authentication_method, which means password, or a row that has changed to single sign-on.',
    cure: 'Write password_with_imported_hash, or empty the cell.',
    example: cell('imported_password_hash', '5f4dcc3b5aa765d61d8327deb882cf99', '', {
      authentication_method: 'okta',
    }),
  },
  'sso-strategy-not-used': {
    what: 'An SSO strategy is named for a user who does not use SSO',
    why: 'It would have no effect, and nobody can tell which of the two is meant.',
    cause: 'The column was filled in for all rows.',
    cure: 'Empty the cell, or write the provider as authentication_method.',
    example: cell('sso_strategy_id', '12', '', {
      authentication_method: 'email_signup',
      email: 'ada@example.com',
    }),
  },
  'self-managed-needs-email-signup': {
    what: 'self_managed is Y without an invitation by e-mail',
    why: 'Only users who sign up by invitation can manage their own credentials; the site refuses it for others.',
    cause: 'Y was filled in for all people, to distinguish them from machines.',
    cure: 'Write N, or make the method email_signup.',
    example: cell('self_managed', 'Y', 'N', { authentication_method: 'okta' }),
  },
  'email-signup-needs-email': {
    what: 'An invitation is to be sent, and there is no address',
    why: 'The invitation would reach nobody, and the user could not sign in.',
    cause: 'People without an address of their own, or a column with another name.',
    cure: 'Fill in the address, or choose another method.',
    example: cell('email', '', 'ada@example.com', { authentication_method: 'email_signup' }),
  },
  'home-folder-outside-root': {
    what: 'The home folder does not lie within the root folder',
    why: 'Over FTP the user sees nothing outside root_folder, and so could not start there.',
    cause:
      'A home folder written relative to the root folder; both are paths from the root of the site. Or an update fills in one of the two, and the user keeps the other.',
    cure: 'Write the home folder as a path that begins with the root folder; in an update, fill in both.',
    example: cell('home_folder', 'ada', 'Partners/ada', { root_folder: 'Partners' }),
  },
} as const satisfies Explanations;
