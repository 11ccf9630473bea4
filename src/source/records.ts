import { decoded, encodingOf } from './decode.js';
import { delimited } from './delimiter.js';
import { expanded } from './gzip.js';
import type { Bytes } from './open.js';
import type { Format } from './read-options.js';
import { splitRecords, type Block } from './split.js';

/** A file as records, whatever it is written in. */
export interface Records {
  readonly blocks: AsyncGenerator<Block>;
  /** How the file is written; final when `blocks` has been read to the end. */
  readonly format: () => Format;
}

/**
 * Makes records of a file's bytes: expands, decodes, finds the delimiter by the names that `isName`
 * knows. Throws SourceError for what is none of the kinds of file that can be read.
 */
export async function recordsOf(
  { name, chunks, options = {}, findOnce }: Bytes,
  isName: (cell: string) => boolean,
): Promise<Records> {
  const text = await decoded(await expanded(chunks, name), {
    name,
    encoding: options.encoding,
    lookAtAll: findOnce && (() => findOnce(async (all) => encodingOf(await expanded(all, name)))),
  });
  const {
    delimiter,
    skipFirstLine,
    chunks: lines,
  } = options.delimiter === undefined
    ? await delimited(text.chunks, isName)
    : { delimiter: options.delimiter, skipFirstLine: false, chunks: text.chunks };
  const encoding = (): string => text.encoding();
  return {
    blocks: splitRecords(lines, { delimiter, encoding, skipFirstLine }),
    format: () => ({ encoding: encoding(), delimiter, told: options }),
  };
}
