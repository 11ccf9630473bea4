import { open, type FileHandle } from 'node:fs/promises';
import { errorCode } from './error-code.js';
import { fingerprinted, type Fingerprint } from './fingerprint.js';
import { printable } from '../columns/printable.js';
import type { ReadOptions } from './read-options.js';
import { SourceError } from './row.js';
import { spool } from './spool.js';

export { FileChangedError, type Fingerprint } from './fingerprint.js';

/** A file that stays open and can be read repeatedly: replacing it by name has no effect. */
export interface Source {
  /** The path as given, or `standard input`. Not escaped. */
  readonly name: string;
  /** Where it is; null for bytes, and for what can be read only once, such as standard input and pipes. */
  readonly path: string | null;
  /**
   * Reads the file from its start. Given the fingerprint of an earlier reading, throws FileChangedError
   * before the first piece that differs.
   */
  read(expected?: Fingerprint): Reading;
  /** Reads the file from its start, without a fingerprint. */
  bytes(): Bytes;
  /** The number of bytes. */
  readonly size: number;
  /** Removes the copy of standard input. */
  close(): Promise<void>;
}

/** A file's bytes, and how to read them. */
export interface Bytes {
  readonly name: string;
  /** In pieces of 256 KiB; the last is shorter. Throws SourceError. */
  readonly chunks: AsyncIterable<Buffer>;
  readonly options: ReadOptions;
  /** What `find` finds in the whole file; runs only once, so that all readings of a file agree. */
  readonly findOnce: (find: (all: AsyncIterable<Buffer>) => Promise<string>) => Promise<string>;
}

/** One reading of a file. */
export interface Reading extends Bytes {
  /** Known once `chunks` has been read to the end. */
  fingerprint(): Fingerprint;
}

export interface OpenOptions {
  /** Read if the path is `-`; without it, `-` is a path like any other. */
  readonly stdin?: AsyncIterable<Uint8Array> | undefined;
  /** Where the copy of what can be read only once is kept until `close`. */
  readonly tempDirectory: string;
  /** How the file is read, as far as that is known. */
  readonly read?: ReadOptions | undefined;
}

/** Opens a path, or standard input for `-`. Rejects with SourceError if it cannot be read. */
export async function openSource(path: string, options: OpenOptions): Promise<Source> {
  const { stdin, read = {} } = options;
  if (path === '-' && stdin) return copySource(stdin, 'standard input', options);
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw readProblem(path, error);
  });
  try {
    const stats = await handle.stat();
    if (stats.isFile()) return source(path, path, handle, stats.size, read, () => handle.close());
    if (stats.isDirectory()) throw readProblem(path, undefined, 'EISDIR');
    // A pipe that a shell names, such as <(command) or /dev/stdin, can be read only once.
    if (!stats.isFIFO() && !stats.isCharacterDevice()) throw readProblem(path, undefined, 'ENXIO');
    const copy = await copySource(handle.createReadStream({ autoClose: false }), path, options);
    await handle.close();
    return copy;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** What to tell a person whose file cannot be opened or read, by the system's error code. */
export function readProblem(
  name: string,
  cause: unknown,
  code = errorCode(cause) ?? 'unknown error',
): SourceError {
  const problem = problems[code] ?? `cannot be read (${code}).`;
  if (name === '') return new SourceError('The path of the file is empty.', { cause });
  // As a file manager copies it, if no shell has removed the quotation marks.
  if (problem === missing && /^(["']).*\1$/.test(name))
    return new SourceError(
      `${printable(name)} ${missing} The quotation marks are taken as part of it.`,
      { cause },
    );
  return new SourceError(`${printable(name)} ${problem}`, { cause });
}

const denied = 'cannot be read: permission is denied. Change its permissions.';
const missing = 'does not exist. Check the path.';
const problems: Readonly<Record<string, string>> = {
  ENOENT: missing,
  ENOTDIR: missing,
  EISDIR: 'is a directory. Give the path of a file.',
  ENXIO: 'is not a file.',
  EACCES: denied,
  EPERM: denied,
  EBUSY: 'cannot be read: it is open in another program, such as Excel. Close it there.',
  ENOSPC: 'cannot be copied to the temporary directory: the disk is full. Free some space.',
};

const pieceBytes = 256 * 1024;

function source(
  name: string,
  path: string | null,
  handle: FileHandle,
  size: number,
  options: ReadOptions,
  close: () => Promise<void>,
): Source {
  let found: Promise<string> | undefined;
  const findOnce: Bytes['findOnce'] = (find) => (found ??= find(pieces(name, handle)));
  const common = { name, options, findOnce };
  return {
    name,
    path,
    size,
    close,
    bytes: () => ({ ...common, chunks: pieces(name, handle) }),
    read: (expected) => ({ ...common, ...fingerprinted(pieces(name, handle), name, expected) }),
  };
}

/** A private copy of what can be read only once. Rejects with SourceError if it cannot be created. */
export async function copySource(
  input: AsyncIterable<Uint8Array>,
  name: string,
  { tempDirectory, read = {} }: Omit<OpenOptions, 'stdin'>,
): Promise<Source> {
  try {
    const copy = await spool(input, tempDirectory);
    const { size } = await copy.handle.stat();
    return source(name, null, copy.handle, size, read, () => copy.close());
  } catch (error) {
    if (error instanceof Error && 'syscall' in error && error.syscall === 'mkdtemp')
      throw new SourceError(
        `${printable(name)} cannot be copied to the temporary directory ${printable(tempDirectory)} (${errorCode(error) ?? error.message}). Set TMPDIR (on Windows: TEMP) to a writable one.`,
        { cause: error },
      );
    throw readProblem(name, error);
  }
}

/**
 * Every reading is cut into the same pieces, however much the system returns at a time; one is read ahead.
 */
async function* pieces(name: string, handle: FileHandle): AsyncGenerator<Buffer> {
  let next = readPiece(handle, 0);
  for (let position = pieceBytes; ; position += pieceBytes) {
    const piece = await next.catch((error: unknown) => {
      throw readProblem(name, error);
    });
    const isLast = piece.length < pieceBytes;
    if (!isLast) {
      next = readPiece(handle, position);
      // Nobody waits for the piece read ahead if reading is abandoned.
      next.catch(() => undefined);
    }
    if (piece.length > 0) yield piece;
    if (isLast) return;
  }
}

async function readPiece(handle: FileHandle, position: number): Promise<Buffer> {
  const piece = Buffer.allocUnsafeSlow(pieceBytes);
  let filled = 0;
  for (;;) {
    const { bytesRead } = await handle.read(piece, filled, pieceBytes - filled, position + filled);
    filled += bytesRead;
    if (bytesRead === 0 || filled === pieceBytes) return piece.subarray(0, filled);
  }
}
