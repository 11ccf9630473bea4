import { appendFile, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parse } from 'csv-parse/sync';
import { csvLine } from '../../columns/csv.js';
import type { SiteSettings } from '../../site/site.js';
import type { UserRecord } from '../../validate/check-row.js';
import { NewFile, type FilePlace } from '../../source/new-file.js';
import { ByUsername } from '../by-username.js';
import { RunChangedError } from '../journal/find-run.js';
import { Journal } from '../journal/journal.js';
import { newPassword, passwordLength } from './new-password.js';
import { syncDirectory } from '../journal/private-directory.js';

/** Whether a row's user needs a password that the file does not give. */
export function lacksPassword({ values }: UserRecord): boolean {
  const { authentication_method: method = 'password', password } = values;
  return method === 'password' && password === undefined;
}

interface Line {
  readonly username: string;
  readonly password: string;
}

/**
 * The passwords that a run generates, in a file that only its owner can read: a line per user, on disk
 * before the user's first request, so that the user never gets another. The file is created with the first
 * password and continued by later sessions.
 */
export class Passwords {
  #file: Promise<Journal<Line>> | undefined;

  private constructor(
    private readonly settings: SiteSettings,
    private readonly known: ByUsername<string>,
    private readonly begin: () => Promise<Journal<Line>>,
  ) {}

  /** For a run that has generated none. `onBegun` resolves once the file's path is recorded. */
  static begin(
    settings: SiteSettings,
    place: FilePlace,
    onBegun: (path: string) => Promise<void>,
  ): Passwords {
    return new Passwords(settings, new ByUsername(), async () => {
      const file = await NewFile.create(place);
      try {
        const header = csvLine(columns);
        await file.write(header);
        const path = await file.publish();
        await syncDirectory(dirname(path));
        await onBegun(path);
        return await Journal.open(path, Buffer.byteLength(header), form);
      } finally {
        await file.discard();
      }
    });
  }

  /** Continues the file of an earlier session. Rejects with RunChangedError if the file was changed. */
  static async goOn(settings: SiteSettings, path: string): Promise<Passwords> {
    const text = await readFile(path, 'utf8').catch((cause: unknown) => {
      throw new RunChangedError(
        `The passwords file of this run, ${path}, cannot be read. Restore it to continue: users may have been created with its passwords.`,
        { cause },
      );
    });
    const kept = await withoutTornLine(text, path, passwordLength(settings));
    const known = readLines(kept, path);
    const journal = await Journal.open(path, Buffer.byteLength(kept), form);
    const passwords = new Passwords(settings, known, () => Promise.resolve(journal));
    passwords.#file = Promise.resolve(journal);
    return passwords;
  }

  /** The user's password from an earlier session, if there is one. */
  knownOf(username: string): string | undefined {
    return this.known.get(username);
  }

  /** A new password for a user who has none; resolves once it is on disk. Rejects with JournalError. */
  async makeFor(username: string): Promise<string> {
    const file = await (this.#file ??= this.begin());
    const password = newPassword(this.settings);
    await file.append({ username, password });
    return password;
  }

  async close(): Promise<void> {
    // A failure to create it has been reported to those who waited for it.
    const file = await this.#file?.catch(() => undefined);
    await file?.close();
  }
}

const columns = ['username', 'password'];

const form = {
  what: 'The passwords file',
  render: ({ username, password }: Line): string => csvLine([username, password]),
};

/**
 * The lines that count. An incomplete last line was cut off by a crash before anything was sent with it; a
 * complete one that only lacks its line end may come from an editor, and is kept.
 */
async function withoutTornLine(text: string, path: string, length: number): Promise<string> {
  const end = text.lastIndexOf('\n') + 1;
  const [[, password = ''] = []] = parseLines(text.slice(end));
  if (password.length < length) return text.slice(0, end);
  await appendFile(path, '\n', { flush: true });
  return `${text}\n`;
}

function readLines(text: string, path: string): ByUsername<string> {
  const known = new ByUsername<string>();
  const [header, ...lines] = parseLines(text);
  let isSound = header?.join() === columns.join();
  for (const [username, password, ...more] of lines) {
    if (username === undefined || password === undefined || more.length > 0) isSound = false;
    else if (known.has(username)) isSound = false;
    else known.set(username, password);
  }
  if (isSound) return known;
  throw new RunChangedError(
    `The passwords file of this run, ${path}, has been changed: it no longer has one line for each user. Restore it to continue.`,
  );
}

function parseLines(text: string): string[][] {
  try {
    return parse(text, { relax_column_count: true });
  } catch {
    return [];
  }
}
