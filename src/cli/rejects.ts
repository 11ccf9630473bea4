import type { CellContext } from '../columns/column.js';
import { printable } from '../columns/printable.js';
import { count } from '../report/count.js';
import type { Bytes } from '../source/open.js';
import type { CheckedEntry } from '../validate/check-row.js';
import type { FilePlace } from '../source/new-file.js';
import { errorsIn, writeRejects, type Rejects, type RowError } from '../validate/rejects.js';
import { UsageError } from './exit.js';
import { write, type Io } from './io.js';
import { beside, csvPlace } from './new-place.js';

/** Writes the rows with errors where --rejects asks for them, and says so. */
type RejectsWriter = (
  bytes: Bytes,
  context: CellContext,
  /** How many rows there are with errors. */
  invalid: number,
  errorsOf?: (entry: CheckedEntry) => readonly RowError[],
) => Promise<void>;

/** `rejects` true: beside the file. Throws where they could not be written, before anything is read. */
export async function rejectsWriter(
  rejects: string | true,
  file: string,
  io: Io,
): Promise<RejectsWriter> {
  const place = await placeOf(rejects, file, io);
  return async (bytes, context, invalid, errorsOf = errorsIn) => {
    if (invalid === 0) return;
    const written = await writeRejects(bytes, context, place, errorsOf);
    await write(io.stderr, notice(written, invalid));
  };
}

async function placeOf(rejects: string | true, file: string, io: Io): Promise<FilePlace> {
  if (rejects === true) return beside(file, 'rejects', io);
  if (rejects === '-')
    throw new UsageError(
      'Rejects may hold passwords, so they go to a private file and not to standard output: give its path, or --rejects without one.',
    );
  return csvPlace(rejects, '--rejects');
}

function notice(written: Rejects | undefined, invalid: number): string {
  const rows = written?.rows ?? 0;
  const missing = invalid - rows;
  return [
    written
      ? `The ${count(rows, 'row')} with errors ${rows === 1 ? 'is' : 'are'} in ${printable(written.path)}: correct them there, and check that file.\n`
      : '',
    missing > 0
      ? `${count(missing, 'row')} ${missing === 1 ? 'is' : 'are'} in no rejects file: correct first what is said of ${missing === 1 ? 'it' : 'them'}, or of the header.\n`
      : '',
  ].join('');
}
