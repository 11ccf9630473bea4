import { cell, lines, type Explanations } from './explanation.js';

/** Single cells. */
export const ofCells = {
  'username-missing': {
    what: 'The row has no username',
    why: 'A user cannot be created without a name.',
    cause:
      'A row that was begun and not finished, a row with totals below the table, or a new colleague without an account name yet.',
    mend: 'Write the username, or remove the row.',
    example: lines('username,company\n,Example Corp', 'username,company\nada,Example Corp'),
  },
  'username-too-long': {
    what: 'The username has more than 50 characters',
    why: 'The site refuses it.',
    cause: 'Usernames that are made of long e-mail addresses or of several names.',
    mend: 'Choose a shorter name, and tell the user: it is what they sign in with.',
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
    mend: 'Write one space.',
    fix: true,
    example: cell('username', 'ada  lovelace', 'ada lovelace'),
  },
  'username-control-character': {
    what: 'The username holds a line break, a tab or another control character',
    why: 'Nobody can type that name to sign in.',
    cause:
      'A cell that was pasted from two lines. A last row of U+001A alone is what the Windows command copy puts behind files that it joins.',
    mend: 'Write the username anew, or remove the row.',
    example: cell('username', 'ada\tlovelace', 'ada.lovelace'),
  },
  'authentication-method-unknown': {
    what: 'The method of authentication is none that there is',
    why: 'It decides how the user signs in, and a wrong one leaves them outside.',
    cause:
      'The name of the product in place of its value: Entra ID is azure, Active Directory is ldap.',
    mend: 'Write one of the values exactly; `files-bulk-import columns` has the list. `fix` corrects other spellings of one, and leaves guesses alone.',
    fix: true,
    example: cell('authentication_method', 'Email Signup', 'email_signup', {
      email: 'ada@example.com',
    }),
  },
  'not-yes-or-no': {
    what: 'The cell must be Y or N, and is something else',
    why: 'These cells give and take access. The site takes Y and N alone, and nothing is guessed of them at the import.',
    cause: 'Spreadsheets write TRUE and FALSE, people write yes, x or 1.',
    mend: 'Write Y or N, in capitals. `fix` understands yes, true and 1, and such words in a few other languages; it leaves x alone.',
    fix: true,
    example: cell('sftp_permission', 'yes', 'Y'),
  },
  'not-a-whole-number': {
    what: 'The cell must be a whole number, and is something else',
    why: 'The site takes digits alone.',
    cause:
      'A unit behind the number (30 days), decimals that a spreadsheet has added (30.00), or a word.',
    mend: 'Write digits alone. `fix` takes zeros behind a decimal point away; 30 days it leaves to you.',
    fix: true,
    example: cell('password_validity_days', '30.00', '30'),
  },
  'number-too-large': {
    what: 'The number is larger than the site takes',
    why: 'The site refuses it.',
    cause:
      'A cell of another column that has slipped here, such as a phone number, or an hour beyond 23.',
    mend: 'Write the number that is meant; the message has the largest. A blank cell leaves it to the site.',
    example: cell('password_validity_days', '9999999999', '365'),
  },
  'not-a-choice': {
    what: 'The cell must be one of a few words, and is none of them',
    why: 'The site takes these words alone.',
    cause: 'The label of the web interface in place of the value of the API.',
    mend: 'Write the word exactly; the message lists them. `fix` corrects upper case, spaces and hyphens, and leaves guesses alone.',
    fix: true,
    example: cell('require_2fa', 'Always Require', 'always_require'),
  },
  'date-malformed': {
    what: 'The date is not in the form 2027-03-14T13:27:01-04:00',
    why: 'A date without an offset from UTC can be a day off what is meant, and 3/4/2027 is two dates.',
    cause:
      'Excel rewrites dates in the form of its country as soon as it opens the file, and drops the offset.',
    mend: 'Write date, time and offset (Z for UTC), in a column that is formatted as text. `fix` corrects the form when none of the three is missing.',
    fix: true,
    example: cell('access_expiration_date', '2035-03-14 13:27 +02:00', '2035-03-14T13:27:00+02:00'),
  },
  'date-does-not-exist': {
    what: 'There is no such date or time',
    why: 'The site would refuse it or take another day.',
    cause: 'The 31st of a short month, 29 February in a common year, or 24:00.',
    mend: 'Write a date that there is; the message says what is wrong with this one.',
    example: cell('access_expiration_date', '2035-02-29T00:00:00Z', '2035-02-28T00:00:00Z'),
  },
  'date-in-the-past': {
    what: 'The date is past',
    why: 'A user whose access ended before it began is created and cannot sign in.',
    cause: "Last year's file with new names, or a wrong year in January.",
    mend: 'Write a later date, or empty the cell if the access is not to end. For somebody who must not sign in it is right.',
    example: cell('access_expiration_date', '2025-12-31T23:59:59Z', '2035-12-31T23:59:59Z'),
  },
  'email-malformed': {
    what: 'The cell is not one e-mail address',
    why: 'Invitations and password resets would reach nobody.',
    cause:
      'An address copied from a mail program with the name before it, two addresses in one cell, or no address (n/a).',
    mend: 'Write one bare address. `fix` takes away a name, mailto: and a full stop; of two addresses you choose.',
    fix: true,
    example: cell('email', 'Ada Lovelace <ada@example.com>', 'ada@example.com'),
  },
  'full-name-needs-two-words': {
    what: 'The full name is one word',
    why: 'Bulk Import takes names of two words and more, separated by a space.',
    cause:
      'A team or a machine as a user, a person with one name, or First.Last in place of First Last.',
    mend: 'Write two words. For a machine say what it is: Backup Server. Or empty the cell, which is not required.',
    example: cell('full_name', 'Backup', 'Backup Server'),
  },
  'group-empty': {
    what: 'The list of groups has a comma with nothing on one side',
    why: 'A group may be missing from the list.',
    cause: 'A formula that joins cells of which some are blank, or a comma left at the end.',
    mend: 'Remove the comma, or write the group that belongs there.',
    fix: true,
    example: cell('group_ids', 'Sales,,Support', 'Sales,Support'),
  },
  'group-repeated': {
    what: 'A group stands twice in the list',
    why: 'It makes no difference to the user, but another group may have been meant.',
    cause: 'Lists of two sources put together.',
    mend: 'Name each group once.',
    fix: true,
    example: cell('group_ids', 'Sales,Support,Sales', 'Sales,Support'),
  },
  'group-line-break': {
    what: 'Groups stand on lines of their own, in place of commas between them',
    why: 'The whole cell would be looked for as one group.',
    cause:
      'A list pasted into one cell, or ip_whitelist taken as the model, which does stand on lines.',
    mend: 'Write commas. `fix` does so unless a break may belong to a long name.',
    fix: true,
    example: cell('group_ids', 'Sales\nSupport', 'Sales,Support'),
  },
  'group-thousands-separator': {
    what: 'The list of groups may be one number with separators of thousands',
    why: '12,045 is the groups 12 and 045 as it stands. If the group 12045 is meant, the user would land in the wrong ones.',
    cause: 'A spreadsheet that shows numbers with separators, and saves them so.',
    mend: 'If it is one number, write it without separators. Else nothing need be done.',
    example: cell('group_ids', '12,045', '12045'),
  },
  'group-distinguished-name': {
    what: 'The list holds the full names of groups in a directory',
    why: 'CN=Sales,OU=Groups,DC=example is read as three groups. With --create-groups they would be made so.',
    cause: 'An export of memberOf from Active Directory or another LDAP directory.',
    mend: 'Write the names of the groups alone. If a group of the site is really called CN=…, nothing need be done.',
    example: cell('group_ids', 'CN=Sales,OU=Groups,DC=example', 'Sales'),
  },
  'time-zone-unknown': {
    what: "The time zone is not a name of the site's own list",
    why: 'The site refuses any other name.',
    cause:
      'The ids that programs use, such as America/New_York; the site has names for people: Eastern Time (US & Canada).',
    mend: "Write the site's name. `fix` knows which one an id stands for, and leaves misspelled names to you.",
    fix: true,
    example: cell('time_zone', 'Asia/Kolkata', 'Kolkata'),
  },
  'path-too-long': {
    what: 'The path has more than 5,000 characters',
    why: 'The site refuses it.',
    cause: 'Several paths in one cell, or a cell of another column that has slipped here.',
    mend: 'Write one path. More folders belong in folder_permissions, as entries of their own.',
  },
  'path-has-no-name': {
    what: 'Nothing is left of the path once the site has read it',
    why: 'The site drops ".", ".." and empty parts. What is left is the root folder: everything, in place of one folder.',
    cause: 'A path relative to somewhere else, as in a shell.',
    mend: 'Write the path from the root. If the root itself is meant, write /.',
    example: cell('root_folder', '..', '/'),
  },
  'path-of-a-computer': {
    what: 'The path is one of a Windows computer or a file server',
    why: 'The site knows no drives and no servers: they become folders of their own, and the user starts in an empty place.',
    cause: 'The attribute homeDirectory of Active Directory, such as \\\\server\\homes\\ada.',
    mend: 'Write the path of a folder of the site, such as Home/ada.',
    example: cell('home_folder', '\\\\server\\homes\\ada', 'homes/ada'),
  },
  'ip-separator': {
    what: 'The addresses are separated by something else than line breaks',
    why: 'The site takes one address a line; anything else is one wrong address to it.',
    cause:
      'A comma or a semicolon, or \\n typed as two characters. In a spreadsheet a line break inside a cell is Alt+Enter, or Option+Return.',
    mend: 'Put a real line break between the addresses.',
    fix: true,
    example: cell('ip_whitelist', '203.0.113.7, 192.168.1.0/27', '203.0.113.7\n192.168.1.0/27'),
  },
  'ip-malformed': {
    what: 'Something in the list is not an IP address or a range',
    why: 'The user could not connect from where they are, or the site refuses the list.',
    cause:
      'A host name, a range written with a hyphen or a star, a mistyped number, or an empty line.',
    mend: 'Write addresses and CIDR ranges alone: 192.168.1.0/24 for 192.168.1.*. `fix` removes empty lines.',
    example: cell('ip_whitelist', '192.168.1.*', '192.168.1.0/24'),
  },
  'tag-malformed': {
    what: 'A tag has something else than lower-case letters, digits and hyphens',
    why: 'The site refuses it.',
    cause: 'Tags written as people speak: Berlin Office.',
    mend: 'Write the tag as the site has it. `fix` removes empty tags; how a name becomes a tag is for you to say.',
    example: cell('tags', 'Berlin Office', 'berlin-office'),
  },
  'password-hash-malformed': {
    what: 'The hash of a password is none that the site takes',
    why: 'The user could not sign in with the old password.',
    cause:
      'A hash in base64, with a salt or with a prefix (bcrypt, $2y$…), which the site cannot check.',
    mend: 'Give MD5, SHA-1 or SHA-256 in hexadecimal digits. If the other system has another kind, let people set a new password: email_signup.',
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
      'A key in the form of PuTTY or SSH2 (---- BEGIN), one that was cut by copying, or several on one line.',
    mend: 'Give the line of the .pub file whole. `ssh-keygen -i -f key.pub` makes it of an SSH2 key.',
    example: cell(
      'ssh_public_key',
      'AAAAC3NzaC1lZDI1NTE5AAAAIIPwFqeG1x5DSpscmGiD+Lj85auQ3gjoo7DxhPRlmUjm',
      'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIPwFqeG1x5DSpscmGiD+Lj85auQ3gjoo7DxhPRlmUjm',
    ),
  },
  'ssh-key-is-private': {
    what: 'The cell is a private SSH key',
    why: 'Whoever sees the file can sign in as that user, wherever the key is known. It is neither sent nor shown.',
    cause: 'The file without .pub was taken, which stands beside the one with it.',
    mend: 'Put the public key here. Replace the key pair: it has been in a file that went through several hands.',
    example: cell(
      'ssh_public_key',
      '-----BEGIN OPENSSH PRIVATE KEY----- …',
      'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIPwFqeG1x5DSpscmGiD+Lj85auQ3gjoo7DxhPRlmUjm',
    ),
  },
  'folder-permission-separator': {
    what: 'Folders are separated by something else than |',
    why: 'The first folder and the next would be read as the name of one, which would be made.',
    cause: 'A semicolon, a comma or a line break, as other lists have it.',
    mend: 'Write | between entries; the comma separates the permissions of one folder.',
    fix: true,
    example: cell(
      'folder_permissions',
      'Sales=readonly;Engineering=full',
      'Sales=readonly|Engineering=full',
    ),
  },
  'folder-permission-malformed': {
    what: 'An entry is not folder=permission',
    why: 'It cannot be told which folder is meant, or what is to be allowed there.',
    cause: 'A colon in place of =, a folder without permissions, or a bar or comma too many.',
    mend: 'Write the folder, =, and its permissions. `fix` removes a bar or comma with nothing beside it.',
    example: cell('folder_permissions', 'Sales:readonly', 'Sales=readonly'),
  },
  'folder-permission-unknown': {
    what: 'A permission is none that there is',
    why: 'Guessing it would give access that nobody has decided on.',
    cause: 'Words of other systems: read, rw, share, owner.',
    mend: 'Write one of admin, full, readonly, writeonly, readwrite, list, bundle, history. `fix` corrects other spellings of these, and leaves words such as read to you.',
    fix: true,
    example: cell('folder_permissions', 'Sales=Read-Only', 'Sales=readonly'),
  },
  'folder-permission-implied': {
    what: 'A permission is part of another one on the same folder',
    why: 'It adds nothing. If the smaller one was meant, the user gets more than intended.',
    cause: 'Permissions listed as other systems have them, each step by itself.',
    mend: 'Leave out the one that is contained, or the one that contains it, if that is too much.',
    example: cell('folder_permissions', 'Sales=full,readonly', 'Sales=full'),
  },
  'folder-permission-repeated': {
    what: 'A folder stands twice in the cell',
    why: 'Its permissions are put together. If the later one was to replace the first, the user gets more than intended.',
    cause:
      'Lists of two sources put together, or two spellings that the site takes for one folder (Sales, /sales/).',
    mend: 'Name the folder once, with all its permissions.',
    example: cell('folder_permissions', 'Sales=list|/sales/=bundle', 'Sales=list,bundle'),
  },
  'folder-permission-spaces': {
    what: 'There are spaces around the separators of the cell',
    why: "They are left out here. The web form may take them as part of a folder's name.",
    cause: 'A list typed as people write lists.',
    mend: 'Leave the spaces out.',
    fix: true,
    example: cell(
      'folder_permissions',
      'Sales = readonly | Engineering = full',
      'Sales=readonly|Engineering=full',
    ),
  },
  'folder-permissions-ignored': {
    what: 'An administrator of the site is given folder permissions',
    why: 'Administrators may do everything everywhere, so the cell is ignored. If the permissions were to bound this user, they do not.',
    cause: 'A default that was filled in for all rows.',
    mend: 'Empty the cell, or write N for site_admin if this is no administrator.',
    example: cell('folder_permissions', 'Sales=full', '', { site_admin: 'Y' }),
  },
} as const satisfies Explanations;
