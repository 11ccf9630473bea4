import { crc32, createInflateRaw } from 'node:zlib';
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { SourceError } from '../row.js';
import { workbookLimits, type WorkbookLimits } from './limits.js';

/** The files of a zip archive in memory, each inflated piece by piece. */
export interface Archive {
  /** Whether there is a part of this name, ignoring case. */
  has(part: string): boolean;
  /** The names of all parts, in lower case. */
  readonly parts: readonly string[];
  /** A part's bytes, inflated, in pieces of at most 16 KiB. Throws SourceError. */
  read(part: string): AsyncGenerator<Buffer>;
  readonly limits: WorkbookLimits;
  readonly refuse: Refuse;
  /** The error for what no program writes. `cause` is what `--debug` shows. */
  readonly damaged: (cause: unknown) => SourceError;
  /** The error for what no list of users contains. */
  readonly tooLarge: (what: string) => SourceError;
}

/** Says what is wrong with a workbook, after its name, and what to do. */
export type Refuse = (problem: string, cause?: unknown) => SourceError;

const pieceBytes = 16 * 1024;
/** Smaller parts may compress as well as they like. */
const ratioFrom = 16 * 1024 ** 2;

/** Reads the directory of an archive. Throws SourceError if it is damaged. */
export async function openArchive(
  bytes: Buffer,
  refuse: Refuse,
  limits: WorkbookLimits = workbookLimits,
): Promise<Archive> {
  const damaged = (cause: unknown): SourceError =>
    refuse('is a damaged workbook. Open it in Excel or LibreOffice and save it again.', cause);
  const tooLarge = (what: string): SourceError =>
    refuse(`${what}, which no list of users needs. Save the sheet as "CSV UTF-8" instead.`);

  const entries = new Map<string, Entry>();
  let zip: ZipFile;
  try {
    zip = await fromBufferPromise(bytes, { lazyEntries: true });
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileName.toLowerCase();
      if (entries.size === limits.entries) throw tooLarge(`holds over ${limits.entries} files`);
      if (entries.has(name)) throw damaged(`two parts are called ${name}`);
      entries.set(name, entry);
    }
  } catch (error) {
    throw error instanceof SourceError ? error : damaged(error);
  }

  let expanded = 0;
  async function* read(part: string): AsyncGenerator<Buffer> {
    const entry = entries.get(part.toLowerCase());
    if (entry === undefined) throw damaged(`${part} is missing`);
    if (entry.isEncrypted())
      throw refuse('is protected by a password. Save it without one, or save it as "CSV UTF-8".');
    let size = 0;
    let checksum = 0;
    try {
      const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
      const stored = bytes.subarray(fileDataStart, fileDataStart + entry.compressedSize);
      for await (const piece of expand(stored, entry.compressionMethod)) {
        size += piece.length;
        expanded += piece.length;
        // By the actual size, not by the one that the directory claims.
        if (expanded > limits.expandedBytes)
          throw tooLarge(`expands to over ${limits.expandedBytes} bytes`);
        if (size > ratioFrom && size > stored.length * limits.ratio)
          throw tooLarge(`expands to over ${limits.ratio} times its size`);
        checksum = crc32(piece, checksum);
        yield piece;
      }
    } catch (error) {
      throw error instanceof SourceError ? error : damaged(error);
    }
    if (size !== entry.uncompressedSize || checksum !== entry.crc32)
      throw damaged(`${part} does not match its checksum`);
  }
  return {
    has: (part) => entries.has(part.toLowerCase()),
    parts: [...entries.keys()],
    read,
    limits,
    refuse,
    damaged,
    tooLarge,
  };
}

async function* expand(stored: Buffer, method: number): AsyncGenerator<Buffer> {
  if (method === 0) {
    for (let at = 0; at < stored.length; at += pieceBytes)
      yield stored.subarray(at, at + pieceBytes);
    return;
  }
  if (method !== 8) throw new Error(`compression method ${method}`);
  const inflate = createInflateRaw({ chunkSize: pieceBytes });
  try {
    inflate.end(stored);
    // A Transform of bytes yields Buffers; the types say any.
    for await (const piece of inflate) yield piece as Buffer;
  } finally {
    inflate.destroy();
  }
}
