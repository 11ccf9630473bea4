import { Buffer } from 'node:buffer';
import type { Bytes } from '../../src/source/open.js';
import type { ReadOptions } from '../../src/source/read-options.js';
import type { Entry } from '../../src/source/row.js';
import { parseBlock } from '../../src/source/parse.js';
import { splitRecords, type SplitOptions } from '../../src/source/split.js';

/** The bytes of a text, in chunks of a given size. */
export async function* chunked(content: string | Buffer, size = 64 * 1024): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(content);
  for (let at = 0; at < bytes.length; at += size)
    yield await Promise.resolve(bytes.subarray(at, at + size));
}

/** The bytes of a file, which can be read again to find the encoding. */
export function bytesOf(content: string | Buffer, options: ReadOptions = {}, size?: number): Bytes {
  const read = (): AsyncGenerator<Buffer> => chunked(content, size);
  return { name: 'users.csv', chunks: read(), options, findOnce: (find) => find(read()) };
}

/** Splits and parses a text in chunks and blocks of these sizes. */
export async function entriesOf(
  content: string | Buffer,
  { chunk, ...options }: SplitOptions & { chunk?: number } = {},
): Promise<Entry[]> {
  const all: Entry[] = [];
  for await (const block of splitRecords(chunked(content, chunk), options))
    all.push(...parseBlock(block));
  return all;
}

/** The entries of a text, as `3: a|b`, `4: # 2` for a comment, or `5: quote-misplaced`. */
export async function briefly(...content: Parameters<typeof entriesOf>): Promise<string[]> {
  return (await entriesOf(...content)).map((entry) => {
    switch (entry.type) {
      case 'row':
        return `${entry.line}: ${entry.cells.join('|')}`;
      case 'comment':
        return `${entry.line}: # ${entry.cells}`;
      case 'broken':
        return `${entry.line}: ${entry.code}`;
    }
  });
}
