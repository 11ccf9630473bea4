import { join } from 'node:path';
import { z } from 'zod';
import { NotAllowedError, RefusedError, SiteUnavailableError } from '../site/errors.js';
import type { Site, User } from '../site/site.js';
import { foldUsername } from '../validate/username-index.js';
import type { Stop } from './account.js';
import { Journal, JournalError } from './journal.js';
import { journalRecord, journalVersion } from './journal-format.js';
import { readJournal } from './journal-reader.js';
import type { StoredRun } from './store.js';

const undoRecord = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('undo'),
    version: z.literal(journalVersion),
    run: z.string(),
    at: z.string(),
  }),
  /** The user is about to be deleted. */
  z.object({ type: z.literal('deleting'), id: z.number() }),
  z.object({ type: z.literal('deleted'), id: z.number() }),
  z.object({ type: z.literal('undone'), at: z.string() }),
]);
type UndoRecord = z.infer<typeof undoRecord>;

/** A user that the run made, as its journal has it. */
export interface MadeUser {
  readonly line: number;
  readonly username: string;
  readonly id: number;
  readonly createdAt: string | null;
  readonly adopted: boolean;
}

/** A user that is left alone, and why. */
export interface LeftUser extends MadeUser {
  readonly why: string;
}

export interface UndoPlan {
  readonly delete: readonly MadeUser[];
  readonly left: readonly LeftUser[];
  /** Made by the run, and no longer on the site. */
  readonly gone: number;
  /** Users that the run changed: what they were before is not known any more. */
  readonly updated: number;
}

export interface UndoOptions {
  readonly includeAdopted: boolean;
  readonly evenIfUsed: boolean;
}

/** Looks at every user that the run made, as it is now, and decides which ones can be deleted. */
export async function planUndo(
  run: StoredRun,
  site: Site,
  options: UndoOptions,
): Promise<UndoPlan> {
  const remaining: MadeUser[] = [];
  const left: LeftUser[] = [];
  let gone = 0;
  const queue = (await madeUsers(run.journalPath)).values();
  const look = async (): Promise<void> => {
    for (const made of queue) {
      const keep = made.adopted && !options.includeAdopted ? adopted : undefined;
      const user = keep === undefined ? await site.getUser(made.id) : undefined;
      const why = keep ?? (user && whyKeep(user, made, options));
      if (why !== undefined) left.push({ ...made, why });
      else if (user) remaining.push(made);
      else gone += 1;
    }
  };
  await Promise.all(Array.from({ length: looksAtOnce }, look));
  const { updated, completed } = run.progress.tally;
  const byLine = (a: MadeUser, b: MadeUser): number => a.line - b.line;
  return {
    delete: remaining.sort(byLine),
    left: left.sort(byLine),
    gone,
    updated: updated + completed,
  };
}

/** Enough to keep every connection busy; the throttle decides how many go out at once. */
const looksAtOnce = 50;

const adopted = 'it was found after a lost reply; --include-adopted deletes it too';

/** Fields that say that someone has used the user since it was made. */
const signsOfUse = [
  'first_login_at',
  'last_login_at',
  'last_web_login_at',
  'last_ftp_login_at',
  'last_sftp_login_at',
  'last_dav_login_at',
  'last_desktop_login_at',
  'last_restapi_login_at',
  'last_api_use_at',
];

function whyKeep(user: User, made: MadeUser, { evenIfUsed }: UndoOptions): string | undefined {
  if (foldUsername(user.username) !== foldUsername(made.username))
    return `its username is now "${user.username}"`;
  if (made.createdAt !== null && !sameInstant(user.created_at, made.createdAt))
    return 'it was made at another time than the one that this run made';
  const used = signsOfUse.find((field) => typeof user[field] === 'string' && user[field] !== '');
  if (used !== undefined && !evenIfUsed)
    return `it has been used since (${used} is set); --even-if-used deletes it too`;
  return undefined;
}

