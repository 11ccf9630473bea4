import type { Column, ReportProblem } from './column.js';
import { mojibakePattern, undoMojibake } from './mojibake.js';
import { quote } from './quote.js';

/** The longest text that a cell of Excel holds; it cuts what is longer. */
const excelLimit = 32_767;

/** Spaces of other widths than the one of the keyboard, or that no line may break at. */
const oddSpaces = '\\u00a0\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u2800';
/** Characters without any width, marks of direction among them. */
const zeroWidth =
  '\\u00ad\\u115f\\u1160\\u180e\\u200b\\u202a-\\u202e\\u2060-\\u2069\\u3164\\ufeff\\uffa0';
/** The same, but some scripts and emoji need them: beside ASCII, or at an end, they are slips. */
const joiners = '\\u034f\\u061c\\u200c-\\u200f';
const quotes = '\\u2018-\\u201f';

const oddSpace = new RegExp(`[${oddSpaces}]`, 'g');
const invisible = new RegExp(
  `[${zeroWidth}]|(?<=^|[\\0-\\x7f])[${joiners}]|[${joiners}](?=[\\0-\\x7f]|$)`,
  'g',
);
const hidden = new RegExp(`[${oddSpaces}]|${invisible.source}`);
const typographicQuote = new RegExp(`[${quotes}]`);

/** Anything beyond ASCII about which there may be something to say. */
const odd = new RegExp(`[${oddSpaces}${zeroWidth}${joiners}${quotes}\\ufffd]|${mojibakePattern}`);

/** What no keyboard types into the field of a password. */
const untyped = /[\0-\x1f\x7f-\x9f]/;

const spreadsheetError =
  /^#(?:N\/A|NAME\?|(?:REF|VALUE|DIV\/0|NUM|NULL|SPILL|CALC|ERROR|FIELD|BLOCKED|CONNECT|UNKNOWN|BUSY|EXTERNAL|PYTHON)!|GETTING_DATA)$/;
/** A number or a date in a column that is too narrow for it. */
const tooNarrow = /^##+$/;

/** Whether a text is what a spreadsheet has for a formula that has no value. */
export function isSpreadsheetError(text: string): boolean {
  return text.startsWith('#') && spreadsheetError.test(text);
}

/**
 * Whether a cell that is not blank has to be looked at by `reportDamage`. For most it is not: this must
 * cost next to nothing. `ascii`: the cell is known to hold no character beyond ASCII.
 */
export function mayBeDamaged({ secret, verbatim }: Column, cell: string, ascii: boolean): boolean {
  return (
    (!ascii && odd.test(cell)) ||
    cell.charCodeAt(0) === 0x23 ||
    cell.length === excelLimit ||
    (secret && verbatim && untyped.test(cell))
  );
}

/**
 * Says what spreadsheets and careless decoding have done to a cell, whatever its column. True when there
 * is no text left to be read.
 */
export function reportDamage(column: Column, cell: string, report: ReportProblem): boolean {
  // A note may say anything, and a password be of such signs alone; it is none that is the name of an error.
  if (
    (isSpreadsheetError(cell) && (column.secret || !column.verbatim)) ||
    (tooNarrow.test(cell) && !column.verbatim)
  ) {
    report(
      'spreadsheet-error',
      `${column.secret ? 'This' : quote(cell)} is what a spreadsheet shows in place of a value. Correct the formula or widen the column, and save again.`,
    );
    return true;
  }
  if (cell.length === excelLimit)
    report(
      'cell-cut',
      `The cell has exactly ${excelLimit} characters, the most that Excel keeps: its end may be cut off. Compare it with the source.`,
    );
  if (column.secret) reportInSecret(column, cell, report);
  else if (!reportDecoding(cell, report) && column.kind.use !== 'prose')
    reportCharacters(column, cell, report);
  return false;
}

/** What can be said of a password without a word about what it is. */
function reportInSecret({ verbatim }: Column, cell: string, report: ReportProblem): void {
  if (!verbatim) return;
  if ([hidden, typographicQuote, untyped, /\ufffd/].some((pattern) => pattern.test(cell)))
    report(
      'secret-odd-character',
      'This contains a character that is hard to type: an invisible one, a line break, a tab or a curly quote. It is used as it is; if that is not intended, type the value again.',
    );
}

/** True when the text was not decoded as it was encoded, so that its characters are not to be judged. */
function reportDecoding(cell: string, report: ReportProblem): boolean {
  if (cell.includes('\ufffd')) {
    report(
      'replacement-character',
      `${quote(cell)} contains U+FFFD in place of a character that was lost. Type that character again.`,
    );
    return true;
  }
  const meant = undoMojibake(cell);
  if (meant === undefined) return false;
  report(
    'mojibake',
    `${quote(cell)} seems to be UTF-8 that was read as Windows-1252. Did you mean ${quote(meant)}?`,
    meant,
  );
  return true;
}

function reportCharacters({ kind }: Column, cell: string, report: ReportProblem): void {
  const [found] = hidden.exec(cell) ?? [];
  if (found !== undefined) {
    const seen = cell.replace(oddSpace, ' ').replace(invisible, '').trim();
    report(
      'invisible-character',
      `This cell contains ${nameOf(found)}, which is invisible. Type the cell again.`,
      seen === '' ? null : seen,
      'certain',
    );
  }
  if (kind.use === undefined || !typographicQuote.test(cell)) return;
  report(
    'typographic-quote',
    `${quote(cell)} has a typographic quote, not the one on the keyboard. Check that it is intended.`,
    cell.replace(/[\u2018-\u201b]/g, "'").replace(/[\u201c-\u201f]/g, '"'),
    // The site's groups and folders can be written so: of them it is a guess.
    kind.use === 'typed' && !/[\u201c-\u201f]/.test(cell) ? 'certain' : 'likely',
  );
}

function nameOf(character: string): string {
  const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  const name = names.get(character);
  return name === undefined ? `the character U+${code}` : `${name} (U+${code})`;
}

const names: ReadonlyMap<string, string> = new Map([
  ['\u00a0', 'a no-break space'],
  ['\u202f', 'a narrow no-break space'],
  ['\u00ad', 'a soft hyphen'],
  ['\u200b', 'a zero-width space'],
  ['\u200c', 'a zero-width non-joiner'],
  ['\u200d', 'a zero-width joiner'],
  ['\u2060', 'a word joiner'],
  ['\ufeff', 'a byte order mark'],
]);
