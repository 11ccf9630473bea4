import { createReadStream } from 'node:fs';
import type { ZodType } from 'zod';
import { parseJson } from '../../columns/json.js';
import { hasErrorCode } from '../../source/error-code.js';
import { journalVersion } from './format.js';

/** A journal that cannot be trusted: damaged before its last line, or of another version (exit 2). */
export class JournalUnreadableError extends Error {
  override name = 'JournalUnreadableError';
}

/**
 * Reads a journal record by record; `endsAt` is how many bytes are complete so far. An unreadable line is
 * refused with its number. The record of the type `first` is on the first line and nowhere else.
 */
export async function* readJournal<Record extends { type: string }>(
  path: string,
  schema: ZodType<Record>,
  first: Record['type'],
): AsyncGenerator<{ record: Record; endsAt: number }> {
  let number = 0;
  for await (const { line, endsAt } of wholeLines(path)) {
    number += 1;
    const json = parseJson(line);
    if (number === 1) refuseOtherVersion(json, path);
    const { success, data } = schema.safeParse(json);
    if (!success || (data.type === first) !== (number === 1))
      throw new JournalUnreadableError(
        `The journal ${path} is damaged at line ${number}, so what was done cannot be known for certain. ` +
          'Restore the file from a backup, or look at the site and start over with --restart.',
      );
    yield { record: data, endsAt };
  }
}

/** None of what is not there. A last line without its newline was cut off by a crash, and is none. */
async function* wholeLines(path: string): AsyncGenerator<{ line: string; endsAt: number }> {
  let endsAt = 0;
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      let text = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      for (let at = text.indexOf(10); at !== -1; at = text.indexOf(10)) {
        endsAt += at + 1;
        yield { line: text.toString('utf8', 0, at), endsAt };
        text = text.subarray(at + 1);
      }
      rest = text;
    }
  } catch (error) {
    // A stray file among the runs is not a run.
    if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return;
    // The system's own message names no path.
    if (!hasErrorCode(error, 'EISDIR')) throw error;
    throw new JournalUnreadableError(`The journal ${path} is a directory. Remove it.`);
  }
}

/** The content of a journal. */
export interface JournalContent<Header, Progress> {
  readonly header: Header;
  readonly progress: Progress;
  /** How much of the file is complete: appending continues from here. */
  readonly validBytes: number;
}

/**
 * Reads a whole journal into `progress`. undefined: the run never began, because not even the first line is
 * complete.
 */
export async function readInto<
  Record extends { type: string },
  First extends Record['type'],
  Progress extends { apply(record: Record): void },
>(
  progress: Progress,
  path: string,
  schema: ZodType<Record>,
  first: First,
): Promise<JournalContent<Extract<Record, { type: First }>, Progress> | undefined> {
  const isHeader = (record: Record): record is Extract<Record, { type: First }> =>
    record.type === first;
  let header: Extract<Record, { type: First }> | undefined;
  let validBytes = 0;
  for await (const { record, endsAt } of readJournal(path, schema, first)) {
    if (isHeader(record)) header = record;
    else progress.apply(record);
    validBytes = endsAt;
  }
  return header && { header, progress, validBytes };
}

/** The first line as JSON; undefined if it is incomplete or not JSON. */
export async function firstLine(path: string): Promise<unknown> {
  try {
    for await (const { line } of wholeLines(path)) return parseJson(line);
  } catch (error) {
    if (!(error instanceof JournalUnreadableError)) throw error;
  }
  return undefined;
}

/** The version of a document, or of a journal by its first line; undefined if it has none. */
export function versionOf(json: unknown): unknown {
  return typeof json === 'object' && json !== null && 'version' in json ? json.version : undefined;
}

function refuseOtherVersion(json: unknown, path: string): void {
  const version = versionOf(json);
  if (version === undefined || version === journalVersion) return;
  throw new JournalUnreadableError(
    `The journal ${path} has version ${JSON.stringify(version)}; this program reads version ${journalVersion}. ` +
      'Resume the run with the version of files-bulk-import that began it.',
  );
}
