import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ZodType } from 'zod';
import {
  actionIdentity,
  readAction,
  type ActionContent,
  type ActionHeader,
  type ActionIdentity,
} from '../actions/journal.js';
import { Journal } from './journal.js';
import { journalVersion, runIdentity, type RunHeader, type RunIdentity } from './format.js';
import { firstLine, JournalUnreadableError } from './reader.js';
import { takeLock, type Lock, type LockOwner } from './lock.js';
import { makePrivateDirectory, syncDirectory } from './private-directory.js';
import { readProgress, type RunContent } from './progress.js';
import { hasErrorCode } from '../../source/error-code.js';
import { removeDirectory } from '../../source/spool.js';

/** Where a run is kept. */
interface RunPlace {
  readonly directory: string;
  readonly journalPath: string;
}

/** An import. */
export interface StoredRun extends RunContent, RunPlace {
  readonly kind: 'import';
}

/** An action on existing users. */
export interface StoredAction extends ActionContent, RunPlace {
  readonly kind: 'users';
}

export type AnyRun = StoredRun | StoredAction;

/** A run whose journal is damaged, or of another version. */
export interface UnreadableRun {
  readonly id: string;
  readonly message: string;
}

/** What a run gets from its caller when it begins; `now` in milliseconds since the epoch. */
type New<Header> = Omit<Header, 'type' | keyof Named> & { readonly now: number };

/** What the store adds. */
type Named = Pick<RunHeader, 'version' | 'id' | 'startedAt'>;
type Started = Pick<RunHeader, 'id' | 'startedAt'>;

/**
 * Where runs are kept: `<stateDirectory>/runs/<id>/journal.ndjson`, directories 0700 and files 0600. Locks
 * are beside them, one for each pair of file and site, so that not even the first two runs of one file can
 * overlap.
 */
export class RunStore {
  readonly #runs: string;
  readonly #locks: string;

  constructor(
    readonly directory: string,
    private readonly owner: LockOwner,
  ) {
    this.#runs = resolve(directory, 'runs');
    this.#locks = resolve(directory, 'locks');
  }

  /** All runs, oldest first, and those whose journals cannot be read. */
  async list(): Promise<{ runs: AnyRun[]; unreadable: UnreadableRun[] }> {
    const runs: AnyRun[] = [];
    const unreadable: UnreadableRun[] = [];
    for (const id of await this.#ids()) {
      try {
        const run = await this.get(id);
        if (run) runs.push(run);
      } catch (error) {
        if (!(error instanceof JournalUnreadableError)) throw error;
        unreadable.push({ id, message: error.message });
      }
    }
    runs.sort((a, b) => a.header.startedAt.localeCompare(b.header.startedAt));
    return { runs, unreadable };
  }

  /** Rejects with JournalUnreadableError if the run's journal is damaged or of another version. */
  async get(id: string): Promise<AnyRun | undefined> {
    // The id may come from anyone, and must not lead out of the directory.
    if (!/^[\w-]+$/.test(id)) return undefined;
    const place = this.#place(id);
    const first = await firstLine(place.journalPath);
    return actionIdentity.safeParse(first).success ? actionAt(place) : importAt(place);
  }

  /**
   * The latest import that matches. Rejects with JournalUnreadableError if that one cannot be read; other
   * runs' journals do not matter.
   */
  async find(matches: (identity: RunIdentity) => boolean): Promise<StoredRun | undefined> {
    const latest = await this.#latest(runIdentity, matches);
    return latest && importAt(this.#place(latest.id));
  }

  /** The latest action on users that matches, likewise. */
  async findAction(
    matches: (identity: ActionIdentity) => boolean,
  ): Promise<StoredAction | undefined> {
    const latest = await this.#latest(actionIdentity, matches);
    return latest && actionAt(this.#place(latest.id));
  }

  /** Keeps other processes off this file on this site. Rejects with LockedError. */
  async lock(sha256: string, site: string): Promise<Lock> {
    await makePrivateDirectory(this.#locks);
    const key = createHash('sha256').update(`${site}\n${sha256}`).digest('hex').slice(0, 32);
    return takeLock(join(this.#locks, `${key}.lock`), this.owner);
  }

  /** Begins an import: resolves once its journal exists with a durable first line. */
  async create({ now, ...bound }: New<RunHeader>): Promise<StoredRun> {
    const before = await this.#latest(runIdentity, sameAs(bound));
    const place = await this.#begin(now, before, (named) => ({ type: 'run', ...named, ...bound }));
    return written(await importAt(place), place);
  }

  /** Begins an action on users, likewise. */
  async createAction({ now, ...bound }: New<ActionHeader>): Promise<StoredAction> {
    const before = await this.#latest(actionIdentity, sameAs(bound));
    const place = await this.#begin(now, before, (named) => ({
      type: 'users',
      ...named,
      ...bound,
    }));
    return written(await actionAt(place), place);
  }

  async #begin(
    now: number,
    before: Started | undefined,
    header: (named: Named) => RunHeader | ActionHeader,
  ): Promise<RunPlace> {
    // The later run of a file counts, even if the clock was set back between the two.
    const start = Math.max(now, before ? Date.parse(before.startedAt) + 1 : now);
    const startedAt = new Date(start).toISOString();
    const id = `${startedAt.replace(/[-:]|\..*/g, '').replace('T', '-')}-${randomBytes(3).toString('hex')}`;
    const place = this.#place(id);
    await makePrivateDirectory(place.directory);
    try {
      const journal = await Journal.open<RunHeader | ActionHeader>(place.journalPath, 0);
      try {
        await journal.append(header({ version: journalVersion, id, startedAt }));
      } finally {
        await journal.close();
      }
    } catch (error) {
      // Without its first line, it is no run.
      await removeDirectory(place.directory).catch(() => undefined);
      throw error;
    }
    await syncDirectory(place.directory);
    await syncDirectory(this.#runs);
    return place;
  }

  /** The latest run whose first line matches. */
  async #latest<Identity extends { startedAt: string }>(
    schema: ZodType<Identity>,
    matches: (identity: Identity) => boolean,
  ): Promise<Started | undefined> {
    let latest: Started | undefined;
    for (const id of await this.#ids()) {
      const identity = schema.safeParse(await firstLine(this.#place(id).journalPath));
      if (!identity.success || !matches(identity.data)) continue;
      const { startedAt } = identity.data;
      if (!latest || latest.startedAt <= startedAt) latest = { id, startedAt };
    }
    return latest;
  }

  #place(id: string): RunPlace {
    const directory = join(this.#runs, id);
    return { directory, journalPath: join(directory, 'journal.ndjson') };
  }

  async #ids(): Promise<string[]> {
    try {
      return await readdir(this.#runs);
    } catch (error) {
      if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return [];
      throw error;
    }
  }
}

type Subject = Pick<RunIdentity, 'site' | 'file'> & Partial<Pick<ActionIdentity, 'action'>>;

function sameAs({ site, file, action }: Subject): (other: Subject) => boolean {
  return (other) =>
    other.site === site && other.file.sha256 === file.sha256 && other.action === action;
}

async function importAt(place: RunPlace): Promise<StoredRun | undefined> {
  const content = await readProgress(place.journalPath);
  return content && { kind: 'import', ...content, ...place };
}

async function actionAt(place: RunPlace): Promise<StoredAction | undefined> {
  const content = await readAction(place.journalPath);
  return content && { kind: 'users', ...content, ...place };
}

function written<Run>(run: Run | undefined, { journalPath }: RunPlace): Run {
  if (!run) throw new Error(`The journal ${journalPath} was written, but has disappeared.`);
  return run;
}
