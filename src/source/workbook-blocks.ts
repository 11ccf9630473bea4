import { csvLine } from '../columns/csv.js';
import type { HiddenRows } from './read-options.js';
import type { BrokenRow, Comment, Row } from './row.js';
import type { Archive } from './workbook/archive.js';
import type { SheetRow } from './workbook/rows.js';
import { rowTooLong } from './scan.js';
import { blockBytes, maxRecordBytes, type Block } from './split.js';

/**
 * A sheet's rows as blocks of CSV, so that everything after this treats workbooks and text alike. Each row
 * is as wide as the header, because a sheet has no last cell. A row with only a first cell that starts with
 * # is a comment. `hidden` collects the hidden rows below the header.
 */
export async function* workbookBlocks(
  rows: AsyncIterable<readonly SheetRow[]>,
  { limits, tooLarge }: Pick<Archive, 'limits' | 'tooLarge'>,
  hidden: HiddenRows,
): AsyncGenerator<Block> {
  let width = 0;
  let blanks = 0;
  let block = new BlockWriter();
  for await (const batch of rows) {
    for (const row of batch) {
      if (row.type === 'broken') block.addOther(row);
      else if (isComment(row)) block.addOther(commentOf(row));
      else {
        if (width > 0 && row.isHidden === true) {
          hidden.count += 1;
          hidden.first ||= row.line;
        }
        width ||= row.cells.length;
        // A few bytes per row can stand for thousands of cells.
        blanks += Math.max(0, width - row.cells.length);
        if (blanks > limits.blankCells) throw tooLarge(`has over ${limits.blankCells} blank cells`);
        block.addRow(row, width);
      }
      if (block.bytes < blockBytes) continue;
      yield block.finish();
      block = new BlockWriter();
    }
  }
  yield block.finish();
}

function isComment({ cells: [first = '', ...others] }: Row): boolean {
  return first.startsWith('#') && others.every((cell) => cell.trim() === '');
}

function commentOf({ line, cells: [first = ''] }: Row): Comment {
  return { type: 'comment', line, cells: 1, text: first.replace(/[\r\n]+/g, ' ') };
}

class BlockWriter {
  bytes = 0;
  readonly #records: Buffer[] = [];
  readonly #starts: number[] = [];
  readonly #lines: number[] = [];
  readonly #others: (Comment | BrokenRow)[] = [];

  addOther(other: Comment | BrokenRow): void {
    this.#others.push(other);
  }

  addRow({ line, cells }: Row, width: number): void {
    // A few strings can make rows of any length, so they are counted before they are joined.
    if (cells.reduce((sum, cell) => sum + cell.length, 0) > maxRecordBytes) {
      const { code, message } = rowTooLong(maxRecordBytes);
      this.#others.push({ type: 'broken', line, code, message });
      return;
    }
    const blanks = Array<string>(Math.max(0, width - cells.length)).fill('');
    const record = Buffer.from(csvLine([...cells, ...blanks]));
    this.#starts.push(this.bytes);
    this.#lines.push(line);
    this.#records.push(record);
    this.bytes += record.length;
  }

  finish(): Block {
    return {
      bytes: Buffer.concat(this.#records),
      starts: Uint32Array.from(this.#starts),
      lines: Uint32Array.from(this.#lines),
      others: this.#others,
      delimiter: ',',
      encoding: 'utf-8',
    };
  }
}
