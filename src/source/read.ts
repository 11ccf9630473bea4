import type { Column } from '../columns/column.js';
import { issue } from '../columns/issue.js';
import { allColumns } from '../columns/table.js';
import { matchHeader, type Header } from './header.js';
import type { Reading } from './open.js';
import { parseBlock } from './parse.js';
import { escaped } from './escaped.js';
import { SourceError, type BrokenRow, type Entry, type Row } from './row.js';
import { splitRecords, type Block } from './split.js';
import { utf8 } from './utf8.js';

/** A file's header, and what follows it, to be read once. */
export interface Table {
  readonly header: Header;
  /** What stands in the header's block besides it. */
  readonly first: readonly Entry[];
  /** The blocks after that one. */
  readonly blocks: AsyncIterable<Block>;
}

/**
 * Reads a file up to its header. Throws SourceError, at once or on the way, when the file cannot be
 * read, is no text in UTF-8, or has no header.
 */
export async function readTable(
  { name, chunks }: Pick<Reading, 'name' | 'chunks'>,
  known: readonly Column[] = allColumns,
): Promise<Table> {
  const blocks = splitRecords(utf8(chunks, name));
  const comments: Entry[] = [];
  for (;;) {
    const next = await blocks.next();
    if (next.done) throw new SourceError(`${escaped(name)} ${noHeader(comments.length > 0)}`);
    const entries = parseBlock(next.value);
    const at = entries.findIndex(({ type }) => type !== 'comment');
    const found = entries[at];
    if (found === undefined || found.type === 'comment') {
      comments.push(...entries);
      continue;
    }
    const first = [...comments, ...entries.slice(0, at), ...entries.slice(at + 1)];
    return { header: headerOf(found, known), first, blocks };
  }
}

/** Rows, comments and broken records in the order of the file, some hundreds at a time. */
export async function* entriesOf({ first, blocks }: Table): AsyncGenerator<readonly Entry[]> {
  yield first;
  for await (const block of blocks) yield parseBlock(block);
}

/** A header that cannot be read is an issue of its line, and no cell below it can be understood. */
function headerOf(first: Row | BrokenRow, known: readonly Column[]): Header {
  if (first.type === 'row') return matchHeader(first.cells, first.line, known);
  const { line, code, message } = first;
  return { line, cells: [], columns: [], issues: [issue(code, line, null, message)] };
}

function noHeader(comments: boolean): string {
  const state = comments ? 'holds nothing but comments.' : 'is empty.';
  return `${state} Begin it with a row of column names, username among them.`;
}
