import { open } from 'node:fs/promises';
import { UsageError } from './exit.js';

/** Writes a new file; never over one that is there, for it may be somebody's list of users. */
export async function writeNew(path: string, text: string | Uint8Array): Promise<void> {
  try {
    const file = await open(path, 'wx');
    try {
      await file.writeFile(text);
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')
      throw new UsageError(`${path} exists already: choose another name.`, { cause });
    throw cause;
  }
}
