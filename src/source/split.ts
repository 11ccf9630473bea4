import {
  beforeLineEnding,
  countCells,
  CR,
  endOfLine,
  HASH,
  LF,
  scanRecord,
  specialBytes,
  type ScanRules,
} from './scan.js';
import type { LineEnding } from './read-options.js';
import type { BrokenRow, Comment } from './row.js';

/** A part of the file that can be parsed by itself. */
export interface Block {
  /** Whole records that are valid CSV, one after another, without blank lines and comments. */
  readonly bytes: Buffer;
  /** Where in `bytes` each record starts. */
  readonly starts: Uint32Array<ArrayBuffer>;
  /** The physical line of the file, from 1, on which each record starts. */
  readonly lines: Uint32Array<ArrayBuffer>;
  /** Everything else between the same lines, in order. */
  readonly others: readonly (Comment | BrokenRow)[];
  /** The delimiter. */
  readonly delimiter: string;
  /** The file's encoding; these bytes are UTF-8. */
  readonly encoding: string;
}

/** The approximate size of a block. */
export const blockBytes = 64 * 1024;

/** A longer record is an error. */
export const maxRecordBytes = 1024 * 1024;

export interface SplitOptions {
  /** One ASCII character; default: a comma. */
  readonly delimiter?: string;
  /** The file's encoding as far as it is known; default: UTF-8. */
  readonly encoding?: () => string;
  /** Collects every kind of line end after a record, a comment or a blank line. */
  readonly lineEndings?: Set<LineEnding>;
  /** The first line is not a row. */
  readonly skipFirstLine?: boolean;
  /** About how long a block is. */
  readonly blockBytes?: number;
  /** A longer record is an error. */
  readonly maxRecordBytes?: number;
}

/**
 * Splits a file in UTF-8, without a byte order mark, into records with the physical line on which each
 * starts. csv-parse only tells a record's last line, and stops at the first misplaced quote; this finds the
 * boundaries, continues at the line after a fault, and leaves the cells to csv-parse. Holds at most one
 * record of the maximum length and two blocks.
 */
export async function* splitRecords(
  chunks: AsyncIterable<Buffer>,
  {
    delimiter = ',',
    encoding = () => 'utf-8',
    lineEndings = new Set(),
    skipFirstLine = false,
    blockBytes: wantedBytes = blockBytes,
    maxRecordBytes: mostBytes = maxRecordBytes,
  }: SplitOptions = {},
): AsyncGenerator<Block> {
  const delimiterByte = delimiter.charCodeAt(0);
  const rules = {
    delimiter: delimiterByte,
    special: specialBytes(delimiterByte),
    blockBytes: wantedBytes,
    maxRecordBytes: mostBytes,
    encoding,
    lineEndings,
  };
  const cursor: Cursor = { line: 1, skipping: skipFirstLine };
  let pending: Buffer[] = [];
  let fresh = 0;
  for await (const chunk of chunks) {
    pending.push(chunk);
    fresh += chunk.length;
    // An incomplete record is scanned again from its start, but not for every small chunk.
    if (fresh < wantedBytes) continue;
    pending = [yield* blocks(Buffer.concat(pending), cursor, { ...rules, final: false })];
    fresh = 0;
  }
  yield* blocks(Buffer.concat(pending), cursor, { ...rules, final: true });
}

/** The state of reading between two windows. */
interface Cursor {
  line: number;
  /** The rest of the current line belongs to something already handled. */
  skipping: boolean;
}

interface BlockRules extends ScanRules {
  readonly lineEndings: Set<LineEnding>;
  readonly blockBytes: number;
  readonly encoding: () => string;
}

/** Yields what is complete in the window; returns the rest. */
function* blocks(window: Buffer, cursor: Cursor, rules: BlockRules): Generator<Block, Buffer> {
  for (let at = 0; ;) {
    const { block, end } = takeBlock(window, at, cursor, rules);
    if (block.lines.length > 0 || block.others.length > 0) yield block;
    if (end === at) return window.subarray(end);
    at = end;
  }
}

/** Records how the line before `end` ends; the last line may have no end. */
function noteEnding(window: Buffer, end: number, seen: Set<LineEnding>): void {
  const last = window[end - 1];
  if (last === LF) seen.add(window[end - 2] === CR ? 'CRLF' : 'LF');
  else if (last === CR) seen.add('CR');
}

function takeBlock(window: Buffer, from: number, cursor: Cursor, rules: BlockRules) {
  const { final, maxRecordBytes } = rules;
  const starts: number[] = [];
  const lines: number[] = [];
  const others: (Comment | BrokenRow)[] = [];
  const kept: Buffer[] = [];
  let keptBytes = 0;
  let runStart = from;
  let at = from;

  /** Removes the bytes between `at` and `to` from the block. */
  const leaveOut = (to: number): void => {
    if (at > runStart) kept.push(window.subarray(runStart, at));
    keptBytes += at - runStart;
    runStart = at = to;
  };

  while (at < window.length && at - from < rules.blockBytes) {
    const byte = window[at];
    if (cursor.skipping || byte === LF || byte === CR) {
      const end = endOfLine(window, at, final);
      if (end === undefined) {
        // A CR at the very end stays: a line feed may follow and belong to it.
        leaveOut(window.at(-1) === CR ? window.length - 1 : window.length);
        break;
      }
      leaveOut(end);
      noteEnding(window, end, rules.lineEndings);
      cursor.line += 1;
      cursor.skipping = false;
    } else if (byte === HASH) {
      const end = endOfLine(window, at, final) ?? Infinity;
      const shown = Math.min(end, at + maxRecordBytes);
      if (shown > window.length) break;
      const cells = countCells(window.subarray(at, shown), rules.delimiter);
      const text = window.toString('utf8', at, beforeLineEnding(window, at, shown));
      const comment: Comment = { type: 'comment', line: cursor.line, cells, text };
      leaveOut(shown);
      if (shown === end) {
        others.push(comment);
        noteEnding(window, end, rules.lineEndings);
        cursor.line += 1;
      } else {
        others.push({ ...comment, cut: true });
        cursor.skipping = true;
      }
    } else {
      const scan = scanRecord(window, at, cursor.line, rules);
      if (scan.found === 'beginning') break;
      if (scan.found === 'record') {
        starts.push(keptBytes + at - runStart);
        lines.push(cursor.line);
        at = scan.end;
        noteEnding(window, at, rules.lineEndings);
        cursor.line = scan.nextLine;
      } else {
        const { code, message } = scan;
        others.push({ type: 'broken', line: cursor.line, code, message });
        leaveOut(scan.at);
        cursor.line = scan.line;
        cursor.skipping = true;
      }
    }
  }
  const end = at;
  leaveOut(end);
  const bytes = kept.length === 1 && kept[0] ? kept[0] : Buffer.concat(kept);
  const block: Block = {
    bytes,
    starts: Uint32Array.from(starts),
    lines: Uint32Array.from(lines),
    others,
    delimiter: String.fromCharCode(rules.delimiter),
    encoding: rules.encoding(),
  };
  return { block, end };
}
