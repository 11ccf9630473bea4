import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hasErrorCode } from '../../source/error-code.js';

/**
 * Makes a directory that is its owner's alone, and those above it that are missing. Node's own way,
 * `recursive`, does not return where a file system answers "no such directory" for a parent that is there.
 */
export async function makePrivateDirectory(path: string): Promise<void> {
  try {
    await make(path);
  } catch (error) {
    const parent = dirname(path);
    if (!hasErrorCode(error, 'ENOENT') || parent === path) throw error;
    await makePrivateDirectory(parent);
    await make(path);
  }
}

/** Another may make it at the same moment. */
async function make(path: string): Promise<void> {
  await mkdir(path, { mode: 0o700 }).catch((error: unknown) => {
    if (!hasErrorCode(error, 'EEXIST')) throw error;
  });
}

/** Makes a new entry of a directory durable, where the platform can. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r').catch(() => undefined);
  await directory?.sync().catch(() => undefined);
  await directory?.close();
}
