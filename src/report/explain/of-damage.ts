import { cell, lines, type Explanations } from './explanation.js';

const ofShortenedNumber = {
  cause:
    'Excel shortens a long number in a narrow column, and writes what it shows into the CSV. In a workbook, it keeps 15 digits.',
  cure: 'Copy the number from its source again, into a column that was first formatted as text.',
};

/** What spreadsheets and wrong encodings do to cells. */
export const ofDamage = {
  'spreadsheet-error': {
    what: 'The cell holds an error that a spreadsheet shows in place of a value',
    why: 'The value itself is not in the file: #N/A would become the name of a company or a group.',
    cause:
      'A look-up that found nothing, a deleted cell that a formula refers to, or a column too narrow (#####).',
    cure: 'Correct the formula or widen the column, and save the file again.',
    example: cell('company', '#N/A', 'Example Corp'),
  },
  'cell-cut': {
    what: 'The cell has exactly as many characters as Excel keeps',
    why: 'Excel silently drops anything longer. A list of folder permissions may lack its last folders.',
    cause: 'A cell of more than 32,767 characters in a file that was opened and saved in Excel.',
    cure: 'Compare the end of the cell with its source. Long lists of permissions are better given to groups.',
  },
  'invisible-character': {
    what: 'The text contains a character that cannot be seen',
    why: 'The user could not type that username, and a group or folder written so is not the one that is meant.',
    cause:
      'Text copied from a web page, a PDF or a chat, which bring no-break and zero-width spaces with them.',
    cure: 'Type the cell again.',
    fix: true,
    example: cell('username', 'ada\u200b.lovelace', 'ada.lovelace'),
  },
  'typographic-quote': {
    what: 'The text has a typographic quote, as word processors write it',
    why: 'A username or an address with it is hard to type, and a group or folder of the site is found only if it is written in the same way.',
    cause: "Word, Outlook and phones put ’ where ' was typed.",
    cure: 'Type a plain quote, if that is meant. `fix` does so in usernames and addresses; the names of groups and folders may be meant as they are.',
    fix: true,
    example: cell('username', 'sean.o’brien', "sean.o'brien"),
  },
  'secret-odd-character': {
    what: 'A password has a character that is hard to type',
    why: 'It is used as it is, so a user who types what they see cannot sign in. The cell is never shown.',
    cause:
      'A password that was copied from a document, with a zero-width space or a typographic quote in it.',
    cure: 'Type the password again, or have passwords generated: --generate-passwords.',
    example: cell('password', 'Tram-walnut\u200b-9', 'Tram-walnut-9'),
  },
  mojibake: {
    what: 'Single letters have become two, such as Ã© for é',
    why: 'The text was written in UTF-8, read as Windows-1252, and saved like that. The user would be created with that name.',
    cause:
      'Excel opens a CSV without a byte order mark as Windows-1252; saving it keeps the damage.',
    cure: 'Write the suggested text, if it is right, or get the file from its source again and load it into Excel with "From Text/CSV".',
    example: cell('full_name', 'RenÃ© MÃ¼ller', 'René Müller'),
  },
  'replacement-character': {
    what: 'A letter has been lost and replaced by �',
    why: 'No program can tell which letter it was. The user would be created with a broken name.',
    cause:
      'A program that read the file in the wrong encoding, and wrote � for what it did not understand.',
    cure: 'Write the letter again, or get the file from its source again: other letters may be wrong too.',
    example: cell('full_name', 'Ren� Müller', 'René Müller'),
  },
  'number-in-exponent-form': {
    what: 'A username or a group is a shortened number, such as 1.23E+11',
    why: 'Digits are lost for good. Nobody knows this username, and the group does not exist.',
    ...ofShortenedNumber,
    example: cell('username', '1.23E+11', '123004567890'),
  },
  'text-in-exponent-form': {
    what: 'A text is a shortened number, such as 1.23E+11',
    why: 'It may be intended, so it is taken; more often it was an order number or a password whose digits are lost.',
    ...ofShortenedNumber,
    example: cell('notes', '1.23E+11', 'Contract 123004567890'),
  },
  'zeros-lost': {
    what: 'The username is a number, and elsewhere in the row it has leading zeros',
    why: 'The user would be created as 417 and try to sign in as 00417.',
    cause: 'Spreadsheets take 00417 for a number, and numbers have no leading zeros.',
    cure: 'Write the username with its zeros, if it has them. In a spreadsheet, format the column as text first.',
    example: lines(
      'username,email\n417,00417@example.com',
      'username,email\n00417,00417@example.com',
    ),
  },
} as const satisfies Explanations;
