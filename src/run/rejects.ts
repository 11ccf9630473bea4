import { open } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { csvLine } from '../columns/csv.js';
import { readTable } from '../source/read.js';
import type { Fingerprint } from '../source/open.js';
import type { CheckedEntry } from '../validate/check-entry.js';
import { checkTable } from '../validate/check-file.js';
import type { ImportRequest } from './request.js';

/** The columns that a rejects file has beyond those of its source; ignored when it is fed back. */
export const rejectColumns = ['_line', '_errors'] as const;

/**
 * Writes the rows that were not carried out, cells as they came, each with its line and what is wrong
 * with it. Returns the new file's path, or undefined when no row was rejected. The file may hold
 * passwords: only its owner can read it, and it never takes the place of another.
 */
export async function writeRejects(
  request: Pick<ImportRequest, 'source' | 'path' | 'directory' | 'clock'>,
  runDirectory: string,
  fingerprint: Fingerprint,
  errorsOf: (entry: CheckedEntry) => readonly string[],
): Promise<string | undefined> {
  const table = await readTable(request.source.read(fingerprint));
  const check = checkTable(table, { now: request.clock.now() });
  const width = table.header.cells.length;
  // A file of rejects that is fed back has these columns already.
  const own = table.header.cells.flatMap((cell, at) => (isRejectColumn(cell) ? [] : [at]));
  const header = own.map((at) => table.header.cells[at] ?? '');
  let file: Awaited<ReturnType<typeof createBeside>> | undefined;
  try {
    for await (const batch of check.entries) {
      const lines = batch.flatMap((entry) => {
        const errors = errorsOf(entry);
        const row = entry.row;
        if (!row || errors.length === 0) return [];
        const cells = own.map((at) => row.cells[at] ?? '');
        // Cells beyond the header's are kept where they can be seen, behind the added columns.
        const beyond = row.cells.slice(width);
        return [csvLine([...cells, String(entry.line), errors.join('; '), ...beyond])];
      });
      if (lines.length === 0) continue;
      if (!file) {
        file = await createBeside(request, runDirectory);
        await file.handle.write(csvLine([...header, ...rejectColumns]));
      }
      await file.handle.write(lines.join(''));
    }
    await file?.handle.sync();
    return file?.path;
  } finally {
    await file?.handle.close();
  }
}

function isRejectColumn(cell: string): boolean {
  return (rejectColumns as readonly string[]).includes(cell.trim());
}

/**
 * `users.csv` → `users.rejects.csv`, `users.rejects-2.csv`, … : the first name that is not taken. In the
 * run's own directory where nothing may be written beside the file.
 */
async function createBeside(
  { path, directory }: Pick<ImportRequest, 'path' | 'directory'>,
  runDirectory: string,
) {
  let folder = path === null ? directory : dirname(path);
  const name = path === null ? 'stdin' : basename(path, extname(path));
  for (let number = 1; ; number += 1) {
    const candidate = join(folder, `${name}.rejects${number === 1 ? '' : `-${number}`}.csv`);
    try {
      return { path: candidate, handle: await open(candidate, 'wx', 0o600) };
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EEXIST') continue;
      if (folder === runDirectory) throw error;
      folder = runDirectory;
      number = 0;
    }
  }
}
