import { decoded, encodingOf } from './decode.js';
import { delimited } from './delimiter.js';
import { printable } from '../columns/printable.js';
import { expanded } from './gzip.js';
import type { Bytes } from './open.js';
import { peek } from './peek.js';
import { noHiddenRows, type Format, type LineEnding } from './read-options.js';
import { SourceError } from './row.js';
import { splitRecords, type Block } from './split.js';

/** A file as records, whatever its format. */
export interface Records {
  readonly blocks: AsyncGenerator<Block>;
  /** How the file is written; final once `blocks` has been read to the end. */
  readonly format: () => Format;
  /** The file's delimiter; a workbook has none. */
  readonly delimiter?: string;
  /** A sentence that names the other sheets of a workbook, preceded by a space, or ''. */
  readonly otherSheets: string;
}

/**
 * Turns a file's bytes into records: expands, decodes, and finds the delimiter by the names that `isName`
 * knows; or reads a workbook's sheet. Throws SourceError for an unsupported kind of file.
 */
export async function recordsOf(bytes: Bytes, isName: (cell: string) => boolean): Promise<Records> {
  const { head, chunks } = await peek(await expanded(bytes.chunks, bytes.name), 256);
  const { encoding, delimiter, sheet } = bytes.options;
  const refuse = (option: string, is: string): never => {
    throw new SourceError(`${printable(bytes.name)} is ${is}: leave out --${option}.`);
  };
  // The workbook reader is loaded only for workbooks.
  if (isWorkbook(head)) {
    if (delimiter !== undefined) refuse('delimiter', 'a workbook');
    if (encoding !== undefined) refuse('encoding', 'a workbook');
    return sheetRecords(chunks, bytes);
  }
  if (sheet !== undefined) refuse('sheet', 'not a workbook');
  // What many programs call .xls, and what a server sends in place of a file.
  if (/^(?:\xef\xbb\xbf)?\s*<(?:[!?]|div|html|meta|table)\b/i.test(head.toString('latin1')))
    throw new SourceError(
      `${printable(bytes.name)} is a web page or XML. Open it in Excel or LibreOffice and save it as .xlsx, or as "CSV UTF-8".`,
    );
  return textRecords(chunks, bytes, isName);
}

/** By the first bytes of a zip archive, or of the old document format. */
export function isWorkbook(head: Buffer): boolean {
  return /^(?:PK\x03\x04|PK\x05\x06|\xd0\xcf\x11\xe0)/.test(head.toString('latin1'));
}

async function textRecords(
  chunks: AsyncIterable<Buffer>,
  { name, options, findOnce }: Bytes,
  isName: (cell: string) => boolean,
): Promise<Records> {
  const text = await decoded(chunks, {
    name,
    encoding: options.encoding,
    lookAtAll: () => findOnce(async (all) => encodingOf(await expanded(all, name))),
  });
  const found = await delimited(text.chunks, options.delimiter, isName);
  const { delimiter, skipFirstLine } = found;
  const encoding = (): string => text.encoding();
  const lineEndings = new Set<LineEnding>();
  return {
    delimiter,
    otherSheets: '',
    blocks: splitRecords(found.chunks, { delimiter, encoding, lineEndings, skipFirstLine }),
    format: () => ({
      encoding: encoding(),
      delimiter,
      hasSepLine: skipFirstLine,
      lineEndings: [...lineEndings],
      hiddenRows: noHiddenRows,
      told: options,
    }),
  };
}

/** A workbook is held in memory compressed: its directory is at its end. */
const mostWorkbookBytes = 128 * 1024 * 1024;

async function sheetRecords(
  chunks: AsyncIterable<Buffer>,
  { name, options }: Bytes,
): Promise<Records> {
  const { openWorkbook } = await import('./workbook.js');
  const { workbookBlocks } = await import('./workbook-blocks.js');
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > mostWorkbookBytes)
      throw new SourceError(
        `${printable(name)} is a workbook of more than 128 MiB. Save its sheet as "CSV UTF-8".`,
      );
    pieces.push(chunk);
  }
  const { otherSheets, rows, archive, hiddenColumns, mergedCells } = await openWorkbook(
    Buffer.concat(pieces),
    { name, sheet: options.sheet },
  );
  const hiddenRows = { ...noHiddenRows };
  return {
    otherSheets,
    blocks: workbookBlocks(rows, archive, hiddenRows),
    format: () => ({
      encoding: 'utf-8',
      delimiter: ',',
      lineEndings: [],
      hiddenRows,
      hiddenColumns,
      mergedCells,
      told: options,
    }),
  };
}
