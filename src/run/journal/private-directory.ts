import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hasErrorCode, isCreated } from '../../source/error-code.js';

/**
 * Creates a directory that only its owner can access, and any missing parents. Node's own `recursive` never
 * returns on a file system that answers "no such directory" for an existing parent.
 */
export async function makePrivateDirectory(path: string): Promise<void> {
  try {
    await isCreated(mkdir(path, privately));
  } catch (error) {
    const parent = dirname(path);
    if (!hasErrorCode(error, 'ENOENT') || parent === path) throw error;
    await makePrivateDirectory(parent);
    // Another process may create it at the same moment.
    await isCreated(mkdir(path, privately));
  }
}

const privately = { mode: 0o700 };

/** Makes a new directory entry durable, if the platform can. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r').catch(() => undefined);
  await directory?.sync().catch(() => undefined);
  await directory?.close();
}
