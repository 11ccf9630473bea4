import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, copyFile, link, open, rm } from 'node:fs/promises';
import { UsageError } from './exit.js';

/** A file that takes its name when it is whole. */
export interface NewFile {
  write(text: string): Promise<void>;
  /** Gives it its name; never another file's. */
  finish(): Promise<void>;
  /** Closes it, and takes away what has not got its name. */
  dispose(): Promise<void>;
}

/**
 * Begins a new file that only its owner may read, for it holds personal data. It grows under a name of
 * its own beside its place, so that nobody takes half of it for all.
 */
export async function beginNewFile(path: string): Promise<NewFile> {
  // At once, not after an hour. What counts is done at the end, in one step.
  if (await exists(path)) throw taken(path);
  const partial = `${path}.${randomBytes(4).toString('hex')}.part`;
  const handle = await open(partial, 'wx', 0o600);
  return {
    write: (text) => handle.writeFile(text),
    async finish() {
      await handle.sync();
      try {
        await link(partial, path).catch((error: unknown) => {
          // Some file systems have no links.
          if (codeOf(error) === 'EEXIST') throw error;
          return copyFile(partial, path, constants.COPYFILE_EXCL);
        });
      } catch (error) {
        throw codeOf(error) === 'EEXIST' ? taken(path) : error;
      }
    },
    async dispose() {
      await handle.close();
      await rm(partial, { force: true });
    },
  };
}

function taken(path: string): UsageError {
  return new UsageError(`${path} exists already: choose another name.`);
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