function sameInstant(a: unknown, b: string): boolean {
  return typeof a === 'string' && Date.parse(a) === Date.parse(b);
}

/** The users of a run's creates, each once, with what the journal last said of it. */
async function madeUsers(journalPath: string): Promise<MadeUser[]> {
  const creates = new Set<number>();
  const made = new Map<number, MadeUser>();
  for await (const { record } of readJournal(journalPath, journalRecord, 'run')) {
    if (record.type === 'start' && record.action === 'create') creates.add(record.line);
    if (record.type === 'user' && creates.has(record.line)) {
      const { line, username, id, createdAt, adopted } = record;
      made.set(line, { line, username, id, createdAt, adopted });
    }
  }
  return [...made.values()];
}

export interface UndoAccount {
  readonly deleted: number;
  readonly gone: number;
  readonly left: readonly LeftUser[];
  readonly updated: number;
  readonly stop: Stop | undefined;
  readonly journal: string;
}

export interface UndoContext {
  readonly site: Site;
  readonly concurrency: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly stop: AbortSignal;
  readonly onDeleted: (user: MadeUser) => void;
}

/**
 * Deletes the planned users. Each is written down before its request; deleting one twice does no harm,
 * so that an interrupted undo is simply begun again.
 */
export async function undoRun(
  run: StoredRun,
  plan: UndoPlan,
  { site, concurrency, now, stop, onDeleted }: UndoContext,
): Promise<UndoAccount> {
  const path = join(run.directory, 'undo.ndjson');
  const journal = await openUndoJournal(path, run, now);
  const left = [...plan.left];
  const queue = plan.delete.values();
  let deleted = 0;
  let stopped: Stop | undefined;
  const loop = async (): Promise<void> => {
    for (const user of queue) {
      if (stop.aborted || stopped) return;
      try {
        await site.deleteUser(user.id, {
          beforeSend: () => journal.append({ type: 'deleting', id: user.id }),
        });
        journal.note({ type: 'deleted', id: user.id });
        deleted += 1;
        onDeleted(user);
      } catch (error) {
        if (error instanceof RefusedError)
          left.push({ ...user, why: `the site refused: ${error.message}` });
        else stopped ??= stopFor(error);
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, loop));
  if (stop.aborted) stopped ??= { reason: 'interrupted' };
  if (!stopped) journal.note({ type: 'undone', at: new Date(now()).toISOString() });
  await journal.close();
  return { deleted, gone: plan.gone, left, updated: plan.updated, stop: stopped, journal: path };
}

function stopFor(error: unknown): Stop {
  if (error instanceof SiteUnavailableError)
    return { reason: 'unavailable', message: error.message };
  if (error instanceof NotAllowedError) return { reason: 'not-allowed', message: error.message };
  if (error instanceof JournalError) return { reason: 'journal', message: error.message };
  if (error instanceof Error && error.name === 'AbortError') return { reason: 'interrupted' };
  throw error;
}

async function openUndoJournal(
  path: string,
  run: StoredRun,
  now: () => number,
): Promise<Journal<UndoRecord>> {
  const { validBytes } = await readUndo(path);
  const journal = await Journal.open<UndoRecord>(path, validBytes);
  if (validBytes === 0) {
    const at = new Date(now()).toISOString();
    await journal.append({ type: 'undo', version: journalVersion, run: run.header.id, at });
  }
  return journal;
}

/** Whether a run has been undone to the end. */
export async function isUndone({ directory }: StoredRun): Promise<boolean> {
  return (await readUndo(join(directory, 'undo.ndjson'))).undone;
}

async function readUndo(path: string): Promise<{ validBytes: number; undone: boolean }> {
  let validBytes = 0;
  let undone = false;
  try {
    for await (const { record, endsAt } of readJournal(path, undoRecord, 'undo')) {
      validBytes = endsAt;
      undone = record.type === 'undone';
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  return { validBytes, undone };
}
