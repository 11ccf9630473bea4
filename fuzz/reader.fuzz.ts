import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect } from 'vitest';
import { columnByName } from '../src/columns/table.js';
import { parseBlock } from '../src/source/parse.js';
import { recordsOf } from '../src/source/records.js';
import { SourceError } from '../src/source/row.js';
import { bytesOf } from '../test/source/reading.js';
import { fuzz } from './fuzz.js';

const sample = (name: string): string =>
  readFileSync(new URL(`../samples/${name}.csv`, import.meta.url), 'utf8').slice(0, 3000);
const kinds = sample('each-kind');

/** However a file is chunked, it yields the same rows with ascending lines, or is refused with a SourceError. */
fuzz('reader', {
  seeds: [
    kinds,
    sample('broken'),
    sample('damaged'),
    `sep=;\r\n${kinds.replaceAll(',', ';')}`,
    `\ufeff${kinds.replaceAll(',', '\t')}`,
    Buffer.from(`\ufeff${kinds}`, 'utf16le'),
    Buffer.from(`\ufeff${kinds}`, 'utf16le').swap16(),
    Buffer.from('username,full_name\r\nzoe,Zo\xeb M\xfcller\r\nfinn,Finn \xc5berg\r\n', 'latin1'),
    gzipSync(kinds),
  ],
  words: [
    '"',
    '""',
    ',',
    ';',
    '\t',
    '|',
    '\r',
    '\n',
    '\r\n',
    '#',
    'sep=',
    '\0',
    '\ufeff',
    'é',
    '€',
  ],
  async check(input) {
    const whole = await read(input, input.length + 1);
    expect(await read(input, 1)).toEqual(whole);
    expect(await read(input, 7)).toEqual(whole);
  },
});

async function read(input: Buffer, size: number): Promise<unknown> {
  const entries: unknown[] = [];
  let line = 0;
  try {
    const { blocks, format } = await recordsOf(bytesOf(input, {}, size), (cell) =>
      columnByName.has(cell),
    );
    for await (const block of blocks)
      for (const entry of parseBlock(block)) {
        expect(entry.line).toBeGreaterThanOrEqual(line);
        line = entry.line;
        entries.push(entry);
      }
    return { entries, format: format() };
  } catch (error) {
    if (error instanceof SourceError) return { refused: error.message };
    throw error;
  }
}
