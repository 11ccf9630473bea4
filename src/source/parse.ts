import { isAscii, isUtf8 } from 'node:buffer';
import { CsvError, parse, type Options } from 'csv-parse/sync';
import { sequenceLength } from './encoding.js';
import type { BrokenRow, Entry } from './row.js';
import { beforeLineEnding, countCells, CR, QUOTE } from './scan.js';
import type { Block } from './split.js';

/**
 * A block's rows, comments and broken records, in the order of the file, without blank rows. Depends only
 * on the block, so that blocks can be parsed in any order.
 */
export function parseBlock(block: Block): Entry[] {
  const { bytes, starts, lines, others, delimiter } = block;
  const allAscii = isAscii(bytes);
  const allValid = allAscii || isUtf8(bytes);
  const quoted = cellsWithQuotes(block);
  const entries: Entry[] = [];
  lines.forEach((line, index) => {
    const start = starts[index] ?? 0;
    const end = starts[index + 1] ?? bytes.length;
    if (!allValid && !isUtf8(bytes.subarray(start, end))) {
      entries.push(invalid(bytes.subarray(start, end), line, block));
      return;
    }
    const ascii = allAscii || isAscii(bytes.subarray(start, end));
    const cells = quoted.has(index)
      ? quoted.get(index)
      : bytes
          .toString(ascii ? 'latin1' : 'utf8', start, beforeLineEnding(bytes, start, end))
          .split(delimiter);
    if (!cells) entries.push(unreadable(line));
    else if (cells.some((cell) => cell.trim() !== ''))
      entries.push({ type: 'row', line, cells, ascii });
  });
  return others.length === 0 ? entries : entries.concat(others).sort((a, b) => a.line - b.line);
}

/**
 * The cells of the records that contain a quote, by index; undefined if csv-parse refuses one. The other
 * records need no parsing: every delimiter separates two cells.
 */
function cellsWithQuotes({ bytes, starts, delimiter }: Block): Map<number, string[] | undefined> {
  const indexes: number[] = [];
  const records: Buffer[] = [];
  let quote = bytes.indexOf(QUOTE);
  for (let index = 0; quote !== -1 && index < starts.length; index += 1) {
    const end = starts[index + 1] ?? bytes.length;
    if (quote >= end) continue;
    indexes.push(index);
    records.push(bytes.subarray(starts[index], end));
    quote = bytes.indexOf(QUOTE, end);
  }
  if (records.length === 0) return new Map();
  const parsed = parseCells(Buffer.concat(records), delimiter);
  // The scanner accepts only what csv-parse accepts; should the two ever differ, a row is lost and named,
  // not the file.
  const cells =
    parsed?.length === records.length
      ? parsed
      : records.map((record) => onlyOne(parseCells(record, delimiter)));
  return new Map(indexes.map((index, at) => [index, cells[at]]));
}

function onlyOne(records: readonly string[][] | null): string[] | undefined {
  return records?.length === 1 ? records[0] : undefined;
}

/** Null if csv-parse refuses the bytes. */
function parseCells(bytes: Buffer, delimiter: string): string[][] | null {
  const options: Options = {
    delimiter,
    relax_column_count: true,
    // csv-parse compares every byte with every line ending, which takes a tenth of its time if there is no
    // CR.
    record_delimiter: bytes.includes(CR) ? ['\r\n', '\n', '\r'] : '\n',
  };
  try {
    return parse(bytes, options);
  } catch (error) {
    if (error instanceof CsvError) return null;
    throw error;
  }
}

function unreadable(line: number): BrokenRow {
  const message = 'This row cannot be read as CSV. Check its quotes.';
  return { type: 'broken', line, code: 'quote-misplaced', message };
}

function invalid(record: Buffer, start: number, { delimiter, encoding }: Block): BrokenRow {
  const at = firstInvalidByte(record);
  const before = record.subarray(0, at);
  const cell = countCells(before, delimiter.charCodeAt(0));
  const line = start + (before.toString('latin1').match(/\r\n|\r|\n/g)?.length ?? 0);
  const place = `on line ${line} (cell ${cell})`;
  const byte = record.toString('hex', at, at + 1).toUpperCase();
  const message =
    encoding === 'utf-8'
      ? `The byte 0x${byte} ${place} is not UTF-8. ${remedy}`
      : `Something ${place} is not ${encoding}, as the rest of the file is. ${remedy}`;
  return { type: 'broken', line: start, code: 'invalid-utf8', message };
}

const remedy =
  'Save the file as "CSV UTF-8" and check accented letters; or, if all of it is in another encoding, name that with --encoding.';

function firstInvalidByte(bytes: Buffer): number {
  let at = 0;
  for (let byte = bytes[at]; byte !== undefined; byte = bytes[at]) {
    const size = sequenceLength(byte);
    if (byte >= 0x80 && (size === 1 || !isUtf8(bytes.subarray(at, at + size)))) break;
    at += size;
  }
  return at;
}
