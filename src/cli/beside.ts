import { stat } from 'node:fs/promises';
import { placeBeside, type FilePlace } from '../source/new-file.js';
import type { Io } from './io.js';

/** Beside a file; of standard input and of a pipe, such as <(command), in the working directory. */
export async function beside(file: string, what: 'rejects' | 'fixed', io: Io): Promise<FilePlace> {
  const isPipe =
    file === '-' ||
    (await stat(file).then(
      (found) => !found.isFile(),
      () => false,
    ));
  return isPipe ? placeBeside(null, what, io.cwd) : placeBeside(file, what);
}
