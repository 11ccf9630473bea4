import type { CellContext } from '../columns/column.js';
import { printable } from '../columns/printable.js';
import { count } from '../report/count.js';
import type { Fingerprint, Source } from '../source/open.js';
import type { CheckedEntry } from '../validate/check-row.js';
import { errorsIn, writeRejects, type Rejects, type RowError } from '../validate/rejects.js';
import { UsageError } from './exit.js';
import { write, type Io } from './io.js';
import { beside, csvPlace } from './new-place.js';

/** Writes the rows with errors to where --rejects says, and reports it. */
type RejectsWriter = (
  source: Source,
  fingerprint: Fingerprint,
  context: CellContext,
  /** How many rows there are with errors. */
  invalid: number,
  errorsOf?: (entry: CheckedEntry) => readonly RowError[],
) => Promise<void>;

/** `rejects` true: beside the file. Throws, before anything is read, if they cannot be written. */
export async function rejectsWriter(rejects: string | true, io: Io): Promise<RejectsWriter> {
  if (rejects === '-')
    throw new UsageError(
      'Rejects may hold passwords, so they go to a private file and not to standard output: give its path, or --rejects without one.',
    );
  const given = rejects === true ? undefined : await csvPlace(rejects, '--rejects');
  return async (source, fingerprint, context, invalid, errorsOf = errorsIn) => {
    if (invalid === 0) return;
    const place = given ?? beside(source.path, 'rejects', io);
    const written = await writeRejects(source.read(fingerprint), context, place, errorsOf);
    await write(io.stderr, notice(written, invalid));
  };
}

function notice(written: Rejects | undefined, invalid: number): string {
  const rows = written?.rows ?? 0;
  const missing = invalid - rows;
  const [are, them] = missing === 1 ? ['is', 'it'] : ['are', 'them'];
  const there = written
    ? `The ${count(rows, 'row')} with errors ${rows === 1 ? 'is' : 'are'} in ${printable(written.path)}: correct them there, and check that file.\n`
    : '';
  return missing > 0
    ? `${there}${count(missing, 'row')} ${are} not in a rejects file: first correct ${them} or the header in the file itself.\n`
    : there;
}
