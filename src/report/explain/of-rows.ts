import { cell, lines, type Explanations } from './explanation.js';

/** Cells together. */
export const ofRows = {
  'username-repeated': {
    what: 'An earlier row has the same username',
    why: 'There can be one user of a name; upper and lower case make no difference to the site. Which of the two rows is right nobody can tell.',
    cause: 'Somebody who is in two lists, or two people whose names give one username.',
    mend: 'Remove one of the two rows, or give one another username. The message names the line of the first.',
    example: lines('username\nada\nAda', 'username\nada\nada.king'),
  },
  'password-not-used': {
    what: 'A password is given to a user who does not sign in with one',
    why: 'The site takes a password only when authentication_method is password.',
    cause:
      'A password that was filled in for all rows, those with single sign-on or an invitation too.',
    mend: 'Empty the cell, or change the method.',
    example: cell('password', 'Tram-walnut-9', '', { authentication_method: 'okta' }),
  },
  'password-missing': {
    what: 'A user who signs in with a password has none',
    why: 'The user is created and cannot sign in until somebody sets a password.',
    cause: 'A blank authentication_method, which means password.',
    mend: 'Give a password, have one made with --generate-passwords, or send an invitation: email_signup and an address.',
    example: cell('password', '', 'Tram-walnut-9'),
  },
  'imported-hash-missing': {
    what: 'A user is to keep an old password, and its hash is missing',
    why: 'The user is created and cannot sign in until somebody sets a password.',
    cause:
      "The method was filled in for all rows. The web form's file has no place for the hash; here it is the column imported_password_hash.",
    mend: 'Add the hash, or choose another method.',
    example: cell('imported_password_hash', '', '5f4dcc3b5aa765d61d8327deb882cf99', {
      authentication_method: 'password_with_imported_hash',
    }),
  },
  'imported-hash-not-used': {
    what: 'The hash of a password is given to a user with another method',
    why: 'The site uses it only with password_with_imported_hash; the old password would not work.',
    cause:
      'A blank authentication_method, which means password, or a row that has changed to single sign-on.',
    mend: 'Write password_with_imported_hash, or empty the cell.',
    example: cell('imported_password_hash', '5f4dcc3b5aa765d61d8327deb882cf99', '', {
      authentication_method: 'okta',
    }),
  },
  'sso-strategy-not-used': {
    what: 'A single sign-on is named for a user who does not use one',
    why: 'It would have no effect, and which of the two is meant nobody can tell.',
    cause: 'The column was filled in for all rows.',
    mend: 'Empty the cell, or write the provider as authentication_method.',
    example: cell('sso_strategy_id', '12', '', {
      authentication_method: 'email_signup',
      email: 'ada@example.com',
    }),
  },
  'self-managed-needs-email-signup': {
    what: 'self_managed is Y without an invitation by e-mail',
    why: 'Only who signs up by an invitation manages their own credentials; the site refuses it of others.',
    cause: 'Y was filled in for all people, as opposed to machines.',
    mend: 'Write N, or make the method email_signup.',
    example: cell('self_managed', 'Y', 'N', { authentication_method: 'okta' }),
  },
  'email-signup-needs-email': {
    what: 'An invitation is to be sent, and there is no address',
    why: 'The user would never hear of it, and could not sign in.',
    cause: 'People without an address of their own, or a column that is named otherwise.',
    mend: 'Fill in the address, or choose another method.',
    example: cell('email', '', 'ada@example.com', { authentication_method: 'email_signup' }),
  },
  'home-folder-outside-root': {
    what: 'The home folder does not lie within the root folder',
    why: 'Over FTP the user sees nothing outside root_folder, and so could not begin there.',
    cause: 'A home folder that is written from the root folder on; both are paths of the site.',
    mend: 'Write the home folder as a path of the site that begins with the root folder.',
    example: cell('home_folder', 'ada', 'Partners/ada', { root_folder: 'Partners' }),
  },
} as const satisfies Explanations;
