import { columnLetters } from '../../columns/column-letters.js';
import { isSpreadsheetError } from '../../columns/damage.js';
import { quote } from '../../columns/quote.js';
import type { MergedCells } from '../read-options.js';
import type { BrokenRow, Row } from '../row.js';
import type { Archive } from './archive.js';
import { mostColumns, mostRows } from './limits.js';
import { plain } from './number-format.js';
import { numberText } from './number-text.js';
import { stringItem, unescaped } from './strings.js';
import type { Style } from './styles.js';
import { xmlParser, type Attributes, type XmlHandler } from './xml.js';

/**
 * What the cells of a sheet refer to; `hiddenColumns` collects the first and last column of each hidden
 * range, and `mergedCells` what is merged in the rows.
 */
export interface SheetContext {
  readonly strings: readonly string[];
  readonly styles: readonly Style[];
  readonly from1904: boolean;
  readonly hiddenColumns: (readonly [number, number])[];
  readonly mergedCells: MergedCells[];
}

/** A row, and whether a filter or a person has hidden it. */
export type SheetRow = BrokenRow | (Row & { readonly isHidden?: boolean });

const batchRows = 500;

/**
 * A sheet's rows with Excel's numbers, some hundreds at a time. A row ends with its last non-empty cell;
 * blank rows are left out. Throws SourceError on the way.
 */
export async function* sheetRows(
  archive: Archive,
  part: string,
  context: SheetContext,
): AsyncGenerator<readonly SheetRow[]> {
  let batch: SheetRow[] = [];
  const parser = xmlParser(
    archive,
    sheetHandler(archive, context, (row) => batch.push(row)),
  );
  for await (const piece of archive.read(part)) {
    parser.write(piece);
    if (batch.length < batchRows) continue;
    yield batch;
    batch = [];
  }
  parser.end();
  if (batch.length > 0) yield batch;
}

/** The current cell. */
interface Cell {
  readonly column: number;
  readonly type: string;
  readonly style: number;
  /** The content of `v`. */
  value: string;
  isFormula: boolean;
}

/** The types of cells whose number format is not that of a text. */
const notTexts = ['n', 'b', 'e', 'd'];

const rowPath = 'sheetData/row';
const cellPath = `${rowPath}/c`;
const valuePath = `${cellPath}/v`;
const formulaPath = `${cellPath}/f`;

