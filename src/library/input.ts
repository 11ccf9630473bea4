import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import type { Api } from '../columns/api.js';
import { copySource, openSource, type Bytes, type Source } from '../source/open.js';
import type { ReadOptions } from '../source/read-options.js';
import { anyOf } from './signals.js';
import { untilAborted } from './until-aborted.js';

/**
 * A file of users: its path, or its bytes, whole or in pieces as a stream gives them. CSV, gzip or
 * `.xlsx`. Bytes are kept in a private temporary file while they are needed.
 */
export type FileInput = string | Uint8Array | AsyncIterable<Uint8Array>;

/** How a file is read; what is left out is detected. */
export interface FileOptions extends ReadOptions {
  /** What the file is called in messages and reports; default: the path, or `users.csv`. */
  readonly name?: string | undefined;
  /** Ends the work at once: it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** How a file is checked. */
export interface CheckOptions extends FileOptions {
  /** The API that its users are for, which has its own rules; default: `rest`. */
  readonly api?: Api | undefined;
  /** The current time, to tell which dates are past; milliseconds since the epoch. */
  readonly now?: number | undefined;
}

/** Rejects with SourceError if it cannot be read, and with the error of a failing stream of bytes. */
export async function openInput(input: FileInput, fileOptions: FileOptions): Promise<Source> {
  const { name = 'users.csv' } = fileOptions;
  // Our own signal: the caller's may serve many tasks, and each would add a listener.
  const signal = fileOptions.signal && anyOf(fileOptions.signal);
  signal?.throwIfAborted();
  const options = { tempDirectory: tmpdir(), read: readOptionsOf(fileOptions) };
  // Absolute, so that the run can be resumed from any directory.
  const path = typeof input === 'string' ? resolve(input) : null;
  const opened = await (typeof input === 'string'
    ? openSource(input, options)
    : copyOf(input instanceof Uint8Array ? one(input) : input, name, signal, options));
  const source = { ...opened, path: opened.path && path };
  if (!signal) return source;
  const until = <B extends Bytes>(bytes: B): B => ({
    ...bytes,
    chunks: untilAborted(bytes.chunks, signal),
  });
  return {
    ...source,
    bytes: () => until(source.bytes()),
    read: (expected) => until(source.read(expected)),
  };
}

/** An error of the stream itself is passed on unchanged: its owner knows what it means. */
async function copyOf(
  input: AsyncIterable<Uint8Array>,
  name: string,
  signal: AbortSignal | undefined,
  options: Parameters<typeof copySource>[2],
): Promise<Source> {
  let failure: { readonly error: unknown } | undefined;
  const pieces = untilAborted(input, signal ?? anyOf());
  // Requested now, because a stream that fails before anybody reads it ends the process.
  const first = pieces.next();
  first.catch(() => undefined);
  async function* watched(): AsyncGenerator<Uint8Array> {
    try {
      const { done, value } = await first;
      if (done === true) return;
      yield value;
      yield* pieces;
    } catch (error) {
      failure = { error };
      throw error;
    }
  }
  try {
    return await copySource(watched(), name, options);
  } catch (error) {
    throw failure ? failure.error : error;
  } finally {
    pieces.return().catch(() => undefined);
  }
}

/** The options for reading the file, without the others, which may include a key. */
export function readOptionsOf({ encoding, delimiter, sheet, mapping }: FileOptions): ReadOptions {
  return { encoding, delimiter, sheet, mapping };
}

// eslint-disable-next-line @typescript-eslint/require-await -- an AsyncIterable of what already exists
async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
