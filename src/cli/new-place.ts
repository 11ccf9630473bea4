import { stat } from 'node:fs/promises';
import { placeAt, placeBeside, type FilePlace } from '../source/new-file.js';
import { UsageError } from './exit.js';
import type { Io } from './io.js';
import { removeAtExit } from './unfinished.js';

/** A name under which a program for tables would expect a workbook. */
export function namesWorkbook(path: string): boolean {
  return /\.(?:xls[xmb]?|ods)$/i.test(path);
}

/** At a path, for CSV: not under the name of a workbook, as which nothing would open it. Throws NameTakenError. */
export async function csvPlace(path: string, what: string): Promise<FilePlace> {
  if (namesWorkbook(path))
    throw new UsageError(`${what} writes CSV, so ${path} would not be a workbook: name it .csv.`);
  return newPlace(path);
}

/** At a path and nowhere else. Throws NameTakenError. */
export async function newPlace(path: string): Promise<FilePlace> {
  return { ...(await placeAt(path)), onPartial: removeAtExit };
}

/** Beside a file; of standard input and of a pipe, such as <(command), in the working directory. */
export async function beside(file: string, what: 'rejects' | 'fixed', io: Io): Promise<FilePlace> {
  const isPipe =
    file === '-' ||
    (await stat(file).then(
      (found) => !found.isFile(),
      () => false,
    ));
  const place = isPipe ? placeBeside(null, what, io.cwd) : placeBeside(file, what);
  return { ...place, onPartial: removeAtExit };
}
