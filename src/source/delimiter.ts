import { endOfLine, HASH } from './scan.js';
import { peek } from './peek.js';

/** Possible delimiters, in order of preference. */
const delimiters = [',', ';', '\t', '|'] as const;

/** Whether a text can be a delimiter: one ASCII character that is not a letter, digit, quote or #. */
export function isDelimiter(text: string): boolean {
  return /^[\t !$-/:-@[-`{-~]$/.test(text);
}

/** How much of a file to search for its header. */
const headBytes = 64 * 1024;

export interface Delimited {
  readonly delimiter: string;
  /** The first line is Excel's `sep=;`, not a row. */
  readonly skipFirstLine: boolean;
  readonly chunks: AsyncGenerator<Buffer>;
}

/**
 * Finds the delimiter by the header, unless it is known: the one with which most cells are names of
 * columns; if there are none, the one that gives most cells. `isName` tells whether a text is the name of a
 * column.
 */
export async function delimited(
  text: AsyncGenerator<Buffer>,
  known: string | undefined,
  isName: (cell: string) => boolean,
): Promise<Delimited> {
  const { head, chunks } = await peek(text, headBytes);
  const told = /^"?sep=([^"])"?(?:\r|\n|$)/i.exec(head.toString('latin1', 0, 10))?.[1];
  if (told !== undefined && isDelimiter(told) && told === (known ?? told))
    return { delimiter: told, skipFirstLine: true, chunks };
  if (known !== undefined) return { delimiter: known, skipFirstLine: false, chunks };
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
