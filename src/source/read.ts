import type { Column } from '../columns/column.js';
import { issue } from '../columns/issue.js';
import { allColumns } from '../columns/table.js';
import { matchHeader, type Header } from './header.js';
import type { Reading } from './open.js';
import { parseBlock } from './parse.js';
import { escaped } from './escaped.js';
import { SourceError, type BrokenRow, type Entry, type Row } from './row.js';
import { splitRecords } from './split.js';
import { utf8 } from './utf8.js';

/** A file's header, and what follows it. */
export interface Table {
  readonly header: Header;
  /** Rows, comments and broken records in the order of the file, some hundreds at a time. */
  readonly entries: AsyncIterable<readonly Entry[]>;
}

/**
 * Reads a file up to its header; the rest is read as `entries` is, once. Throws SourceError, at
 * once or on the way, when the file cannot be read, is no text in UTF-8, or has no header.
 */
export async function readTable(
  { name, chunks }: Pick<Reading, 'name' | 'chunks'>,
  known: readonly Column[] = allColumns,
): Promise<Table> {
  const batches = parsed(chunks, name);
  const before: (readonly Entry[])[] = [];
  for (;;) {
    const next = await batches.next();
    if (next.done) throw new SourceError(`${escaped(name)} ${noHeader(before.length > 0)}`);
    const at = next.value.findIndex(({ type }) => type !== 'comment');
    const first = next.value[at];
    if (first === undefined || first.type === 'comment') {
      before.push(next.value);
      continue;
    }
    before.push(next.value.slice(0, at), next.value.slice(at + 1));
    return { header: headerOf(first, known), entries: entries() };
  }

  async function* entries(): AsyncGenerator<readonly Entry[]> {
    yield* before;
    yield* batches;
  }
}

async function* parsed(chunks: AsyncIterable<Buffer>, name: string): AsyncGenerator<Entry[]> {
  for await (const block of splitRecords(utf8(chunks, name))) yield parseBlock(block);
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
