import type { Buffer } from 'node:buffer';
import type { ReadOptions } from '../../src/source/read-options.js';
import { readTable } from '../../src/source/read.js';
import { fixTable, type FixEnd } from '../../src/validate/fix.js';
import type { Change } from '../../src/validate/fix-row.js';
import { bytesOf } from '../source/reading.js';
import { now } from './checking.js';

export interface Fixed {
  readonly csv: string;
  readonly changes: readonly Change[];
  readonly end: FixEnd;
}

/** Fixes a whole file, as the command does. */
export async function fixed(content: string | Buffer, options: ReadOptions = {}): Promise<Fixed> {
  const fix = fixTable(await readTable(bytesOf(content, options)), { now });
  let csv = '';
  const changes: Change[] = [];
  for await (const part of fix.parts) {
    csv += part.csv;
    changes.push(...part.changes);
  }
  return { csv, changes, end: fix.end() };
}
