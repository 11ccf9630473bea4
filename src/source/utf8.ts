import { escaped } from './escaped.js';
import { SourceError } from './row.js';

/** How far into a file binary content is looked for. */
const headBytes = 64 * 1024;

/**
 * The bytes of a text in UTF-8, without its byte order mark. Refuses what is plainly something
 * else; single bytes that are not UTF-8 are left to the rows that hold them. `name` is what the
 * message calls the file.
 */
export async function* utf8(chunks: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  let head: Buffer[] | null = [];
  let size = 0;
  for await (const chunk of chunks) {
    if (head === null) {
      yield chunk;
      continue;
    }
    head.push(chunk);
    size += chunk.length;
    if (size < headBytes) continue;
    yield beginning(Buffer.concat(head), name);
    head = null;
  }
  if (head !== null) yield beginning(Buffer.concat(head), name);
}

function beginning(head: Buffer, name: string): Buffer {
  const [first, second, third] = head;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    throw new SourceError(`${escaped(name)} is in UTF-16. Save it as "CSV UTF-8" and try again.`);
  if (head.subarray(0, headBytes).includes(0))
    throw new SourceError(
      `${escaped(name)} is not a text file: it may be a workbook, a compressed file, or UTF-16. Save it as "CSV UTF-8" and try again.`,
    );
  const marked = first === 0xef && second === 0xbb && third === 0xbf;
  return marked ? head.subarray(3) : head;
}