function sheetHandler(
  archive: Archive,
  context: SheetContext,
  emit: (row: SheetRow) => void,
): Required<XmlHandler> {
  const { damaged, refuse, tooLarge, limits } = archive;
  let line = 0;
  let firstLine = 0;
  let lastLine = 0;
  let cells: string[] = [];
  let fault: Pick<BrokenRow, 'code' | 'message'> | undefined;
  let isHidden = false;
  let cell: Cell | undefined;
  let column = 0;
  let cellLength = 0;
  let blanks = 0;
  const inline = stringItem(`${cellPath}/is`, archive);

  const startRow = ({ r, hidden }: Attributes): void => {
    const next = r === undefined ? line + 1 : Number(r);
    if (!Number.isInteger(next) || next <= line) throw damaged(`row ${r ?? ''} after ${line}`);
    if (next > mostRows) throw refuse(`has more than ${mostRows} rows. Split it.`);
    line = next;
    cells = [];
    fault = undefined;
    isHidden = isTrue(hidden);
    column = 0;
  };

  const startColumns = ({ min, max, hidden }: Attributes): void => {
    if (isTrue(hidden) && context.hiddenColumns.length < mostColumns)
      context.hiddenColumns.push([Number(min), Number(max)]);
  };

  const endRow = (): void => {
    if (fault !== undefined) emit({ type: 'broken', line, ...fault });
    else if (cells.some((text) => text.trim() !== '')) emit({ type: 'row', line, cells, isHidden });
    else return;
    firstLine ||= line;
    lastLine = line;
  };

  // Excel writes it after the rows.
  const mergeCells = ({ ref: range = '' }: Attributes): void => {
    const [from = '', to = ''] = range.split(':');
    if (!(lineOf(from) <= lastLine && lineOf(to) >= firstLine)) return;
    if (context.mergedCells.length >= limits.mergedRanges)
      throw tooLarge(`has over ${limits.mergedRanges} ranges of merged cells`);
    context.mergedCells.push({ range, columns: [columnOf(from), columnOf(to)] });
  };

  const startCell = ({ r, s, t }: Attributes): void => {
    const next = r === undefined ? column + 1 : columnOf(r);
    if (!(next > column)) throw damaged(`cell ${r ?? ''} after column ${column}`);
    if (next > mostColumns) throw refuse(`has more than ${mostColumns} columns. Remove some.`);
    column = next;
    cellLength = 0;
    cell = {
      column,
      type: t ?? 'n',
      style: Number(s ?? 0),
      value: '',
      isFormula: false,
    };
  };

  const endCell = (ended: Cell): void => {
    const text = textOf(ended);
    if (text === '') return;
    if (!notTexts.includes(ended.type) && context.styles[ended.style]?.altersText === true)
      fault ??= {
        code: 'cell-shown-otherwise',
        message: `The cell ${placeOf(ended)} shows a different text from the one it holds, because of its number format. Give the cell the format Text, and write what is meant.`,
      };
    blanks += ended.column - 1 - cells.length;
    if (blanks > limits.blankCells) throw tooLarge(`has over ${limits.blankCells} blank cells`);
    while (cells.length < ended.column - 1) cells.push('');
    cells.push(text);
  };

  const placeOf = ({ column: at }: Cell): string => `${columnLetters(at - 1)}${line}`;

  const withoutValue = (message: string): void => {
    fault ??= { code: 'cell-without-value', message };
  };

  const textOf = (ended: Cell): string => {
    const { type, style, value, isFormula } = ended;
    if (type === 'inlineStr') return inline.take();
    // Only the result of a text formula can be empty.
    if (value === '' && type !== 'str') {
      if (isFormula)
        withoutValue(
          `The formula in the cell ${placeOf(ended)} has no value yet. Open the workbook in Excel or LibreOffice, which calculates it, and save it.`,
        );
      return '';
    }
    switch (type) {
      case 's': {
        const text = context.strings[/^\d+$/.test(value) ? Number(value) : -1];
        if (text === undefined) throw damaged(`the cell ${placeOf(ended)} refers to no string`);
        return text;
      }
      case 'b':
        // LibreOffice takes TRUE for false, Gnumeric for true.
        if (!/^(?:0|1|false|true)$/.test(value.trim()))
          throw damaged(`the cell ${placeOf(ended)} is neither true nor false`);
        return isTrue(value.trim()) ? 'Y' : 'N';
      case 'e':
        // An error value is an issue of its column, if that column is read.
        if (!isSpreadsheetError(value))
          withoutValue(
            `The cell ${placeOf(ended)} holds the error ${quote(value)}. Correct its formula, or write the value itself.`,
          );
        return value;
      case 'n':
        return numberText(value.trim(), context.styles[style]?.number ?? plain, context.from1904);
      case 'd':
        return value.trim().replace(/(?:T00:00:00)?(?:\.\d+)?$/, '');
      default:
        return unescaped(value);
    }
  };

  return {
    open(path, attributes, namespaceOf) {
      if (path === valuePath) return;
      if (path === cellPath) startCell(attributes);
      else if (path === rowPath) startRow(attributes);
      else if (path === 'cols/col') startColumns(attributes);
      else if (path === 'mergeCells/mergeCell') mergeCells(attributes);
      else if (path === 'sheetData/c') throw damaged('a cell outside of a row');
      else if (cell === undefined) return;
      else if (path === formulaPath) cell.isFormula = true;
      else if (cell.type === 'inlineStr') inline.open(path, attributes, namespaceOf);
    },
    text(text, path) {
      if (cell === undefined) return;
      cellLength += text.length;
      if (cellLength > limits.markupBytes) throw damaged('a cell is too long');
      if (path === valuePath) cell.value += text;
      else if (cell.type === 'inlineStr') inline.text(text, path);
    },
    close(path) {
      if (path === valuePath) return;
      if (path === cellPath && cell) {
        endCell(cell);
        cell = undefined;
      } else if (path === rowPath) endRow();
      else if (cell?.type === 'inlineStr') inline.close(path);
    },
    foreign(path) {
      // Excel may show the rows, the cells or the value inside it.
      if (path.startsWith('sheetData')) throw damaged('cells within another format');
    },
  };
}

function isTrue(text: string | undefined): boolean {
  return text === '1' || text === 'true';
}

/** The number of a cell's column, from 1: `AB12` is 28. NaN if it is not a reference. */
function columnOf(reference: string): number {
  let column = 0;
  for (let at = 0; at < reference.length; at += 1) {
    const code = reference.charCodeAt(at);
    if (code < 65 || code > 90) return at > 0 && code >= 48 && code <= 57 ? column : Number.NaN;
    column = column * 26 + code - 64;
  }
  return Number.NaN;
}

/** The number of a cell's row: `AB12` is 12. NaN if it is not a reference. */
function lineOf(reference: string): number {
  return Number(reference.replace(/^[A-Z]+/, ''));
}
