import { placeAt, placeBeside, type FilePlace } from '../source/new-file.js';
import { UsageError } from './exit.js';
import type { Io } from './io.js';
import { removeAtExit } from './unfinished.js';

/** A name with the extension of a workbook. */
export function namesWorkbook(path: string): boolean {
  return /\.(?:xls[xmb]?|ods)$/i.test(path);
}

/**
 * At this path, for CSV: not with the extension of a workbook, as which nothing could open it. Throws
 * NameTakenError.
 */
export async function csvPlace(path: string, what: string): Promise<FilePlace> {
  if (namesWorkbook(path))
    throw new UsageError(`${what} writes CSV, so ${path} would not be a workbook: name it .csv.`);
  return newPlace(path);
}

/** At exactly this path. Throws NameTakenError. */
export async function newPlace(path: string): Promise<FilePlace> {
  return { ...(await placeAt(path)), onPartial: removeAtExit };
}

/** Beside a file; if it can be read only once (null), such as standard input, in the working directory. */
export function beside(path: string | null, what: 'rejects' | 'fixed', io: Io): FilePlace {
  return {
    ...placeBeside(path, what, ...(path === null ? [io.cwd] : [])),
    onPartial: removeAtExit,
  };
}
