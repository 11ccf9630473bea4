import { createHash } from 'node:crypto';
import { printable } from '../columns/printable.js';
import { SourceError } from './row.js';

/** What a file contained when it was read. */
export interface Fingerprint {
  /** SHA-256 of the whole file, in hex. */
  readonly sha256: string;
  /** SHA-256 of the file up to the end of each piece, in Base64. */
  readonly prefixes: readonly string[];
}

/** The file has changed since it was first read. */
export class FileChangedError extends SourceError {
  override name = 'FileChangedError';
}

/**
 * Passes a file's pieces on and computes their fingerprint, which is known once they have been read to the
 * end. Given the fingerprint of an earlier reading, cut into the same pieces, throws FileChangedError
 * instead of passing on the first piece that differs: no byte of a changed file is ever used.
 */
export function fingerprinted(
  pieces: AsyncIterable<Buffer>,
  name: string,
  expected?: Fingerprint,
): { chunks: AsyncGenerator<Buffer>; fingerprint: () => Fingerprint } {
  let fingerprint: Fingerprint | undefined;
  return {
    chunks: read(),
    fingerprint: () => {
      if (!fingerprint) throw new Error('The file has not been read to its end.');
      return fingerprint;
    },
  };

  async function* read(): AsyncGenerator<Buffer> {
    const hash = createHash('sha256');
    const prefixes: string[] = [];
    for await (const piece of pieces) {
      hash.update(piece);
      const prefix = hash.copy().digest('base64');
      if (expected && expected.prefixes[prefixes.length] !== prefix) throw changed();
      prefixes.push(prefix);
      yield piece;
    }
    if (expected && expected.prefixes.length !== prefixes.length) throw changed();
    fingerprint = { sha256: hash.digest('hex'), prefixes };
  }

  function changed(): FileChangedError {
    return new FileChangedError(`${printable(name)} has changed since it was first read.`);
  }
}
