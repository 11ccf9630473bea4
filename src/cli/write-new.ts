import { writeFile } from 'node:fs/promises';
import { isCreated } from '../source/error-code.js';
import { NameTakenError, placeAt } from '../source/new-file.js';

/** Writes a new file; never replaces an existing one, which may be somebody's list of users. */
export async function writeNew(path: string, text: string | Uint8Array): Promise<void> {
  await placeAt(path);
  if (!(await isCreated(writeFile(path, text, { flag: 'wx' })))) throw new NameTakenError(path);
}
