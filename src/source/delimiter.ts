import { endOfLine, HASH } from './scan.js';
import { peek } from './peek.js';

/** What can stand between cells, in the order in which it is preferred. */
const delimiters = [',', ';', '\t', '|'] as const;

/** Whether a text can stand between cells: one ASCII character that is not a letter, digit, quote or #. */
export function isDelimiter(text: string): boolean {
  return /^[\t !$-/:-@[-`{-~]$/.test(text);
}

/** How much of a file is looked at for its header. */
const headBytes = 64 * 1024;

export interface Delimited {
  readonly delimiter: string;
  /** The first line says `sep=;`, as Excel writes it, and is not a row. */
  readonly skipFirstLine: boolean;
  readonly chunks: AsyncGenerator<Buffer>;
}

/**
 * Finds the delimiter by the header: the one by which most cells are the name of a column; when there
 * are none, the one that makes most cells; unless it is known. `isName` tells whether a text names a column.
 */
export async function delimited(
  text: AsyncGenerator<Buffer>,
  known: string | undefined,
  isName: (cell: string) => boolean,
): Promise<Delimited> {
  if (known !== undefined) return { delimiter: known, skipFirstLine: false, chunks: text };
  const { head, chunks } = await peek(text, headBytes);
  const told = /^"?sep=([^"])"?(?:\r|\n|$)/i.exec(head.toString('latin1', 0, 10))?.[1];
  if (told !== undefined && isDelimiter(told))
    return { delimiter: told, skipFirstLine: true, chunks };
  const header = headerLine(head);
  let best = { delimiter: ',', names: -1, cells: 0 };
  for (const delimiter of delimiters) {
    const cells = header.split(delimiter).map((cell) => cell.trim().replace(/^"|"$/g, ''));
    const names = cells.filter(isName).length;
    const better = names > best.names || (names === best.names && cells.length > best.cells);
    if (better) best = { delimiter, names, cells: cells.length };
  }
  return { delimiter: best.delimiter, skipFirstLine: false, chunks };
}

/** The first line that is neither blank nor a comment. */
function headerLine(head: Buffer): string {
  for (let at = 0; at < head.length;) {
    const end = endOfLine(head, at, true) ?? head.length;
    const line = head.toString('utf8', at, end).trim();
    if (head[at] !== HASH && line !== '') return line;
    at = end;
  }
  return '';
}
