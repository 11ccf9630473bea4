import type { Buffer } from 'node:buffer';
import type { CellContext } from '../../src/columns/column.js';
import type { CheckedEntry } from '../../src/validate/check-row.js';
import { checkTable } from '../../src/validate/check-file.js';
import type { Summary } from '../../src/validate/tally.js';
import type { Issue } from '../../src/columns/issue.js';
import type { ReadOptions } from '../../src/source/read-options.js';
import { readTable } from '../../src/source/read.js';
import { bytesOf } from '../source/reading.js';

/** The time at which the tests check files. */
export const now = Date.parse('2026-06-01T12:00:00Z');

export interface Checked {
  readonly issues: readonly Issue[];
  readonly entries: readonly CheckedEntry[];
  readonly summary: Summary;
}

/** Checks a whole file, as `validate` does. */
export function check(content: string | Buffer): Promise<Checked> {
  return checkWith(content, {});
}

/** Checks a whole file, read with these options. */
export async function checkWith(
  content: string | Buffer,
  options: ReadOptions,
  context: Partial<CellContext> = {},
): Promise<Checked> {
  const table = await readTable(bytesOf(content, options));
  const file = checkTable(table, { now, ...context });
  const entries: CheckedEntry[] = [];
  for await (const batch of file.entries) entries.push(...batch);
  return {
    issues: [...file.headerIssues, ...entries.flatMap(({ issues }) => issues)],
    entries,
    summary: file.summary,
  };
}

/** The issues of a file, such as `3 email email-malformed`, with `-` for no line or column. */
export async function found(content: string | Buffer): Promise<string[]> {
  const { issues } = await check(content);
  return issues.map(({ line, column, code }) => `${line ?? '-'} ${column ?? '-'} ${code}`);
}
