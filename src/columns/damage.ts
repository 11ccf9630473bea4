import type { Column, ReportProblem } from './column.js';
import { mojibakePattern, undoMojibake } from './mojibake.js';
import { quote } from './quote.js';

/** The longest text that an Excel cell keeps; the rest is cut off. */
const excelLimit = 32_767;

/** Spaces that the keyboard does not type: of another width, or non-breaking. */
const oddSpaces = '\\u00a0\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u2800';
/** Zero-width characters, direction marks among them. */
const zeroWidth =
  '\\u00ad\\u115f\\u1160\\u180e\\u200b\\u202a-\\u202e\\u2060-\\u2069\\u3164\\ufeff\\uffa0';
/** Joiners, which some scripts and emoji need; next to ASCII or at an end they are mistakes. */
const joiners = '\\u034f\\u061c\\u200c-\\u200f';
const quotes = '\\u2018-\\u201f';

const oddSpace = new RegExp(`[${oddSpaces}]`, 'g');
const invisible = new RegExp(
  `[${zeroWidth}]|(?<=^|[\\0-\\x7f])[${joiners}]|[${joiners}](?=[\\0-\\x7f]|$)`,
  'g',
);
const hidden = new RegExp(`[${oddSpaces}]|${invisible.source}`);
const typographicQuote = new RegExp(`[${quotes}]`);

/** Any character beyond ASCII that may have to be reported. */
const odd = new RegExp(`[${oddSpaces}${zeroWidth}${joiners}${quotes}\\ufffd]|${mojibakePattern}`);

/** Characters that nobody types into a password field. */
const untyped = /[\0-\x1f\x7f-\x9f]/;

/** As LibreOffice and Excel write them in de, en, es, fr, it, nl, pl, pt and sv. */
const spreadsheetError =
  /^#(?:N\/[ABD]|NV|SAKNAS|GETTING_DATA|¿NOMBRE\?|(?:NAME|NAAM|NAMN|NAZWA|NOM|NOME)\s?\?|¡?(?:REF|RÉF|RIF|BEZUG|VERW|ADR|VALUE|VALEUR|VALOR|VALORE|WERT|WAARDE|VÄRDE|ARG|DIV\/0|DZIEL\/0|DELING\.DOOR\.0|NUM|NULL|SPILL|CALC|ERROR|FIELD|BLOCKED|CONNECT|UNKNOWN|BUSY|EXTERNAL|PYTHON)\s?!)$|^(?:Err|Erro|Fehler|Fel|Fout|Błąd)\s?:5\d\d$/;
/** What Excel shows for a number or a date in a column that is too narrow. */
const tooNarrow = /^##+$/;

/** Whether a text is what a spreadsheet writes for a formula that has no value. */
export function isSpreadsheetError(text: string): boolean {
  return spreadsheetError.test(text);
}

/**
 * Whether a cell that is not blank needs `reportDamage`. Most do not, so this must cost next to nothing.
 * `ascii`: the cell is known to be ASCII.
 */
export function mayBeDamaged({ secret, verbatim }: Column, cell: string, ascii: boolean): boolean {
  const { length } = cell;
  return (
    (!ascii && odd.test(cell)) ||
    cell.charCodeAt(0) === 0x23 ||
    // Err:502
    (length > 6 && length < 12 && cell.charCodeAt(length - 4) === 0x3a) ||
    length === excelLimit ||
    (secret && verbatim && untyped.test(cell))
  );
}

/**
 * Reports what spreadsheets and wrong encodings have done to a cell, in any column. True if no text is left
 * to read.
 */
export function reportDamage(column: Column, cell: string, report: ReportProblem): boolean {
  // Notes may contain anything, and a password may be all #; but no password is called like an error.
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

/** Reports about a password without revealing anything of it. */
function reportInSecret({ verbatim }: Column, cell: string, report: ReportProblem): void {
  if (!verbatim) return;
  if ([hidden, typographicQuote, untyped, /\ufffd/].some((pattern) => pattern.test(cell)))
    report(
      'secret-odd-character',
      'This contains a character that is hard to type: an invisible one, a line break, a tab or a curly quote. It is used as it is; if that is not intended, type the value again.',
    );
}

/** True if the text was decoded wrongly, so that its characters say nothing. */
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
    // Groups and folders of the site may really be written like this, so there it is a guess.
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
