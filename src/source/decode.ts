import { isAscii } from 'node:buffer';
import {
  decoderOf,
  encodingName,
  likelyEncoding,
  noEvidence,
  utf8SizeAt,
  weigh,
  type Decoder,
} from './encoding.js';
import { printable } from '../columns/printable.js';
import { peek } from './peek.js';
import { SourceError } from './row.js';

/** How far into a file to look for binary content. */
const headBytes = 64 * 1024;

/** A file's text as UTF-8 without a byte order mark. */
export interface Decoded {
  /** What cannot be decoded becomes the byte 0xFF, which is never UTF-8: an error of its row. */
  readonly chunks: AsyncGenerator<Buffer>;
  /** The name of its encoding; final once `chunks` has been read to the end. */
  encoding(): string;
}

export interface DecodeOptions {
  /** The file's name in messages. */
  readonly name: string;
  /** The encoding, if it is known. */
  readonly encoding: string | undefined;
  /** Examines the whole file to find its encoding. */
  readonly lookAtAll: () => Promise<string>;
}

/**
 * Decodes a file by its byte order mark, by its zero bytes (UTF-16), or else by its first character beyond
 * ASCII: if that is not UTF-8, the whole file decides. Throws SourceError if it is not text.
 */
export async function decoded(
  bytes: AsyncIterable<Buffer>,
  options: DecodeOptions,
): Promise<Decoded> {
  const { name } = options;
  const { head, chunks } = await peek(bytes, headBytes);
  const marked = markOf(head);
  const told = toldEncoding(options.encoding, marked);
  if (marked && told && marked !== told)
    throw new SourceError(
      `${printable(name)} begins with the byte order mark of ${marked}, so it is not ${told}. Leave --encoding out.`,
    );
  const certain = told ?? marked ?? utf16By(head);
  if (certain !== undefined && certain !== 'utf-8')
    return { chunks: through(decoderOf(certain), chunks), encoding: () => certain };
  if (head.includes(0) && isBinary(head))
    throw new SourceError(
      `${printable(name)} is not a text file. Give a CSV file, an .xlsx workbook, or either of them compressed with gzip.`,
    );
  const text = withoutMark(chunks);
  return certain === 'utf-8' ? { chunks: text, encoding: () => certain } : found(text, options);
}

/** The encoding of a whole file that has neither a mark nor zero bytes. */
export async function encodingOf(chunks: AsyncIterable<Buffer>): Promise<string> {
  const evidence = noEvidence();
  let open = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const piece = open.length > 0 ? Buffer.concat([open, chunk]) : chunk;
    open = Buffer.from(piece.subarray(piece.length - weigh(piece, evidence)));
  }
  evidence.others += open.length;
  return likelyEncoding(evidence);
}

/** Throws SourceError for an unknown label. Plain UTF-16 may be either byte order. */
function toldEncoding(label: string | undefined, marked: string | undefined): string | undefined {
  if (label === undefined) return undefined;
  if (label.toLowerCase() === 'utf-16' && marked?.startsWith('utf-16') === true) return marked;
  const name = encodingName(label);
  if (name !== undefined) return name;
  throw new SourceError(
    `There is no encoding "${printable(label)}". Known encodings are utf-8, utf-16le, utf-16be, windows-1252, and others of the Encoding Standard, such as windows-1251, shift_jis and macintosh.`,
  );
}

export function markOf(head: Buffer): string | undefined {
  if (head.subarray(0, 3).equals(utf8Mark)) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : undefined;
}

/** Whether bytes that include zeros are binary: a few lone zeros are only a mistake in a cell. */
function isBinary(head: Buffer): boolean {
  let zeros = 0;
  for (const byte of head) {
    if (byte === 0) zeros += 1;
    else if (byte < 0x20 && !controlsOfText.includes(byte)) return true;
  }
  return zeros * 8 > head.length;
}

/** Tab, line ends, form feed, the DOS end of file, and escape. */
const controlsOfText: readonly number[] = [0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1a, 0x1b];

const utf8Mark = Buffer.from([0xef, 0xbb, 0xbf]);

/** A header is mostly ASCII, and in UTF-16 every other byte of ASCII is zero. */
function utf16By([first, second]: Buffer): string | undefined {
  if (first === undefined || second === undefined) return undefined;
  if (first !== 0 && second === 0) return 'utf-16le';
  return first === 0 && second !== 0 ? 'utf-16be' : undefined;
}

async function* through(decoder: Decoder, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) yield withFaultsMarked(decoder.decode(chunk));
  yield withFaultsMarked(decoder.end());
}

function withFaultsMarked(text: string): Buffer {
  const [first = '', ...others] = text.split('\ufffd');
  if (others.length === 0) return Buffer.from(text);
  return Buffer.concat([
    Buffer.from(first),
    ...others.flatMap((part) => [Buffer.of(0xff), Buffer.from(part)]),
  ]);
}

async function* withoutMark(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let first = true;
  for await (const chunk of chunks) {
    yield first && chunk.subarray(0, 3).equals(utf8Mark) ? chunk.subarray(3) : chunk;
    first = false;
  }
}

/** Passes ASCII on; the first character beyond it decides between UTF-8 and examining the whole file. */
function found(bytes: AsyncIterable<Buffer>, { lookAtAll }: DecodeOptions): Decoded {
  let encoding = 'utf-8';
  return { chunks: read(), encoding: () => encoding };

  async function* read(): AsyncGenerator<Buffer> {
    let decode: ((piece: Buffer) => Buffer) | undefined;
    /** The file ends within its first character beyond ASCII. */
    let open: Buffer | undefined;
    for await (const chunk of bytes) {
      if (decode) {
        yield decode(chunk);
        continue;
      }
      const piece = open ? Buffer.concat([open, chunk]) : chunk;
      open = undefined;
      if (!isAscii(piece)) {
        const size = utf8SizeAt(
          piece,
          piece.findIndex((byte) => byte >= 0x80),
        );
        if (size === undefined) {
          open = piece;
          continue;
        }
        decode = size > 0 ? asItIs : await decodeByAll();
      }
      yield decode ? decode(piece) : piece;
    }
    if (open) yield (await decodeByAll())(open);
  }

  async function decodeByAll(): Promise<(piece: Buffer) => Buffer> {
    encoding = await lookAtAll();
    if (encoding === 'utf-8') return asItIs;
    const decoder = decoderOf(encoding);
    return (piece) => withFaultsMarked(decoder.decode(piece));
  }
}

function asItIs(piece: Buffer): Buffer {
  return piece;
}
