import type { CellContext } from '../columns/column.js';
import { csvLine } from '../columns/csv.js';
import { rejectColumns } from '../source/header.js';
import type { Bytes } from '../source/open.js';
import { readTable } from '../source/read.js';
import type { CheckedEntry } from './check-row.js';
import { checkTable } from './check-file.js';
import { NewFile, type FilePlace } from '../source/new-file.js';

export interface Rejects {
  readonly path: string;
  readonly rows: number;
}

/** What is wrong with a row. */
export interface RowError {
  /** null: the whole row. */
  readonly column: string | null;
  readonly message: string;
  /** What to write in the cell. */
  readonly suggestion?: string | null;
}

/**
 * Writes the rows to be corrected and imported again: cells unchanged, each row with its line and what is
 * wrong with it. undefined if there are none; then no file is created. The file may contain passwords, so
 * only its owner can read it.
 */
export async function writeRejects(
  bytes: Bytes,
  context: CellContext,
  place: FilePlace,
  errorsOf: (entry: CheckedEntry) => readonly RowError[],
): Promise<Rejects | undefined> {
  const table = await readTable(bytes);
  const check = checkTable(table, context);
  const width = table.header.cells.length;
  // A rejects file that is imported has these columns already.
  const own = table.header.cells.flatMap((cell, at) => (isRejectColumn(cell) ? [] : [at]));
  const header = own.map((at) => table.header.cells[at] ?? '');
  let rows = 0;
  let file: NewFile | undefined;
  try {
    for await (const batch of check.entries) {
      const lines = batch.flatMap((entry) => {
        const errors = errorsOf(entry);
        const row = entry.row;
        if (!row || errors.length === 0) return [];
        const cells = own.map((at) => row.cells[at] ?? '');
        // Cells beyond the header's go after the added columns, where they can be seen.
        const beyond = row.cells.slice(width);
        return [
          csvLine([...cells, String(entry.line), errors.map(errorText).join(' | '), ...beyond]),
        ];
      });
      if (lines.length === 0) continue;
      if (!file) {
        file = await NewFile.create(place);
        await file.write(csvLine([...header, ...rejectColumns]));
      }
      await file.write(lines.join(''));
      rows += lines.length;
    }
    return file && { path: await file.publish(), rows };
  } finally {
    await file?.discard();
  }
}

function isRejectColumn(cell: string): boolean {
  return rejectColumns.includes(cell.trim());
}

export function errorsIn({ issues }: CheckedEntry): readonly RowError[] {
  return issues.filter(({ severity }) => severity === 'error');
}

/** For the person who corrects it. */
function errorText({ column, message, suggestion }: RowError): string {
  const where = column === null ? '' : `${column}: `;
  const instead = typeof suggestion === 'string' ? ` Write: ${suggestion || '(nothing)'}` : '';
  return `${where}${message}${instead}`;
}
