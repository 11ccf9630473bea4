import { tmpdir } from 'node:os';
import { columnByName } from '../columns/table.js';
import { isDelimiter } from '../source/delimiter.js';
import type { Mapping, MappedFrom } from '../source/mapping.js';
import type { ReadOptions } from '../source/read-options.js';
import { openSource, readProblem, type Source } from '../source/open.js';
import { readText } from '../source/read-text.js';
import { UsageError } from './exit.js';
import type { Io } from './io.js';

/** Flags for reading a file. */
export interface SourceFlags {
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly sheet?: string;
  readonly map?: readonly string[];
}

/** Opens a path, or standard input for `-`, with these flags. */
export function openFile(file: string, io: Io, read: ReadOptions | undefined): Promise<Source> {
  return openSource(file, { stdin: io.stdin, tempDirectory: tmpdir(), read });
}

export async function readOptions(flags: SourceFlags): Promise<ReadOptions> {
  const { encoding, delimiter, sheet, map = [] } = flags;
  return {
    encoding,
    delimiter: delimiter === undefined ? undefined : delimiterOf(delimiter),
    sheet,
    mapping: map.length === 0 ? undefined : await mappingOf(map),
  };
}

function delimiterOf(text: string): string {
  const found = delimiterWords.get(text.toLowerCase()) ?? text;
  if (isDelimiter(found)) return found;
  throw new UsageError(
    `--delimiter takes one character, or comma, semicolon, tab or bar; not "${text}".`,
  );
}

const delimiterWords = new Map([
  ['comma', ','],
  ['semicolon', ';'],
  ['tab', '\t'],
  ['\\t', '\t'],
  ['bar', '|'],
]);

/** Combines mapping files and single `header=column` pairs. */
async function mappingOf(given: readonly string[]): Promise<Mapping> {
  const { parseMapping, requireColumn } = await import('../source/mapping-file.js');
  const columns: Record<string, MappedFrom> = {};
  const ignore: string[] = [];
  const add = (column: string, from: MappedFrom): void => {
    if (columns[column]) throw new UsageError(`--map gives the column ${column} more than once.`);
    columns[column] = from;
  };
  for (const text of given) {
    if (/\.json$/i.test(text)) {
      const content = await readText(text).catch((error: unknown) => {
        throw readProblem(text, error);
      });
      const mapping = parseMapping(content, text);
      for (const [column, from] of Object.entries(mapping.columns)) add(column, from);
      ignore.push(...mapping.ignore);
      continue;
    }
    const at = text.lastIndexOf('=');
    if (at < 1)
      throw new UsageError(
        `--map takes a mapping file (.json), or a header and its column, such as "Login=username"; not "${text}".`,
      );
    const header = text.slice(0, at);
    const column = text.slice(at + 1).trim();
    if (!columnByName.has(column) && columnByName.has(header.trim()))
      throw new UsageError(
        `--map names the column "${column}", which does not exist. The header comes first: --map "${column}=${header.trim()}".`,
      );
    requireColumn(column);
    add(column, { header });
  }
  return { columns, ignore };
}
