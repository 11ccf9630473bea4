import { randomUUID } from 'node:crypto';
import { lstat, open, rename, rm, writeFile, type FileHandle } from 'node:fs/promises';
import nodePath, { basename, extname, join, type PlatformPath } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { hasErrorCode, isCreated } from './error-code.js';

/** Where a new file may go. */
export interface FilePlace {
  /** Tried in turn until one is writable. */
  readonly directories: readonly string[];
  /** The names to try in turn; the first free one is used. */
  readonly names: () => Iterable<string>;
  /** Gets the path of the partial file before it is created. */
  readonly onPartial?: (path: string) => void;
}

/** Beside a file: `users.csv` → `users.rejects.csv`, `users.rejects-2.csv`, …; null is standard input. */
export function placeBeside(
  path: string | null,
  what: 'rejects' | 'fixed' | 'passwords',
  ...directories: readonly string[]
): FilePlace {
  const name = path === null ? 'stdin' : basename(path).replace(/\.gz$/i, '');
  // File systems allow names of 255 bytes; a character cut in two becomes U+FFFD.
  const bytes = Buffer.from(basename(name, extname(name))).subarray(0, longestStem);
  const stem = bytes.toString().replace(/\ufffd$/, '');
  return {
    directories: path === null ? directories : [directoryOf(path), ...directories],
    *names() {
      yield `${stem}.${what}.csv`;
      for (let number = 2; ; number += 1) yield `${stem}.${what}-${number}.csv`;
    },
  };
}

/** Leaves room for what is added to it; bytes. */
const longestStem = 230;

/** At exactly this path. Throws NameTakenError if it exists. */
export async function placeAt(path: string): Promise<FilePlace> {
  const isThere = await lstat(path).then(
    () => true,
    () => false,
  );
  if (isThere) throw new NameTakenError(path);
  return placeNamed(path);
}

/** At exactly this path, whether or not it exists. Throws NameTakenError for the name of a device. */
export function placeNamed(path: string, system: PlatformPath = nodePath): FilePlace {
  const name = system.basename(path);
  if (system.sep === '\\' && /^(?:con|prn|aux|nul|(?:com|lpt)\d)(?:\.|$)|[. ]$/i.test(name))
    throw new NameTakenError(path, 'cannot be the name of a file on Windows');
  return { directories: [directoryOf(path, system)], names: () => [name] };
}

/**
 * The directory that a path is in. That of `C:users.csv` is the current one of its drive, `C:.`; what
 * `dirname` returns for it, `join` takes for the root.
 */
function directoryOf(path: string, system: PlatformPath = nodePath): string {
  return system.normalize(system.dirname(path));
}

/** The name of a new file is already in use, or Node would create it and no other program could open it. */
export class NameTakenError extends Error {
  override name = 'NameTakenError';

  constructor(path: string, why = 'exists already') {
    super(`${path} ${why}: choose another name.`);
  }
}

/**
 * A file that only its owner can read. It gets its name only when it is complete, and replaces another file
 * only if asked to.
 */
export class NewFile {
  private constructor(
    private readonly handle: FileHandle,
    private readonly partial: string,
    private readonly directory: string,
    private readonly place: FilePlace,
  ) {}

  /** Throws the system's error, with the directory as its path, if it cannot be created. */
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

  /** Throws the system's error, with the directory as its path, if the disk is full. */
  async write(text: string): Promise<void> {
    await this.handle.appendFile(text).catch((error: unknown) => {
      throw error instanceof Error ? Object.assign(error, { path: this.directory }) : error;
    });
  }

  /**
   * Gives it its name; returns its path. Throws NameTakenError if every name is taken; with `replaces`, no
   * name counts as taken.
   */
  async publish({ replaces = false } = {}): Promise<string> {
    await this.handle.sync();
    await this.handle.close();
    let path = this.directory;
    for (const name of this.place.names()) {
      path = join(this.directory, name);
      // Creating it claims the name atomically; what is then replaced is our own file.
      if (!replaces && !(await isCreated(writeFile(path, '', privately)))) continue;
      try {
        await renameOnceFree(this.partial, path);
        return path;
      } catch (error) {
        // On a network drive, what failed may have been done.
        if (!replaces && (await lstat(path)).size === 0) await rm(path);
        throw error;
      }
    }
    throw new NameTakenError(path);
  }

  /** Removes the partial file; does nothing after `publish`. */
  async discard(): Promise<void> {
    await this.handle.close().catch(() => undefined);
    await rm(this.partial, { force: true });
  }
}

const privately = { flag: 'wx', mode: 0o600 };

/** On Windows, another program that reads either file, such as a virus scanner, prevents it for a moment. */
async function renameOnceFree(from: string, to: string): Promise<void> {
  for (let pause = 0; ; pause += 100) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      if (pause === 500 || !hasErrorCode(error, 'EBUSY', 'EPERM')) throw error;
      await setTimeout(pause);
    }
  }
}
