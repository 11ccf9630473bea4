import { printable } from '../columns/printable.js';
import type { MergedCells } from './read-options.js';
import { SourceError } from './row.js';
import { openArchive, type Archive } from './workbook/archive.js';
import { checkKind, readWorkbook, relationshipsOf, type SheetEntry } from './workbook/package.js';
import { sheetRows, type SheetRow } from './workbook/rows.js';
import { readSharedStrings } from './workbook/strings.js';
import { readStyles } from './workbook/styles.js';

function isCompoundFile(head: Buffer): boolean {
  return head.toString('hex', 0, 8) === 'd0cf11e0a1b11ae1';
}

export interface WorkbookOptions {
  /** The file's name in messages. */
  readonly name: string;
  /** The sheet to read; default: the first visible one. */
  readonly sheet?: string | undefined;
}

export interface Workbook {
  /** A sentence that names the sheets that are not read, preceded by a space, or ''. */
  readonly otherSheets: string;
  /**
   * Its rows, to be read once, some hundreds at a time; `line` is Excel's row number. A row ends with its
   * last non-empty cell, and blank rows are left out. A row with an error value, or with a formula that was
   * never calculated, is broken.
   */
  readonly rows: AsyncGenerator<readonly SheetRow[]>;
  /** The first and last column of each hidden range; known with the first row. */
  readonly hiddenColumns: readonly (readonly [number, number])[];
  /** What is merged in the rows; known after the last of them. */
  readonly mergedCells: readonly MergedCells[];
  /** What it is read from. */
  readonly archive: Archive;
}

/**
 * Opens an XLSX workbook. The shared strings and styles are read at once and kept in memory; the sheet is
 * inflated as its rows are read. Throws SourceError, at once or later, if it is not a workbook, is damaged,
 * is protected, has macros, or expands too much.
 */
export async function openWorkbook(
  bytes: Buffer,
  { name, sheet: wanted }: WorkbookOptions,
): Promise<Workbook> {
  const refuse = (problem: string, cause?: unknown): SourceError =>
    new SourceError(`${printable(name)} ${problem}`, { cause });
  if (isCompoundFile(bytes))
    throw refuse(
      'is a password-protected workbook, or one in the old format (.xls). Save it without a password as an Excel workbook (.xlsx), or as "CSV UTF-8".',
    );
  const archive = await openArchive(bytes, refuse);
  await checkKind(archive);
  const main = (await relationshipsOf(archive, '')).find(({ type }) => type === 'officeDocument');
  const book = main?.part ?? 'xl/workbook.xml';
  const { sheets, from1904 } = await readWorkbook(archive, book);
  const relationships = await relationshipsOf(archive, book);

  const sheet = chooseSheet(sheets, wanted, archive);
  const target = relationships.find(({ id }) => id === sheet.relationship);
  if (target === undefined || target.part === null)
    throw archive.damaged(`the sheet ${sheet.name} has no part`);
  if (target.type !== 'worksheet')
    throw refuse(
      `has no cells in its sheet ${quoted(sheet.name)}: it is a chart sheet or a dialog sheet. Name another with --sheet: ${namesOf(sheets)}.`,
    );
  const partOf = (type: string): string | null =>
    relationships.find((relationship) => relationship.type === type)?.part ?? null;
  const strings = partOf('sharedStrings');
  const styles = partOf('styles');
  const context = {
    strings: strings === null ? [] : await readSharedStrings(archive, strings),
    styles: styles === null ? [] : await readStyles(archive, styles),
    from1904,
    hiddenColumns: [],
    mergedCells: [],
  };
  const others = sheets.filter((one) => one !== sheet);
  const otherSheets =
    others.length === 0
      ? ''
      : ` The sheet ${quoted(sheet.name)} was read; --sheet takes another: ${namesOf(others)}.`;
  const { hiddenColumns, mergedCells } = context;
  const rows = sheetRows(archive, target.part, context);
  return { otherSheets, rows, hiddenColumns, mergedCells, archive };
}

/** Another case is accepted if it matches only one sheet. */
function chooseSheet(
  sheets: readonly SheetEntry[],
  wanted: string | undefined,
  { refuse }: Archive,
): SheetEntry {
  if (wanted === undefined) {
    const first = sheets.find(({ visible }) => visible);
    if (first) return first;
    throw refuse(`has no visible sheet. Name one with --sheet: ${namesOf(sheets)}.`);
  }
  const exact = sheets.find(({ name }) => name === wanted);
  if (exact) return exact;
  const alike = sheets.filter(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  if (alike.length === 1 && alike[0]) return alike[0];
  throw refuse(`has no sheet ${quoted(wanted)}. Its sheets are ${namesOf(sheets)}.`);
}

/** The names of a workbook's sheets, for a message. */
function namesOf(sheets: readonly SheetEntry[]): string {
  const shown = sheets.slice(0, 20).map(({ name }) => quoted(name));
  const more = sheets.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function quoted(name: string): string {
  return `"${printable(name)}"`;
}
