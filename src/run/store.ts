import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Journal } from './journal.js';
import {
  journalVersion,
  runIdentity,
  type BoundOptions,
  type JournalRecord,
  type RunHeader,
  type RunIdentity,
} from './journal-format.js';
import { firstLine, JournalUnreadableError } from './journal-reader.js';
import { takeLock, type Lock, type LockOwner } from './lock.js';
import { makePrivateDirectory, syncDirectory } from './private-directory.js';
import { readProgress, type JournalContent, type RowState } from './progress.js';
import { foldUsername } from '../validate/username-index.js';

export interface StoredRun extends JournalContent {
  readonly directory: string;
  readonly journalPath: string;
}

/** A run whose journal is damaged, or of another version. */
export interface UnreadableRun {
  readonly id: string;
  readonly message: string;
}

export interface NewRun {
  readonly file: RunHeader['file'];
  readonly site: string;
  readonly options: BoundOptions;
  /** The digest of the reviewed plan that it carries out. */
  readonly plan: string | undefined;
  readonly program: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * Where runs are kept: `<stateDirectory>/runs/<id>/journal.ndjson`, directories 0700 and files 0600.
 * Locks stand beside them, one for each pair of file and site, so that not even the first two runs
 * of one file can overlap.
 */
export class RunStore {
  readonly #runs: string;
  readonly #locks: string;

  constructor(
    stateDirectory: string,
    private readonly owner: LockOwner,
  ) {
    this.#runs = join(stateDirectory, 'runs');
    this.#locks = join(stateDirectory, 'locks');
  }

  /** All runs, oldest first, and those whose journals cannot be read. */
  async list(): Promise<{ runs: StoredRun[]; unreadable: UnreadableRun[] }> {
    const runs: StoredRun[] = [];
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

  /** Rejects with JournalUnreadableError when the run's journal is damaged or of another version. */
  async get(id: string): Promise<StoredRun | undefined> {
    const directory = join(this.#runs, id);
    const journalPath = journalOf(directory);
    const content = await readProgress(journalPath).catch(ignoreMissing);
    return content && { ...content, directory, journalPath };
  }

  /**
   * The latest run that matches. Rejects with JournalUnreadableError when it is that one which cannot be
   * read; the journals of other runs are of no concern.
   */
  async find(matches: (identity: RunIdentity) => boolean): Promise<StoredRun | undefined> {
    let latest: { id: string; startedAt: string } | undefined;
    for (const id of await this.#ids()) {
      const first = await firstLine(journalOf(join(this.#runs, id))).catch(ignoreMissing);
      const identity = runIdentity.safeParse(first);
      if (!identity.success || !matches(identity.data)) continue;
      const { startedAt } = identity.data;
      if (!latest || latest.startedAt <= startedAt) latest = { id, startedAt };
    }
    return latest && this.get(latest.id);
  }

  /**
   * Users on a site, by folded name, that runs have made and could not finish. A file that names
   * them again completes them.
   */
  async unfinishedUsers(site: string): Promise<Map<string, RowState>> {
    const found = new Map<string, RowState>();
    for (const { header, progress } of (await this.list()).runs) {
      if (header.site !== site) continue;
      for (const { line } of progress.failures) {
        const state = progress.open(line);
        if (state?.user && state.action !== 'update')
          found.set(foldUsername(state.username), state);
      }
    }
    return found;
  }

  /** Keeps other processes off this file on this site. Rejects with LockedError. */
  async lock(sha256: string, site: string): Promise<Lock> {
    await makePrivateDirectory(this.#locks);
    const key = createHash('sha256').update(`${site}\n${sha256}`).digest('hex').slice(0, 32);
    return takeLock(join(this.#locks, `${key}.lock`), this.owner);
  }

  /** Begins a run: its journal, with the first line durable, is there when this resolves. */
  async create({ now, program, file, site, options, plan }: NewRun): Promise<StoredRun> {
    const startedAt = new Date(now).toISOString();
    const id = `${startedAt.replace(/[-:]|\..*/g, '').replace('T', '-')}-${randomBytes(3).toString('hex')}`;
    const directory = join(this.#runs, id);
    await makePrivateDirectory(directory);
    const journalPath = journalOf(directory);
    const header: RunHeader = {
      type: 'run',
      version: journalVersion,
      id,
      startedAt,
      program,
      file,
      site,
      options,
      ...(plan !== undefined && { plan }),
    };
    const journal = await Journal.open<JournalRecord>(journalPath, 0);
    try {
      await journal.append(header);
    } finally {
      await journal.close();
    }
    await syncDirectory(directory);
    await syncDirectory(this.#runs);
    const run = await this.get(id);
    if (!run) throw new Error(`The journal ${journalPath} was written and is not there.`);
    return run;
  }

  async #ids(): Promise<string[]> {
    return (await readdir(this.#runs).catch(ignoreMissing)) ?? [];
  }
}

function journalOf(directory: string): string {
  return join(directory, 'journal.ndjson');
}

function ignoreMissing(error: unknown): undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  // A stray file among the runs is no run.
  if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
  throw error;
}
