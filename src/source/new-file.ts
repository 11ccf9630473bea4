import { randomUUID } from 'node:crypto';
import { lstat, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { hasErrorCode } from './error-code.js';

/** Where a new file may go. */
export interface FilePlace {
  /** Each is tried until one can be written to. */
  readonly directories: readonly string[];
  /** The names to try, in turn; the first that is not taken is the file's. */
  readonly names: () => Iterable<string>;
  /** Told the path of what is written until the file is whole, before there is anything. */
  readonly onPartial?: (path: string) => void;
}

/** Beside a file: `users.csv` → `users.rejects.csv`, `users.rejects-2.csv`, …; null is standard input. */
export function placeBeside(
  path: string | null,
  what: 'rejects' | 'fixed' | 'passwords',
  ...directories: readonly string[]
): FilePlace {
  const name = path === null ? 'stdin' : basename(path).replace(/\.gz$/i, '');
  const stem = basename(name, extname(name));
  return {
    directories: path === null ? directories : [dirname(path), ...directories],
    *names() {
      yield `${stem}.${what}.csv`;
      for (let number = 2; ; number += 1) yield `${stem}.${what}-${number}.csv`;
    },
  };
}

/** At one path and nowhere else. Throws NameTakenError when something is there. */
export async function placeAt(path: string): Promise<FilePlace> {
  const isThere = await lstat(path).then(
    () => true,
    () => false,
  );
  if (isThere) throw new NameTakenError(path);
  return { directories: [dirname(path)], names: () => [basename(path)] };
}

/** A new file was to have a name that something else has. */
export class NameTakenError extends Error {
  override name = 'NameTakenError';

  constructor(path: string) {
    super(`${path} exists already: choose another name.`);
  }
}

/**
 * A file that only its owner can read, that comes to be under its name only when it is whole, and that
 * takes the place of another only where that is asked for.
 */
export class NewFile {
  private constructor(
    private readonly handle: FileHandle,
    private readonly partial: string,
    private readonly directory: string,
    private readonly place: FilePlace,
  ) {}

  /** Throws the system's error, with the directory as its path, when there is no place for it. */
  static async create(place: FilePlace): Promise<NewFile> {
    let problem: Error | undefined;
    for (const directory of place.directories) {
      const partial = join(directory, `.files-bulk-import-${randomUUID()}.partial`);
      place.onPartial?.(partial);
      try {
        return new NewFile(await open(partial, 'wx', 0o600), partial, directory, place);
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        problem = Object.assign(error, { path: directory });
      }
    }
    throw problem ?? new Error('There is no directory to write to.');
  }

  /** Throws the system's error, with the directory as its path, when there is no room. */
  async write(text: string): Promise<void> {
    await this.handle.appendFile(text).catch((error: unknown) => {
      throw error instanceof Error ? Object.assign(error, { path: this.directory }) : error;
    });
  }

  /**
   * Gives it its name; returns its path. Throws NameTakenError when there is no name left to try; `replaces`:
   * no name counts as taken.
   */
  async publish({ replaces = false } = {}): Promise<string> {
    await this.handle.sync();
    await this.handle.close();
    let path = this.directory;
    for (const name of this.place.names()) {
      path = join(this.directory, name);
      // Making it new takes the name, whoever else wants it; what replaces it then is our own.
      if (!replaces && !(await takes(path))) continue;
      await rename(this.partial, path);
      return path;
    }
    throw new NameTakenError(path);
  }

  /** Leaves nothing behind; harmless after it has been published. */
  async discard(): Promise<void> {
    await this.handle.close().catch(() => undefined);
    await rm(this.partial, { force: true });
  }
}

/** Makes an empty file; false when there is something of that name. */
async function takes(path: string): Promise<boolean> {
  try {
    const handle = await open(path, 'wx', 0o600);
    await handle.close();
    return true;
  } catch (error) {
    if (hasErrorCode(error, 'EEXIST')) return false;
    throw error;
  }
}
