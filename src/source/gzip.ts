import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { printable } from '../columns/printable.js';
import { errorCode } from './error-code.js';
import { peek } from './peek.js';
import { SourceError } from './row.js';

/** Text seldom compresses to a hundredth; a file that exceeds this is meant to fill a machine. */
const mostTimes = 300;
const harmless = 256 * 1024 * 1024;

/** The bytes of a file; if its first bytes show that it is gzip, the bytes inside. */
export async function expanded(
  chunks: AsyncIterable<Buffer>,
  name: string,
): Promise<AsyncGenerator<Buffer>> {
  const { head, chunks: all } = await peek(chunks, 3);
  const isGzip = head[0] === 0x1f && head[1] === 0x8b && head[2] === 0x08;
  return isGzip ? gunzipped(all, name) : all;
}

async function* gunzipped(chunks: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: 256 * 1024 });
  let read = 0;
  let given = 0;
  // Errors of the input surface below, where the output is read.
  const feeding = pipeline(counted(), gunzip).catch(() => undefined);
  try {
    // The types of streams do not include the type of their chunks.
    for await (const piece of gunzip as AsyncIterable<Buffer>) {
      given += piece.length;
      if (given > harmless && given > mostTimes * read) throw tooLarge(name);
      yield piece;
    }
  } catch (error) {
    throw errorCode(error)?.startsWith('Z_') ? damaged(name, error) : error;
  } finally {
    gunzip.destroy();
    await feeding;
  }

  async function* counted(): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      read += chunk.length;
      yield chunk;
    }
  }
}

function damaged(name: string, cause: unknown): SourceError {
  return new SourceError(
    `${printable(name)} is compressed with gzip, and damaged or cut off. Compress it again, or give the CSV file itself.`,
    { cause },
  );
}

function tooLarge(name: string): SourceError {
  return new SourceError(
    `${printable(name)} expands to more than ${mostTimes} times its size, which no file of users should. Check it, and give the CSV file itself.`,
  );
}
