import { issue } from '../columns/issue.js';
import { findColumn } from './alike.js';
import { matchHeader, type Elsewhere, type Header } from './header.js';
import { headersIn, type Mapping } from './mapping.js';
import type { Bytes } from './open.js';
import { parseBlock } from './parse.js';
import { printable } from '../columns/printable.js';
import type { Format } from './read-options.js';
import { recordsOf } from './records.js';
import { SourceError, type BrokenRow, type Entry, type Row } from './row.js';
import type { Block } from './split.js';

/** A file's header and what follows it, to be read once. */
export interface Table {
  readonly header: Header;
  /** The rest of the header's block. */
  readonly first: readonly Entry[];
  /** The following blocks. */
  readonly blocks: AsyncGenerator<Block>;
  /** How the file is written; final once `blocks` has been read to the end. */
  readonly format: () => Format;
}

/**
 * Reads a file up to its header. Throws SourceError, at once or later, if the file cannot be read, is of an
 * unsupported kind, or has no header.
 */
export async function readTable(bytes: Bytes): Promise<Table> {
  const { name, options } = bytes;
  const { mapping } = options;
  const mapped = new Set(mapping && headersIn(mapping));
  const { blocks, format, delimiter, otherSheets } = await recordsOf(
    bytes,
    (cell) => findColumn(cell) !== undefined || mapped.has(cell),
  );
  const comments: Entry[] = [];
  for (;;) {
    const block = await blocks.next();
    if (block.done)
      throw new SourceError(`${printable(name)} ${noHeader(comments.length > 0)}${otherSheets}`);
    const entries = parseBlock(block.value);
    const at = entries.findIndex(({ type }) => type !== 'comment');
    const found = entries[at];
    if (found === undefined || found.type === 'comment') {
      comments.push(...entries);
      continue;
    }
    const below = entries.slice(at + 1);
    const first = [...comments, ...entries.slice(0, at), ...below];
    const isHeader = (entry: Entry): boolean =>
      entry.type === 'row' &&
      entry.cells.some((cell) => findColumn(cell.trim())?.name === 'username');
    const named = below.slice(0, rowsAbove).find(isHeader)?.line;
    const header = headerOf(found, mapping, { below: named, otherSheets });
    return { header: { ...header, delimiter }, first, blocks, format };
  }
}

/** The most rows that a title above the header may have. */
const rowsAbove = 10;

/** Rows, comments and broken records in the order of the file, some hundreds at a time. */
export async function* entriesOf({ first, blocks }: Table): AsyncGenerator<readonly Entry[]> {
  yield first;
  for await (const block of blocks) yield parseBlock(block);
}

/** An unreadable header is an issue of its line, and then no cell below it can be interpreted. */
function headerOf(
  first: Row | BrokenRow,
  mapping: Mapping | undefined,
  elsewhere: Elsewhere,
): Header {
  if (first.type === 'row') return matchHeader(first.cells, first.line, mapping, elsewhere);
  const { line, code, message } = first;
  const issues = [issue(code, line, null, message)];
  return { line, isLikeHeader: false, cells: [], columns: [], computed: [], issues };
}

function noHeader(comments: boolean): string {
  const state = comments ? 'contains only comments.' : 'is empty.';
  return `${state} Begin it with a row of column names, including username.`;
}
