import type { BrokenRow } from './row.js';

export const LF = 0x0a;
export const CR = 0x0d;
export const HASH = 0x23;
export const QUOTE = 0x22;

export interface ScanRules {
  /** One ASCII byte. */
  readonly delimiter: number;
  /** By byte: 1 if it can end an unquoted cell or must not be in one. */
  readonly special: Uint8Array;
  /** A longer record is refused, so that memory stays bounded for any file. */
  readonly maxRecordBytes: number;
  /** Whether the file ends where the bytes do. */
  readonly final: boolean;
}

/** What is at an offset: a whole record, the beginning of one, or one that cannot be read. */
export type Scan =
  | { readonly found: 'record'; readonly end: number; readonly nextLine: number }
  | { readonly found: 'beginning' }
  | {
      readonly found: 'fault';
      readonly code: BrokenRow['code'];
      readonly message: string;
      /** Where the fault is; the rest of that line is lost with it. */
      readonly at: number;
      readonly line: number;
    };

const beginning: Scan = { found: 'beginning' };

/**
 * Finds the end of the record that starts at `start`, on line `line`. The rules are csv-parse's: a quote
 * opens only as the first byte of a cell, `""` inside quotes is a quote, and after a closing quote comes a
 * delimiter, a line end or the end of the file. The answer depends only on the file, never on how much of
 * it `bytes` contains: if that matters, the answer is 'beginning'.
 */
export function scanRecord(bytes: Buffer, start: number, line: number, rules: ScanRules): Scan {
  const { delimiter, special, maxRecordBytes, final } = rules;
  const stop = Math.min(bytes.length, start + maxRecordBytes);
  let at = start;
  for (let cell = 1; ; cell += 1) {
    if (at < stop && bytes[at] === QUOTE) {
      const quote: Quote = { at, line, cell };
      for (at += 1; at < stop; at += 1) {
        const byte = bytes[at];
        if (byte === QUOTE) {
          if (bytes[at + 1] !== QUOTE) break;
          at += 1;
        } else if (byte === LF || (byte === CR && bytes[at + 1] !== LF)) line += 1;
      }
      if (at >= stop) {
        if (at < bytes.length) return neverClosed(quote, maxRecordBytes);
        return final ? neverClosed(quote) : beginning;
      }
      at += 1;
      const next = bytes[at];
      if (next !== undefined && next !== delimiter && next !== LF && next !== CR)
        return closedTooSoon(quote, line);
    } else {
      while (at < stop && special[bytes[at] ?? 0] === 0) at += 1;
      if (at < stop && bytes[at] === QUOTE) return insideUnquoted({ at, line, cell });
    }
    if (at >= stop) {
      if (at < bytes.length) return tooLong(at, line, maxRecordBytes);
      return final ? { found: 'record', end: at, nextLine: line + 1 } : beginning;
    }
    if (bytes[at] !== delimiter) {
      const end = afterLineEnding(bytes, at, final);
      return end === undefined ? beginning : { found: 'record', end, nextLine: line + 1 };
    }
    at += 1;
  }
}

export function specialBytes(delimiter: number): Uint8Array {
  const table = new Uint8Array(256);
  for (const byte of [delimiter, LF, CR, QUOTE]) table[byte] = 1;
  return table;
}

/**
 * The offset after the next line end (LF, CRLF or CR) from `at` on; the end of the bytes if the file has
 * none there; undefined if it lies beyond the bytes.
 */
export function endOfLine(bytes: Buffer, at: number, final: boolean): number | undefined {
  for (; at < bytes.length; at += 1) {
    if (bytes[at] === LF || bytes[at] === CR) return afterLineEnding(bytes, at, final);
  }
  return final ? bytes.length : undefined;
}

/** Where the text of a record ends: before its LF, CRLF or CR, if it has one. */
export function beforeLineEnding(bytes: Buffer, start: number, end: number): number {
  const last = bytes[end - 1];
  if (end === start || (last !== LF && last !== CR)) return end;
  return last === LF && end - 2 >= start && bytes[end - 2] === CR ? end - 2 : end - 1;
}

/** The number of cells of a line, whose quotes need not match. */
export function countCells(line: Buffer, delimiter: number): number {
  let cells = 1;
  let quoted = false;
  for (const byte of line) {
    if (byte === QUOTE) quoted = !quoted;
    else if (byte === delimiter && !quoted) cells += 1;
  }
  return cells;
}

function afterLineEnding(bytes: Buffer, at: number, final: boolean): number | undefined {
  if (bytes[at] === LF) return at + 1;
  if (at + 1 === bytes.length && !final) return undefined; // A CR that may be followed by an LF.
  return bytes[at + 1] === LF ? at + 2 : at + 1;
}

/** An opening quote: its offset, and its place for the reader. */
interface Quote {
  readonly at: number;
  readonly line: number;
  readonly cell: number;
}

const mend = 'Close it where its cell ends, and write "" for a quote inside the cell.';

function neverClosed({ at, line, cell }: Quote, limit?: number): Scan {
  const how = limit === undefined ? 'is never closed' : `is not closed within ${bytesText(limit)}`;
  const message = `A quote opened on line ${line} (cell ${cell}) ${how}. ${mend}`;
  return { found: 'fault', code: 'quote-never-closed', message, at, line };
}

function closedTooSoon({ at, line, cell }: Quote, closedOn: number): Scan {
  const message = `A quote opened on line ${line} (cell ${cell}) is closed on line ${closedOn} with text right after it. ${mend}`;
  return { found: 'fault', code: 'quote-misplaced', message, at, line };
}

function insideUnquoted({ at, line, cell }: Quote): Scan {
  const message = `There is a quote on line ${line} inside a cell that is not quoted (cell ${cell}). Put the whole cell in quotes and write "" for the quote inside it.`;
  return { found: 'fault', code: 'quote-misplaced', message, at, line };
}

function tooLong(at: number, line: number, limit: number): Scan {
  return { found: 'fault', ...rowTooLong(limit), at, line };
}

/** The message about a row longer than this many bytes. */
export function rowTooLong(limit: number): Pick<BrokenRow, 'code' | 'message'> {
  const message = `This row is longer than ${bytesText(limit)}, the most that a row may have. Check that the file's lines end where its rows do.`;
  return { code: 'row-too-long', message };
}

/** The message about a comment that cannot be copied completely. */
export function commentTooLong(limit: number): Pick<BrokenRow, 'code' | 'message'> {
  const message = `This comment is longer than ${bytesText(limit)}, the most that is copied. Shorten it, or split it into lines that each start with #.`;
  return { code: 'row-too-long', message };
}

function bytesText(bytes: number): string {
  return `${bytes.toLocaleString('en')} bytes`;
}
