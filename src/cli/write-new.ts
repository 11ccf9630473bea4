import { writeFile } from 'node:fs/promises';
import { isCreated } from '../source/error-code.js';
import { NameTakenError, placeNamed } from '../source/new-file.js';

/**
 * Writes a new file; never replaces an existing one, which may be somebody's list of users. Throws
 * NameTakenError, for the name of a device too.
 */
export async function writeNew(path: string, text: string | Uint8Array): Promise<void> {
  placeNamed(path);
  if (!(await isCreated(writeFile(path, text, { flag: 'wx' })))) throw new NameTakenError(path);
}
