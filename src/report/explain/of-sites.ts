import { cell, type Explanations } from './explanation.js';

/** What the site knows: found by `validate --online`, `plan`, `import` and `users`. */
export const ofSites = {
  'username-taken': {
    what: 'The site already has a user with this name',
    why: 'A username can exist once. Whether it is the same person cannot be known.',
    cause: 'A file that was imported before, or somebody with the name of a former colleague.',
    cure: 'Remove the row; leave such users alone with --existing skip; or change them to match the file with --existing update. A resumed run does not change a user whom a later run has imported: if its row still holds, import it by itself.',
    example: cell('username', 'ada.lovelace', 'ada.king'),
  },
  'group-not-found': {
    what: 'The site has no such group',
    why: 'The user would lack what the group gives. Names must match exactly, case included; a number is an id.',
    cause:
      'Another spelling, a renamed group, or one that does not exist yet. A group whose name is a number can be given only by its id.',
    cure: 'Write the name as the site has it, create the group there, or let the import create it: --create-groups.',
    example: cell('group_ids', 'sales', 'Sales'),
  },
  'group-ambiguous': {
    what: 'The site has several groups with this name',
    why: 'In the wrong group, the user would get permissions meant for others.',
    cause: 'Workspaces that each have a group with that name.',
    cure: 'Write the id of the one that is meant; the message lists them.',
    example: cell('group_ids', 'Sales', '12'),
  },
  'group-named-otherwise': {
    what: 'Two rows write the name of a new group differently',
    why: 'With --create-groups, two groups would be created that differ only in case.',
    cause: 'Lists typed by several people.',
    cure: 'Write it the same way in all rows; the suggestion is how the first row has it.',
    example: cell('group_ids', 'field sales', 'Field Sales'),
  },
  'group-like-another': {
    what: 'The name of a new group is almost that of an existing one',
    why: 'If it is a typing mistake, the user ends up in a new group without permissions, not in the one that has them.',
    cause: 'A misspelled name together with --create-groups.',
    cure: 'Write the name that the site has, if that is meant. Otherwise nothing needs to be done: the group is created.',
    example: cell('group_ids', 'Suport', 'Support'),
  },
  'groups-only-from-sso': {
    what: 'The site lets only SSO create groups',
    why: 'A group that --create-groups would create is refused.',
    cause: 'The setting non_sso_groups_allowed is off on the site.',
    cure: 'Let the provider send the group, name an existing one, or change the setting.',
    example: cell('group_ids', 'Field Sales', 'Sales'),
  },
  'users-only-from-sso': {
    what: 'The site allows only SSO users',
    why: 'A user with a password or an invitation is refused.',
    cause:
      'The setting non_sso_users_allowed is off on the site. A blank authentication_method means password.',
    cure: 'Write the provider as authentication_method, or change the setting.',
    example: cell('authentication_method', 'password', 'okta'),
  },
  'permissions-only-for-groups': {
    what: 'The site gives folder permissions only to groups',
    why: 'The user would be created and the permissions refused.',
    cause: 'The setting folder_permissions_groups_only is on.',
    cure: 'Empty the cell, and add the user to a group that has the permissions.',
    example: cell('folder_permissions', 'Sales=readonly', '', { group_ids: 'Sales' }),
  },
  'root-permission-forbidden': {
    what: 'The site gives permissions on the root folder only to administrators',
    why: 'The user would be created and this permission refused.',
    cause: 'The setting prevent_root_permissions_for_non_site_admins is on.',
    cure: 'Name the folders below the root that the user needs.',
    example: cell('folder_permissions', '/=readonly', 'Sales=readonly|Support=readonly'),
  },
  'key-owner-locked-out': {
    what: 'The row would take rights from the user whose API key is used',
    why: 'Without them the import could not continue after this row, and nobody could undo it with this key.',
    cause: 'A file of all users, made for --existing update, that includes the administrator.',
    cure: 'Empty the cell or leave the row out; or use the key of another administrator.',
    example: cell('site_admin', 'N', ''),
  },
  'site-setting-prevails': {
    what: 'A setting of the site makes the cell meaningless',
    why: 'The site takes the cell and follows its own setting. If the cell was meant to restrict the user, it does not.',
    cause:
      'The site does not allow users to differ in TLS, two-factor authentication or allowed addresses; the message names the setting.',
    cure: 'Empty the cell, or allow users to differ on the site.',
    example: cell('ssl_required', 'N', ''),
  },
  'folder-not-found': {
    what: 'The site has no folder with this path, and the import creates none',
    why: 'It is created when the user first signs in by FTP, but without any permissions for the user.',
    cause:
      'A misspelled path, or a folder that folder_permissions does not name; only those are created.',
    cure: 'Correct the path, or name the folder in folder_permissions too.',
    example: cell('home_folder', 'Hme/ada', 'Home/ada'),
  },
  'sso-provider-not-enabled': {
    what: 'The site has no enabled SSO strategy for this provider',
    why: 'The user could not sign in.',
    cause:
      'The wrong site, a strategy that is set up but not enabled, or another provider: many are entered as saml.',
    cure: 'Enable it on the site, or write the provider that the site has.',
    example: cell('authentication_method', 'okta', 'saml'),
  },
  'sso-provider-ambiguous': {
    what: 'The site has several SSO strategies for this provider',
    why: 'With the wrong one the user could not sign in, or somebody else could sign in as them.',
    cause: 'A second tenant, as after a merger, or one for tests.',
    cure: 'Add the column sso_strategy_id with the id of the one that is meant; the message lists them.',
    example: cell('sso_strategy_id', '', '12', { authentication_method: 'okta' }),
  },
  'sso-strategy-mismatched': {
    what: 'The SSO strategy with that id is not an enabled one of the provider',
    why: 'The user could not sign in.',
    cause: 'An id from another site, or of a strategy that has been replaced.',
    cure: 'Write one of the ids that the message lists, or empty the cell if there is only one.',
    example: cell('sso_strategy_id', '12', '15', { authentication_method: 'okta' }),
  },
  'password-breaks-site-rules': {
    what: 'The site would refuse the password',
    why: 'Its rules ask for a length, letters, digits or special characters that this one lacks. The cell is never shown.',
    cause:
      'One simple password for all rows, which is hardly a secret once the list has been mailed around.',
    cure: 'Give another one, or leave the cells blank and let --generate-passwords follow the rules.',
    example: cell('password', 'welcome', 'Tram-walnut-9'),
  },
  'user-not-found': {
    what: 'The site has no user with this name',
    why: 'The row is skipped. If the name is misspelled, the user whom you meant keeps their access.',
    cause:
      'A misspelled name, an address in place of a username, or somebody who has been deleted already.',
    cure: 'Correct the name. With --strict nothing is done to anybody unless every name is found.',
    example: cell('username', 'ada.lovelase', 'ada.lovelace'),
  },
  'user-owns-key': {
    what: 'The row would take access from the user whose API key this is',
    why: 'The key would stop working with the first request, so the user is left alone.',
    cause: 'A list of leavers that includes the administrator who runs the command.',
    cure: 'Remove the row, or have another administrator do it with their own key.',
    example: cell('username', 'admin', 'former.admin'),
  },
} as const satisfies Explanations;
