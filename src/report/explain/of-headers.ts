import { lines, type Explanations } from './explanation.js';

/** The header, and how the whole file is written. */
export const ofHeaders = {
  'header-unknown-column': {
    what: 'The header names a column that the format does not have',
    why: 'The column is ignored. If its name is only misspelled, its cells are missing for every user: home folders that are never set, permissions that are never given.',
    cause:
      'A misspelled name, a file of another system, or empty columns that a spreadsheet has left behind the table.',
    mend: 'Correct the name (`files-bulk-import columns --all` lists them), remove the column, or name the column it is with --map "Login=username".',
    example: lines('username,notse\nada.lovelace,', 'username,notes\nada.lovelace,'),
  },
  'header-inexact-name': {
    what: 'A header is a column but for case, spaces, hyphens or underscores',
    why: 'It is taken for that column here. The web form knows exact names only, and would leave the column out.',
    cause: 'Headers written for people to read, such as Full Name.',
    mend: 'Write the name as it is in the format.',
    fix: true,
    example: lines('username,Full Name\nada,Ada Lovelace', 'username,full_name\nada,Ada Lovelace'),
  },
  'header-repeated-column': {
    what: 'The header names one column twice',
    wholeFile: true,
    why: 'Which of the two is meant nobody can tell, and they may differ.',
    cause:
      'Columns of two files put side by side, or two spellings of one name (Home Folder, home_folder).',
    mend: 'Keep the column that is right, and remove the other one or give it another name.',
    example: lines(
      'username,company,company\nada,Example Corp,',
      'username,company\nada,Example Corp',
    ),
  },
  'header-missing-username': {
    what: 'No column of the header is username, or there is no header',
    wholeFile: true,
    why: 'A user cannot be created without a name.',
    cause:
      'A file that begins with its first user, a title above the header, or another word for it: Login, User ID.',
    mend: 'Let the file begin with a row of column names. If the name stands below another header, map it: --map "Login=username".',
    example: lines('login,company\nada,Example Corp', 'username,company\nada,Example Corp'),
  },
  'mapped-header-missing': {
    what: 'A mapping takes a column from a header that the file does not have',
    wholeFile: true,
    why: 'The column would be blank for every user.',
    cause:
      'An export of another system that has been renamed or reordered since the mapping was written.',
    mend: 'Correct the header in the mapping, or in the file. `files-bulk-import map users.csv` shows what the file has.',
  },
  'encoding-not-utf8': {
    what: 'The file is not in UTF-8; its encoding was recognised or guessed',
    why: 'If the guess is wrong, names are created with wrong letters. The web form takes UTF-8 alone.',
    cause:
      'Excel\'s "CSV (comma delimited)", which is in Windows-1252, or its "Unicode text", which is in UTF-16.',
    mend: 'Look at a name with an accent in the report. If it is right, nothing need be done here; else name the encoding with --encoding.',
    fix: true,
  },
  'delimiter-not-comma': {
    what: 'Something else than commas stands between the cells',
    why: 'It was recognised, and the file is read as it is meant. The web form takes commas alone.',
    cause: 'Excel writes semicolons where the comma is the decimal sign, as in most of Europe.',
    mend: 'Nothing need be done here, and --delimiter says that it is meant.',
    fix: true,
    example: lines('username;company\nada;Example Corp', 'username,company\nada,Example Corp'),
  },
  'columns-not-portable': {
    what: 'The file has columns that the web form does not know',
    why: 'They are imported here. If the same file is uploaded in the web form, they are ignored without a word, SSH keys and tags for example.',
    cause: 'Parameters of the API that were added as columns on purpose.',
    mend: 'Nothing need be done, unless the file is to be uploaded by hand: then remove them.',
    example: lines('username,language\nada,en', 'username\nada'),
  },
  'line-endings-mixed': {
    what: 'The lines of the file end in different ways',
    why: 'Each of them is taken as the end of a row. If one was meant as a line break inside a cell, a row is cut in two.',
    cause:
      'Files of Windows and of Unix put together, or line breaks of old Mac programs inside cells.',
    mend: 'Look at the rows around a lone CR, if one is named, then save the file anew.',
    fix: true,
  },
  'header-row-repeated': {
    what: 'A row is the header once more',
    why: 'It is no user. The rows below it are read under the first header.',
    cause: 'One file put behind another with its header, as `cat a.csv b.csv` does.',
    mend: 'Remove the row. If the columns below it stand in another order, import the two files apart.',
    example: lines(
      'username,company\nada,\nusername,company\ngrace,',
      'username,company\nada,\ngrace,',
    ),
  },
} as const satisfies Explanations;
