import { lines, type Explanations } from './explanation.js';

/** The header, and how the whole file is written. */
export const ofHeaders = {
  'header-unknown-column': {
    what: 'The header names a column that the format does not have',
    why: 'The column is ignored. If its name is only misspelled, its cells are missing for every user: home folders that are never set, permissions that are never given.',
    cause:
      'A misspelled name, a file of another system, or empty columns that a spreadsheet has left after the table.',
    cure: 'Correct the name (`files-bulk-import columns --all` lists them), remove the column, or say which one it is with --map "Login=username".',
    example: lines('username,notse\nada.lovelace,', 'username,notes\nada.lovelace,'),
  },
  'header-inexact-name': {
    what: 'A header differs from a column only in case, spaces, hyphens or underscores',
    why: 'Here it is read as that column. The web form takes only exact names, and would ignore it.',
    cause: 'Headers written for people to read, such as Full Name.',
    cure: "Write the column's exact name.",
    fix: true,
    example: lines('username,Full Name\nada,Ada Lovelace', 'username,full_name\nada,Ada Lovelace'),
  },
  'header-repeated-column': {
    what: 'The header names one column twice',
    wholeFile: true,
    why: 'Nobody can tell which of the two is meant, and they may differ.',
    cause:
      'Columns of two files put side by side, or two spellings of one name (Home Folder, home_folder).',
    cure: 'Keep the column that is right, and remove the other one or give it another name.',
    example: lines(
      'username,company,company\nada,Example Corp,',
      'username,company\nada,Example Corp',
    ),
  },
  'header-missing-username': {
    what: 'No column is called username, or there is no header',
    wholeFile: true,
    why: 'A user cannot be created without a name.',
    cause:
      'A file that begins with its first user, a title above the header, or another word for username, such as Login or User ID.',
    cure: 'Begin the file with a row of column names; remove a title above it. If the usernames are under another header, map it: --map "Login=username".',
    example: lines('login,company\nada,Example Corp', 'username,company\nada,Example Corp'),
  },
  'mapped-header-missing': {
    what: 'A mapping takes a column from a header that the file does not have',
    wholeFile: true,
    why: 'The column would be blank for every user.',
    cause:
      'An export of another system whose columns have been renamed since the mapping was written.',
    cure: 'Correct the header in the mapping, or in the file. `files-bulk-import map users.csv` shows what the file has.',
  },
  'encoding-not-utf8': {
    what: 'The file is not in UTF-8; its encoding was recognised or guessed',
    why: 'If the guess is wrong, names are created with wrong letters. The web form takes only UTF-8.',
    cause:
      'Excel\'s "CSV (comma delimited)", which is in Windows-1252, or its "Unicode text", which is in UTF-16.',
    cure: 'Look at a name with an accent in the report. If it is right, nothing needs to be done here; otherwise name the encoding with --encoding.',
    fix: true,
  },
  'delimiter-not-comma': {
    what: 'The cells are not separated by commas, or a first line such as sep=, names the separator',
    why: 'The separator was recognised, and the file is read correctly. The web form takes only commas, and no such line.',
    cause:
      'Excel writes semicolons in countries where the comma is the decimal separator, as in most of Europe; other programs write sep= for it.',
    cure: 'Nothing needs to be done here; --delimiter silences the warning.',
    fix: true,
    example: lines('username;company\nada;Example Corp', 'username,company\nada,Example Corp'),
  },
  'columns-not-portable': {
    what: 'The file has columns that the web form does not take',
    why: 'They are imported here. If the same file is uploaded in the web form, they are silently ignored: SSH keys and tags, for example.',
    cause: 'Parameters of the API that were added as columns on purpose.',
    cure: 'Nothing needs to be done, unless the file is to be uploaded by hand: then remove them.',
    example: lines('username,language\nada,en', 'username\nada'),
  },
  'line-endings-mixed': {
    what: 'The lines of the file end in different ways',
    why: 'Each of them is taken as the end of a row. If one was meant as a line break inside a cell, a row is cut in two.',
    cause:
      'A Windows file and a Unix file joined, or line breaks of old Mac programs inside cells.',
    cure: 'Look at the rows around a lone CR, if the message names one, then save the file again.',
    fix: true,
  },
  'header-row-repeated': {
    what: 'A row repeats the header',
    why: 'It is not a user. The rows below it are read under the first header.',
    cause: 'Two files joined with their headers, as `cat a.csv b.csv` does.',
    cure: 'Remove the row. If the columns below it are in another order, import the two files separately.',
    example: lines(
      'username,company\nada,\nusername,company\ngrace,',
      'username,company\nada,\ngrace,',
    ),
  },
} as const satisfies Explanations;
