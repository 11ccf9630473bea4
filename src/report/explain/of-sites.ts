import { cell, type Explanations } from './explanation.js';

/** What the site knows: found by `validate --online`, `plan`, `import` and `users`. */
export const ofSites = {
  'username-taken': {
    what: 'The site has a user of this name already',
    why: 'There can be one user of a name. That it is the same person is not taken for granted.',
    cause: 'A file that was imported before, or somebody with the name of a former colleague.',
    mend: 'Remove the row; leave such users alone with --existing skip; or bring them up to the file with --existing update.',
    example: cell('username', 'ada.lovelace', 'ada.king'),
  },
  'group-not-found': {
    what: 'The site has no such group',
    why: 'The user would lack what the group gives. Names must match exactly, upper and lower case included; a number is an id.',
    cause:
      'Another spelling, a group that was renamed, or one that is yet to be made. A group whose name is a number is found by its id alone.',
    mend: 'Write the name as the site has it, make the group there, or let the import make it: --create-groups.',
    example: cell('group_ids', 'sales', 'Sales'),
  },
  'group-named-otherwise': {
    what: 'Two rows write a group that is to be made in different ways',
    why: 'With --create-groups two groups would be made that differ in case alone.',
    cause: 'Lists typed by several people.',
    mend: 'Write it alike in all rows; the suggestion is how the first row has it.',
    example: cell('group_ids', 'field sales', 'Field Sales'),
  },
  'group-like-another': {
    what: 'A group that is to be made is nearly one that the site has',
    why: 'If it is a slip, the user lands in a new group without any permissions, beside the one that has them.',
    cause: 'A misspelled name together with --create-groups.',
    mend: 'Write the name that the site has, if that is meant. Else nothing need be done: the group is made.',
    example: cell('group_ids', 'Suport', 'Support'),
  },
  'groups-only-from-sso': {
    what: 'The site lets only its single sign-on make groups',
    why: 'A group that --create-groups would make is refused.',
    cause: 'The setting non_sso_groups_allowed is off on the site.',
    mend: 'Let the provider send the group, name one that is there, or change the setting.',
    example: cell('group_ids', 'Field Sales', 'Sales'),
  },
  'users-only-from-sso': {
    what: 'The site allows no users but those of its single sign-on',
    why: 'A user with a password or an invitation is refused.',
    cause:
      'The setting non_sso_users_allowed is off on the site. A blank authentication_method means password.',
    mend: 'Write the provider as authentication_method, or change the setting.',
    example: cell('authentication_method', 'password', 'okta'),
  },
  'permissions-only-for-groups': {
    what: 'The site gives folder permissions to groups alone',
    why: 'The user would be created and the permissions refused.',
    cause: 'The setting folder_permissions_groups_only is on.',
    mend: 'Empty the cell, and put the user into a group that has the permissions.',
    example: cell('folder_permissions', 'Sales=readonly', '', { group_ids: 'Sales' }),
  },
  'root-permission-forbidden': {
    what: 'The site gives permissions on the root folder to administrators alone',
    why: 'The user would be created and this permission refused.',
    cause: 'The setting prevent_root_permissions_for_non_site_admins is on.',
    mend: 'Name the folders below the root that the user needs.',
    example: cell('folder_permissions', '/=readonly', 'Sales=readonly|Support=readonly'),
  },
  'key-owner-locked-out': {
    what: 'The row takes the rights of the user whose key is at work',
    why: 'Without them the import could not go on after this row, and nobody could take it back with this key.',
    cause:
      'A file of all users, made for --existing update, in which the administrator is one like the others.',
    mend: 'Empty the cell or leave the row out; or use the key of another administrator.',
    example: cell('site_admin', 'N', ''),
  },
  'site-setting-prevails': {
    what: 'A setting of the site makes the cell meaningless',
    why: 'The site takes the cell and goes by its own setting. If the cell was to bound the user, it does not.',
    cause:
      'The site does not allow users to differ in TLS, two-factor authentication or allowed addresses; the message names the setting.',
    mend: 'Empty the cell, or allow users to differ on the site.',
    example: cell('ssl_required', 'N', ''),
  },
  'folder-not-found': {
    what: 'The site has no folder of this path, and the import makes none',
    why: 'It is made when the user first signs in by FTP, but without any permissions for the user.',
    cause:
      'A misspelled path, or a folder that folder_permissions does not name; only those are made.',
    mend: 'Correct the path, or name the folder in folder_permissions too.',
    example: cell('home_folder', 'Hme/ada', 'Home/ada'),
  },
  'sso-provider-not-enabled': {
    what: 'The site has no enabled single sign-on of this provider',
    why: 'The user could not sign in.',
    cause:
      'Another site than is meant, a sign-on that is set up but not enabled, or another provider: many are entered as saml.',
    mend: 'Enable it on the site, or write the provider that the site has.',
    example: cell('authentication_method', 'okta', 'saml'),
  },
  'sso-provider-ambiguous': {
    what: 'The site has several single sign-ons of this provider',
    why: 'With the wrong one the user could not sign in, or another person could as them.',
    cause: 'A second tenant, as after a merger, or one for tests.',
    mend: 'Add the column sso_strategy_id with the id of the one that is meant; the message lists them.',
    example: cell('sso_strategy_id', '', '12', { authentication_method: 'okta' }),
  },
  'sso-strategy-mismatched': {
    what: 'The single sign-on of that id is not an enabled one of the provider',
    why: 'The user could not sign in.',
    cause: 'An id of another site, or of a sign-on that has been replaced.',
    mend: 'Write one of the ids that the message lists, or empty the cell if there is one alone.',
    example: cell('sso_strategy_id', '12', '15', { authentication_method: 'okta' }),
  },
  'password-breaks-site-rules': {
    what: 'The site would refuse the password',
    why: 'Its rules ask for a length, letters, digits or special characters that this one lacks. The cell is never shown.',
    cause:
      'One simple password for all rows. It is no password once a list of it has been mailed around.',
    mend: 'Give another one, or leave the cells blank and let --generate-passwords make passwords by the rules.',
    example: cell('password', 'welcome', 'Tram-walnut-9'),
  },
  'user-not-found': {
    what: 'The site has no user of this name',
    why: 'The row is passed over, and nothing is done. If the name is misspelled, whom you meant keeps what they have.',
    cause:
      'A misspelled name, an address in place of a username, or somebody who has been deleted already.',
    mend: 'Correct the name. With --strict nothing is done to anybody as long as one is not found.',
    example: cell('username', 'ada.lovelase', 'ada.lovelace'),
  },
  'user-owns-key': {
    what: 'The row would take access from the user whose API key this is',
    why: 'The first request would be the last one. The user is left as they are.',
    cause: 'A list of leavers with the administrator on it who runs the command.',
    mend: 'Remove the row, or have another administrator do it with their own key.',
    example: cell('username', 'admin', 'former.admin'),
  },
} as const satisfies Explanations;
