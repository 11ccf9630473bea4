import { cell, lines, type Explanations } from './explanation.js';

const publicKey =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIPwFqeG1x5DSpscmGiD+Lj85auQ3gjoo7DxhPRlmUjm';

/** Single cells. */
export const ofCells = {
  'username-missing': {
    what: 'The row has no username',
    why: 'A user cannot be created without a name.',
    cause:
      'An unfinished row, a row of totals below the table, or a new colleague without an account name yet.',
    cure: 'Write the username, or remove the row.',
    example: lines('username,company\n,Example Corp', 'username,company\nada,Example Corp'),
  },
  'username-too-long': {
    what: 'The username has more than 50 characters',
    why: 'The site refuses it.',
    cause: 'Usernames that are made of long e-mail addresses or of several names.',
    cure: 'Choose a shorter name, and tell the user: it is what they sign in with.',
    example: cell(
      'username',
      'ada.king.noel.countess.of.lovelace@analytical-engines.example.com',
      'ada.lovelace@analytical-engines.example.com',
    ),
  },
  'username-doubled-space': {
    what: 'The username has two spaces in a row',
    why: 'The site refuses it.',
    cause: 'First and last name joined by a formula, where one of them ends in a space.',
    cure: 'Write one space.',
    fix: true,
    example: cell('username', 'ada  lovelace', 'ada lovelace'),
  },
  'username-control-character': {
    what: 'The username contains a line break, a tab or another control character',
    why: 'Nobody can type that name to sign in.',
    cause:
      'A cell that was pasted from two lines. A last row with only U+001A comes from the Windows command copy, which adds it to joined files.',
    cure: 'Write the username again, or remove the row.',
    example: cell('username', 'ada\tlovelace', 'ada.lovelace'),
  },
  'control-character': {
    what: 'A group or a folder has a line break, a tab or another control character in its name',
    why: 'It is not the group or folder that people see, and nobody can type its name.',
    cause: 'A cell that was pasted from two lines or from a terminal.',
    cure: 'Write the name again.',
    example: cell('group_ids', 'Sales\tNorth', 'Sales North'),
  },
  'authentication-method-unknown': {
    what: 'There is no such authentication method',
    why: 'It decides how the user signs in, and a wrong one locks them out.',
    cause: "The product's name in place of its value: Entra ID is azure, Active Directory is ldap.",
    cure: 'Write one of the values exactly; `files-bulk-import columns` has the list. `fix` corrects other spellings of them, and leaves guesses alone.',
    fix: true,
    example: cell('authentication_method', 'Email Signup', 'email_signup', {
      email: 'ada@example.com',
    }),
  },
  'not-yes-or-no': {
    what: 'The cell must be Y or N, but is something else',
    why: 'These cells give and take access. The site takes only Y and N, and an import does not guess.',
    cause: 'Spreadsheets write TRUE and FALSE, people write yes, x or 1.',
    cure: 'Write Y or N, in capitals. `fix` understands yes, true and 1, and such words in a few other languages; it leaves x alone.',
    fix: true,
    example: cell('sftp_permission', 'yes', 'Y'),
  },
  'not-a-whole-number': {
    what: 'The cell must be a whole number, but is something else',
    why: 'The site takes only digits.',
    cause:
      'A unit after the number (30 days), decimals that a spreadsheet has added (30.00), or a word.',
    cure: 'Write only digits. `fix` removes zeros after a decimal point, and leaves 30 days to you.',
    fix: true,
    example: cell('password_validity_days', '30.00', '30'),
  },
  'number-too-large': {
    what: 'The number is larger than the site takes',
    why: 'The site refuses it.',
    cause: 'A cell that belongs to another column, such as a phone number, or an hour beyond 23.',
    cure: 'Write the number that is meant; the message names the largest. A blank cell leaves it to the site.',
    example: cell('password_validity_days', '9999999999', '365'),
  },
  'not-a-choice': {
    what: 'The cell must be one of a few words, but is none of them',
    why: 'The site takes only these words.',
    cause: 'The label of the web interface in place of the value of the API.',
    cure: 'Write the word exactly; the message lists them. `fix` corrects upper case, spaces and hyphens, and leaves guesses alone.',
    fix: true,
    example: cell('require_2fa', 'Always Require', 'always_require'),
  },
  'date-malformed': {
    what: 'The date is not in the form 2027-03-14T13:27:01-04:00',
    why: 'A date without an offset from UTC can be a day off what is meant, and 3/4/2027 can mean two dates.',
    cause:
      'Excel rewrites dates in the local form as soon as it opens the file, and drops the offset.',
    cure: 'Write date, time and offset (Z for UTC), in a column that is formatted as text. `fix` corrects the form if none of the three is missing.',
    fix: true,
    example: cell('access_expiration_date', '2035-03-14 13:27 +02:00', '2035-03-14T13:27:00+02:00'),
  },
  'date-does-not-exist': {
    what: 'There is no such date or time',
    why: 'The site would refuse it or take a different day.',
    cause: 'The 31st of a short month, 29 February in a common year, or 24:00.',
    cure: 'Write a date that exists; the message says what is wrong with this one.',
    example: cell('access_expiration_date', '2035-02-29T00:00:00Z', '2035-02-28T00:00:00Z'),
  },
  'date-in-the-past': {
    what: 'The date is in the past',
    why: 'A user whose access ended before it began is created and cannot sign in.',
    cause: "Last year's file with new names, or a wrong year in January.",
    cure: 'Write a later date, or empty the cell if access is not to end. For somebody who must not sign in, a past date is right.',
    example: cell('access_expiration_date', '2025-12-31T23:59:59Z', '2035-12-31T23:59:59Z'),
  },
  'email-malformed': {
    what: 'The cell is not one e-mail address',
    why: 'Invitations and password resets would reach nobody.',
    cause:
      'An address copied from a mail program with the name before it, two addresses in one cell, or no address (n/a).',
    cure: 'Write one bare address. `fix` removes a name, mailto:, quotes and a full stop; of two addresses you must choose one.',
    fix: true,
    example: cell('email', 'Ada Lovelace <ada@example.com>', 'ada@example.com'),
  },
  'full-name-needs-two-words': {
    what: 'The full name is one word',
    why: 'Bulk Import takes names of at least two words, separated by a space.',
    cause:
      'A team or a machine as a user, a person with one name, or First.Last in place of First Last.',
    cure: 'Write two words; for a machine, say what it is: Backup Server. Or empty the cell, which is not required.',
    example: cell('full_name', 'Backup', 'Backup Server'),
  },
  'group-empty': {
    what: 'The list of groups has a comma with nothing on one side',
    why: 'A group may be missing from the list.',
    cause: 'A formula that joins cells, some of them blank, or a comma left at the end.',
    cure: 'Remove the comma, or write the group that belongs there.',
    fix: true,
    example: cell('group_ids', 'Sales,,Support', 'Sales,Support'),
  },
  'group-repeated': {
    what: 'A group is in the list twice',
    why: 'It makes no difference to the user, but another group may have been meant.',
    cause: 'Lists from two sources joined.',
    cure: 'Name each group once.',
    fix: true,
    example: cell('group_ids', 'Sales,Support,Sales', 'Sales,Support'),
  },
  'group-other-separator': {
    what: 'The name of a group has a semicolon or a bar in it',
    why: 'Only commas separate groups. Several names with something else between them are one group, which the site does not have, or which --create-groups would create.',
    cause: 'A list from a system that separates with semicolons.',
    cure: 'Write commas between the groups. If the group really has that name, leave it.',
    example: cell('group_ids', 'Sales;Support', 'Sales,Support'),
  },
  'group-in-quotes': {
    what: 'The name of a group has quotes around it',
    why: 'The quotes are part of the name: the site has no such group, or --create-groups would create it.',
    cause:
      'A list that was quoted item by item, as "Sales","Support", before the whole cell was quoted again.',
    cure: 'Write the names alone. A group with a comma in its name must be given by its numeric id.',
    example: cell('group_ids', '"Sales","Support"', 'Sales,Support'),
  },
  'group-line-break': {
    what: 'Groups are separated by line breaks, not by commas',
    why: 'The whole cell would be taken as the name of one group.',
    cause:
      'A list pasted into one cell, or written like ip_whitelist, which does take one entry per line.',
    cure: 'Write commas. `fix` does so unless a break may belong to a long name.',
    fix: true,
    example: cell('group_ids', 'Sales\nSupport', 'Sales,Support'),
  },
  'group-thousands-separator': {
    what: 'The list of groups may be one number with thousands separators',
    why: 'As written, 12,045 is the groups 12 and 045. If the group 12045 is meant, the user would end up in the wrong ones.',
    cause: 'A spreadsheet that shows numbers with separators, and saves them like that.',
    cure: 'If it is one number, write it without separators. Otherwise nothing needs to be done.',
    example: cell('group_ids', '12,045', '12045'),
  },
  'group-distinguished-name': {
    what: 'The list holds the full names of groups in a directory',
    why: 'CN=Sales,OU=Groups,DC=example is read as three groups. With --create-groups they would be created.',
    cause: 'An export of memberOf from Active Directory or another LDAP directory.',
    cure: 'Write only the names of the groups. If a group of the site is really called CN=…, nothing needs to be done.',
    example: cell('group_ids', 'CN=Sales,OU=Groups,DC=example', 'Sales'),
  },
  'time-zone-unknown': {
    what: "The time zone is not on the site's own list",
    why: 'The site refuses any other name.',
    cause:
      'The ids that programs use, such as America/New_York, where the site has names for people: Eastern Time (US & Canada).',
    cure: "Write the site's name. `fix` knows which one an id stands for, and leaves misspelled names to you.",
    fix: true,
    example: cell('time_zone', 'Asia/Kolkata', 'Kolkata'),
  },
  'path-too-long': {
    what: 'The path has more than 5,000 characters',
    why: 'The site refuses it.',
    cause: 'Several paths in one cell, or a cell that belongs to another column.',
    cure: 'Write one path. More folders belong in folder_permissions, as entries of their own.',
  },
  'path-has-no-name': {
    what: 'Nothing is left of the path once the site has read it',
    why: 'The site drops ".", ".." and empty parts. What is left is the root folder: everything, instead of one folder.',
    cause: 'A path relative to somewhere else, as in a shell.',
    cure: 'Write the path from the root. If the root itself is meant, write /.',
    example: cell('root_folder', '..', '/'),
  },
  'path-space-at-end': {
    what: 'A folder in the path has a name that ends in white space',
    why: 'The site has no such folders, and refuses to create one.',
    cause: 'A path that was typed, or joined from cells that end in a space.',
    cure: 'Remove the white space. `fix` does so, unless a name is nothing else.',
    fix: true,
    example: cell('home_folder', 'Home /ada', 'Home/ada'),
  },
  'path-of-a-computer': {
    what: 'The path is one on a Windows computer or a file server',
    why: 'The site has no drives or servers: they become folders of their own, and the user gets an empty one.',
    cause: 'The attribute homeDirectory of Active Directory, such as \\\\server\\homes\\ada.',
    cure: 'Write the path of a folder of the site, such as Home/ada.',
    example: cell('home_folder', '\\\\server\\homes\\ada', 'homes/ada'),
  },
  'ip-separator': {
    what: 'The addresses are not separated by line breaks',
    why: 'The site takes one address per line; anything else is one wrong address.',
    cause:
      'A comma, a semicolon or a space, or \\n typed as two characters. In a spreadsheet, Alt+Enter (Option+Return) makes a line break inside a cell.',
    cure: 'Put a real line break between the addresses.',
    fix: true,
    example: cell('ip_whitelist', '203.0.113.7, 192.168.1.0/27', '203.0.113.7\n192.168.1.0/27'),
  },
  'ip-malformed': {
    what: 'Something in the list is not an IP address or a range',
    why: 'The user could not connect from where they are, or the site refuses the list.',
    cause:
      'A host name, a range written with a hyphen, a star, a netmask or spaces, a mistyped number, or an empty line.',
    cure: 'Write only addresses and CIDR ranges: 192.168.1.0/24 for 192.168.1.*. `fix` removes empty lines, and spaces around a slash.',
    example: cell('ip_whitelist', '192.168.1.*', '192.168.1.0/24'),
  },
  'tag-malformed': {
    what: 'A tag has characters other than lower-case letters, digits and hyphens',
    why: 'The site refuses it.',
    cause: 'Tags written as plain names: Berlin Office.',
    cure: 'Write the tag as the site has it. `fix` removes empty tags; only you know which tag a name stands for.',
    example: cell('tags', 'Berlin Office', 'berlin-office'),
  },
  'password-hash-malformed': {
    what: 'The site does not take a password hash of this form',
    why: 'The user could not sign in with the old password.',
    cause:
      'A hash in base64, with a salt or with a prefix (bcrypt, $2y$…), which the site cannot check.',
    cure: 'Give MD5, SHA-1 or SHA-256 in hexadecimal digits. If the other system has another kind, let people set a new password: email_signup.',
    example: cell(
      'imported_password_hash',
      'md5:5f4dcc3b5aa765d61d8327deb882cf99',
      '5f4dcc3b5aa765d61d8327deb882cf99',
      { authentication_method: 'password_with_imported_hash' },
    ),
  },
  'ssh-key-malformed': {
    what: 'The cell is not an SSH public key in the form of OpenSSH',
    why: 'The user could not sign in with it.',
    cause:
      'A key in the form of PuTTY or SSH2 (---- BEGIN), one that was truncated by copying, or several on one line.',
    cure: 'Give the whole line of the .pub file. `ssh-keygen -i -f key.pub` makes it from an SSH2 key.',
    example: cell('ssh_public_key', publicKey.replace('ssh-ed25519 ', ''), publicKey),
  },
  'ssh-key-is-private': {
    what: 'The cell is a private SSH key',
    why: 'Whoever sees the file can sign in as that user wherever the key is accepted. It is neither sent nor shown.',
    cause: 'The file without .pub was taken in place of the one with it.',
    cure: 'Put the public key here. Replace the key pair: the private key has been in a file that others may have seen.',
    example: cell('ssh_public_key', '-----BEGIN OPENSSH PRIVATE KEY----- …', publicKey),
  },
  'folder-permission-separator': {
    what: 'Folders are not separated by |',
    why: 'Two folders would be read as the name of one, and that folder would be created.',
    cause: 'A semicolon, a comma, a line break or a space, as in other lists.',
    cure: 'Write | between entries; the comma separates the permissions of one folder. `fix` leaves entries separated by spaces to you.',
    fix: true,
    example: cell(
      'folder_permissions',
      'Sales=readonly;Engineering=full',
      'Sales=readonly|Engineering=full',
    ),
  },
  'folder-permission-malformed': {
    what: 'An entry is not folder=permission',
    why: 'Nobody can tell which folder is meant, or what is to be allowed there.',
    cause: 'A colon in place of =, a folder without permissions, or a bar or comma too many.',
    cure: 'Write the folder, =, and its permissions. `fix` removes an extra bar or comma.',
    example: cell('folder_permissions', 'Sales:readonly', 'Sales=readonly'),
  },
  'folder-permission-unknown': {
    what: 'There is no such permission',
    why: 'A guess would give access that nobody decided to give.',
    cause: 'The words of other systems: read, rw, share, owner.',
    cure: 'Write one of admin, full, readonly, writeonly, readwrite, list, bundle, history. `fix` corrects other spellings of these, and leaves words such as read to you.',
    fix: true,
    example: cell('folder_permissions', 'Sales=Read-Only', 'Sales=readonly'),
  },
  'folder-permission-implied': {
    what: 'A permission is part of another one on the same folder',
    why: 'It adds nothing. If the smaller one was meant, the user gets more than intended.',
    cause: 'Permissions listed as in systems that need each step named.',
    cure: 'Leave out the one that is contained, or the one that contains it, if that is too much.',
    example: cell('folder_permissions', 'Sales=full,readonly', 'Sales=full'),
  },
  'folder-permission-repeated': {
    what: 'A folder is in the cell twice',
    why: 'Its permissions are combined. If the later entry was meant to replace the first, the user gets more than intended.',
    cause:
      'Lists from two sources joined, or two spellings that the site takes for one folder (Sales, /sales/).',
    cure: 'Name the folder once, with all its permissions.',
    example: cell('folder_permissions', 'Sales=list|/sales/=bundle', 'Sales=list,bundle'),
  },
  'folder-permission-spaces': {
    what: 'There are spaces around the separators of the cell',
    why: "They are ignored here. The web form may take them as part of a folder's name.",
    cause: 'A list typed like prose.',
    cure: 'Remove the spaces.',
    fix: true,
    example: cell(
      'folder_permissions',
      'Sales = readonly | Engineering = full',
      'Sales=readonly|Engineering=full',
    ),
  },
  'folder-permissions-ignored': {
    what: 'An administrator of the site is given folder permissions',
    why: 'Administrators may do everything everywhere, so the cell is ignored. If it was meant to restrict this user, it does not.',
    cause: 'A default that was filled in for all rows.',
    cure: 'Empty the cell, or write N for site_admin if this is not an administrator.',
    example: cell('folder_permissions', 'Sales=full', '', { site_admin: 'Y' }),
  },
} as const satisfies Explanations;
