import { lines, type Explanations } from './explanation.js';

/** The file and its CSV. */
export const ofFiles = {
  'file-has-no-rows': {
    what: 'The file has a header and nothing below it',
    why: 'Nothing goes wrong, but nothing happens either: there is nobody to create.',
    cause:
      'A filter that matched nobody, a template that was never filled in, or rows that are all blank or all comments.',
    cure: 'Check the program that wrote the file. In a workbook, check which sheet was read: --sheet names another.',
  },
  'row-too-few-cells': {
    what: 'The row has fewer cells than the header',
    why: 'The missing cells are taken as blank, so the user gets the defaults of those columns. If a cell is missing in the middle, all cells after it are under the wrong header.',
    cause: 'A row typed by hand, or a program that leaves out the blank cells at the end.',
    cure: 'Count the cells of the row, and add a delimiter for each blank one that is missing.',
    example: lines(
      'username,company,notes\nada.lovelace,Example Corp',
      'username,company,notes\nada.lovelace,Example Corp,',
    ),
  },
  'row-too-many-cells': {
    what: 'The row has more cells than the header',
    why: 'All cells after the extra one are under the wrong header: a password might be read as a note, which every administrator sees.',
    cause:
      'A delimiter, such as a comma, inside a cell that is not in double quotes, as in a company name or a note.',
    cure: 'Put that cell in double quotes. A spreadsheet does so when it saves a CSV.',
    example: lines(
      'username,company\nada.lovelace,Lovelace, Ltd',
      'username,company\nada.lovelace,"Lovelace, Ltd"',
    ),
  },
  'row-too-long': {
    what: 'The row is longer than any row may be',
    wholeFile: true,
    why: 'It is not read, so that a damaged file cannot use up the memory. Where the next row begins can only be guessed.',
    cause:
      'A file whose lines do not end where its rows do, a quote that swallows what follows, or something that is not a CSV file at all.',
    cure: 'Open the file in a text editor at the line that the message names, and find where the row should end.',
  },
  'quote-never-closed': {
    what: 'A double quote opens a cell and none closes it',
    wholeFile: true,
    why: 'Everything after it, other users included, belongs to that cell. What was meant can only be guessed.',
    cause:
      'A text that begins with a quote, such as "The Analyst" as a nickname, in a file that was not written by a spreadsheet.',
    cure: 'Close the quote where its cell ends. A quote that belongs to the text is written twice.',
    example: lines(
      'username,notes\nada.lovelace,"Works from home\ngrace.hopper,',
      'username,notes\nada.lovelace,"Works from home"\ngrace.hopper,',
    ),
  },
  'quote-misplaced': {
    what: 'A double quote is where none is allowed',
    wholeFile: true,
    why: 'Where the cell and the row end can only be guessed.',
    cause: 'Quotes inside a text, such as inches, that were not doubled when the file was written.',
    cure: 'Put the whole cell in double quotes, and write the quote inside it twice.',
    example: lines(
      'username,notes\nada.lovelace,uses a 27" screen',
      'username,notes\nada.lovelace,"uses a 27"" screen"',
    ),
  },
  'invalid-utf8': {
    what: "The row holds bytes that are not text in the file's encoding",
    wholeFile: true,
    why: 'A letter is lost, often in a name. The user would be created under a name that is not theirs.',
    cause:
      'Two files with different encodings joined, or a row pasted by an editor that uses another encoding.',
    cure: 'Open the file in the program that wrote it and save it as "CSV UTF-8". If all of it is in another encoding, name that: --encoding windows-1252.',
  },
  'cell-without-value': {
    what: 'A formula of the workbook has no result',
    wholeFile: true,
    why: 'There is no value to take, and a blank cell in its place would create a different user.',
    cause:
      'A workbook that a program wrote and no spreadsheet has calculated yet, or an error value that only newer programs know.',
    cure: 'Open the workbook, correct the formula or write the value in its place, and save it. Excel and LibreOffice calculate when they open it.',
  },
  'cell-shown-otherwise': {
    what: 'A cell of the workbook shows something other than what it holds',
    wholeFile: true,
    why: 'You see ada@example.com and the user would be ada, or you see N where the cell holds Y.',
    cause: 'A number format that adds text to what is in the cell, such as @"@example.com".',
    cure: 'Give the cells the format Text, which shows what they hold, and write what is meant.',
  },
  'comment-looks-like-row': {
    what: 'A line that begins with # is a comment, but this one has as many cells as a user',
    why: 'Nobody is created from a comment. If this is a user, this warning is the only sign that they are missing.',
    cause: 'A username that begins with #, or a row that somebody commented out and forgot.',
    cure: 'If it is a user, put the first cell in double quotes. If it is a comment, nothing needs to be done.',
    example: lines('username,company\n#1,Example Corp', 'username,company\n"#1",Example Corp'),
  },
  'rows-hidden': {
    what: 'Rows of the sheet are hidden; they are read like the others',
    why: 'A user is created from each of them, and you see only those that the sheet shows.',
    cause:
      'A filter that is still set, a collapsed group of rows, or rows that were hidden by hand.',
    cure: 'Clear the filter and show all rows, and delete those that you do not want. To import only what is shown, copy it into a new sheet.',
  },
  'columns-hidden': {
    what: 'Columns of the sheet are hidden, and are read like the others',
    why: 'The users get what is in them, such as site_admin, although nobody who looks at the sheet sees it.',
    cause: 'Columns that were hidden by hand, or a collapsed group of columns.',
    cure: 'Show all columns, and delete those that are not meant.',
  },
  'cells-merged': {
    what: 'Cells of the sheet are merged; each is read with what it holds itself',
    why: 'The sheet shows one value for all of them, but only the first cell holds it. A group that is merged over five users is the group of the first of them; the other four get none.',
    cause: 'A report that is laid out to be read, with one department or group for several rows.',
    cure: 'Unmerge the cells, and write the value into each cell that is to have it.',
  },
} as const satisfies Explanations;
