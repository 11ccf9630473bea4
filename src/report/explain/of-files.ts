import { lines, type Explanations } from './explanation.js';

/** The file and its CSV. */
export const ofFiles = {
  'file-has-no-rows': {
    what: 'The file has a header and nothing below it',
    why: 'Nothing goes wrong, but nothing happens either: there is nobody to create.',
    cause:
      'A filter that matched nobody, a template that was never filled in, or rows that are all blank or all comments.',
    mend: 'Look at what wrote the file. In a workbook look at which sheet was read: --sheet names another.',
  },
  'row-too-few-cells': {
    what: 'The row has fewer cells than the header',
    why: 'The missing cells are taken as blank, so the user gets the defaults of those columns. If a cell is missing in the middle, all behind it stand below the wrong header.',
    cause: 'A row typed by hand, or a program that leaves out the blank cells at the end.',
    mend: 'Count the commas of the row, and add one for each blank cell.',
    example: lines(
      'username,company,notes\nada.lovelace,Example Corp',
      'username,company,notes\nada.lovelace,Example Corp,',
    ),
  },
  'row-too-many-cells': {
    what: 'The row has more cells than the header',
    why: 'All cells behind the one too many stand below the wrong header: a password might be read as a note, which every administrator sees.',
    cause: 'A comma inside a cell that is not in double quotes, as in a company name or a note.',
    mend: 'Put the cell that has the comma in double quotes. A spreadsheet does that by itself when it saves a CSV.',
    example: lines(
      'username,company\nada.lovelace,Lovelace, Ltd',
      'username,company\nada.lovelace,"Lovelace, Ltd"',
    ),
  },
  'row-too-long': {
    what: 'The row is longer than any row may be',
    wholeFile: true,
    why: 'It is not read, so that a damaged file cannot use up the memory. Where the next one begins is a guess.',
    cause:
      'A file whose lines do not end where its rows do, a quote that swallows what follows, or something that is not a CSV file at all.',
    mend: 'Open the file in a text editor at the line that is named, and look for where the row should end.',
  },
  'quote-never-closed': {
    what: 'A double quote opens a cell and no other closes it',
    wholeFile: true,
    why: 'Everything behind it belongs to that cell as far as the format goes, other users among it. What is meant is a guess.',
    cause:
      'A text that begins with a quote, such as "The Analyst" as a nickname, in a file that no spreadsheet wrote.',
    mend: 'Close the quote where its cell ends. A quote that belongs to the text is written twice.',
    example: lines(
      'username,notes\nada.lovelace,"Works from home\ngrace.hopper,',
      'username,notes\nada.lovelace,"Works from home"\ngrace.hopper,',
    ),
  },
  'quote-misplaced': {
    what: 'A double quote stands where none can be',
    wholeFile: true,
    why: 'Where the cell ends is a guess, and with it where the row does.',
    cause:
      'Quotes inside a text, inches for example, that were not doubled when the file was written.',
    mend: 'Put the whole cell in double quotes, and write the quote inside it twice.',
    example: lines(
      'username,notes\nada.lovelace,uses a 27" screen',
      'username,notes\nada.lovelace,"uses a 27"" screen"',
    ),
  },
  'invalid-utf8': {
    what: 'The row holds bytes that are no text in the encoding of the file',
    wholeFile: true,
    why: 'A letter is lost, often one of a name. The user would be created under a name that is not theirs.',
    cause:
      'Two files of different encodings put together, or a row pasted by an editor with another encoding than the rest has.',
    mend: 'Open the file in what wrote it and save it as "CSV UTF-8". If all of it is in another encoding, name that one: --encoding windows-1252.',
  },
  'cell-without-value': {
    what: 'A formula of the workbook has no result',
    wholeFile: true,
    why: 'There is no value to take, and a blank cell in its place would be another user.',
    cause:
      'A workbook that a program wrote and no spreadsheet has calculated yet, or an error that only newer programs know.',
    mend: 'Open the workbook, mend the formula or write the value in its place, and save it. Excel and LibreOffice calculate when they open it.',
  },
  'comment-looks-like-row': {
    what: 'A line begins with # and so is a comment, but has as many cells as a user',
    why: 'Nobody is created from a comment. If this is a user, that user is missing without any other word about it.',
    cause:
      'A username that begins with #, or a row that somebody switched off by a # in front and forgot.',
    mend: 'If it is a user, put the first cell in double quotes. If it is a comment, nothing need be done.',
    example: lines('username,company\n#1,Example Corp', 'username,company\n"#1",Example Corp'),
  },
} as const satisfies Explanations;
