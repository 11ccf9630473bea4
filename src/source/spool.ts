import { mkdtemp, open, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

/** A private copy of something that can be read only once. */
export interface Spool {
  readonly handle: FileHandle;
  /** Closes the copy and removes it. */
  close(): Promise<void>;
}

/** Waits for a program that reads a file in it at that moment, which only Windows does not allow. */
export function removeDirectory(path: string): Promise<void> {
  return rm(path, { recursive: true, force: true, maxRetries: 5 });
}

/** Copies `input` to a file in `tempDirectory` that nobody else can read. */
export async function spool(
  input: AsyncIterable<Uint8Array>,
  tempDirectory: string,
): Promise<Spool> {
  const directory = await mkdtemp(join(tempDirectory, 'files-bulk-import-')); // mode 0700
  let handle: FileHandle | undefined;
  const close = async (): Promise<void> => {
    await handle?.close();
    await removeDirectory(directory);
  };
  try {
    handle = await open(join(directory, 'copy'), 'wx+', 0o600);
    // If an open file can be removed, it is removed now, so that it is gone however the program ends.
    await rm(directory, { recursive: true }).catch(() => undefined);
    await writeFile(handle, input);
    return { handle, close };
  } catch (error) {
    await close();
    throw error;
  }
}
