import { tmpdir } from 'node:os';
import type { Api } from '../columns/api.js';
import { copySource, openSource, type Bytes, type Source } from '../source/open.js';
import type { ReadOptions } from '../source/read-options.js';

/**
 * A file of users: its path, or its bytes, whole or in pieces as a stream gives them. CSV, gzip or
 * `.xlsx`. Bytes are kept in a private temporary file while they are needed.
 */
export type FileInput = string | Uint8Array | AsyncIterable<Uint8Array>;

/** How a file is read; everything is found out that is left out. */
export interface FileOptions extends ReadOptions {
  /** What bytes are called in messages and reports; the path, or `users.csv`. */
  readonly name?: string | undefined;
  /** Ends the work at once: it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** How a file is checked. */
export interface CheckOptions extends FileOptions {
  /** The API that its users are for, which has rules of its own; `rest` by itself. */
  readonly api?: Api | undefined;
  /** The present instant, by which dates have passed; milliseconds since the epoch. */
  readonly now?: number | undefined;
}

/** Rejects with SourceError when it cannot be read. */
export async function openInput(
  input: FileInput,
  { name = 'users.csv', signal, ...read }: FileOptions,
): Promise<Source> {
  signal?.throwIfAborted();
  const options = { tempDirectory: tmpdir(), read };
  const source = await (typeof input === 'string'
    ? openSource(input, options)
    : copySource(input instanceof Uint8Array ? one(input) : input, name, options));
  if (!signal) return source;
  const until = <B extends Bytes>(bytes: B): B => ({ ...bytes, chunks: endingAt(signal, bytes) });
  return {
    ...source,
    bytes: () => until(source.bytes()),
    read: (expected) => until(source.read(expected)),
  };
}

async function* endingAt(signal: AbortSignal, { chunks }: Bytes): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    signal.throwIfAborted();
    yield chunk;
  }
}

/** Where the file is, for who goes on with its run; null for bytes. */
export function pathOf(input: FileInput): string | null {
  return typeof input === 'string' ? input : null;
}

// eslint-disable-next-line @typescript-eslint/require-await -- an AsyncIterable of what is there already
async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
