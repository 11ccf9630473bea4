import type { Group, ServedWindow } from '../../site/site.js';
import type { ByUsername } from '../by-username.js';
import {
  journalRecord,
  type Action,
  type JournalRecord,
  type Outcome,
  type Problem,
  type RunHeader,
} from './format.js';
import { readInto, type JournalContent } from './reader.js';

/** What the journal says about a row that has not ended, and when its requests can have been served. */
export interface RowState extends ServedWindow {
  readonly action: Action;
  readonly username: string;
  readonly user?: KnownUser;
}

/** A row's user on the site, as it was when it was created or found. */
export interface KnownUser {
  readonly id: number;
  readonly createdAt: string | null;
}

/** A row that has ended without all that it asks for. */
export interface Failure {
  readonly line: number;
  readonly username: string;
  readonly outcome: 'failed' | 'conflict';
  readonly problems: readonly Problem[];
}

export type Tally = Record<Outcome, number>;

export function isFailure(outcome: Outcome): outcome is Failure['outcome'] {
  return outcome === 'failed' || outcome === 'conflict';
}

/** The state of a run, built from its journal and kept up to date while it continues. */
export class Progress {
  readonly tally: Tally = {
    created: 0,
    updated: 0,
    unchanged: 0,
    completed: 0,
    skipped: 0,
    failed: 0,
    conflict: 0,
  };
  /** Users found after a lost reply and recognised as this run's own. */
  adopted = 0;
  /** Users whom later runs have created, changed or completed (true). */
  later: ByUsername<boolean> | undefined;
  /** Names of users that an earlier run created in part, and that this one has completed. */
  readonly completed = new Set<string>();
  ended = false;
  readonly folders = new Set<string>();
  /** The file with the passwords that the run has generated. */
  passwords: string | undefined;
  /** The file of the rows that the latest session rejected. */
  rejects: string | undefined;
  /** Groups that the run has created, by their names in the file. */
  readonly groups: Group[] = [];
  readonly #open = new Map<number, RowState>();
  readonly #settled = new Set<number>();
  readonly #failures = new Map<number, Failure>();
  /** Those of the failed rows whose create may have been served. */
  readonly #refusedInDoubt = new Set<number>();

  apply(record: JournalRecord): void {
    switch (record.type) {
      case 'run':
        return;
      case 'start':
        return this.#start(record);
      case 'user':
        return this.#user(record);
      case 'folder':
        this.folders.add(record.path);
        return;
      case 'passwords':
        this.passwords = record.path;
        return;
      case 'rejects':
        this.rejects = record.path;
        return;
      case 'group':
        this.groups.push(record);
        return;
      case 'end':
        return this.#end(record);
      case 'resumed':
        return this.reopen(record.retry);
      case 'ended':
        this.ended = true;
        return;
    }
  }

  /** Whether the row that starts on this line has ended. */
  settled(line: number): boolean {
    return this.#settled.has(line) || this.#failures.has(line);
  }

  /** What is known of a row that has started and not ended. */
  open(line: number): RowState | undefined {
    return this.#open.get(line);
  }

  /** Rows whose create may have been served: nobody has looked yet, or nothing was found. */
  get inDoubt(): readonly { readonly line: number; readonly username: string }[] {
    const answered = (line: number): boolean =>
      this.#failures.has(line) && !this.#refusedInDoubt.has(line);
    return [...this.#open]
      .filter(([line, { action, user }]) => action === 'create' && !user && !answered(line))
      .map(([line, { username }]) => ({ line, username }));
  }

  /** Users that the run has created and that lack some of what their rows give them. */
  get incomplete(): number {
    const isThere = ([line, { user }]: [number, RowState]): boolean =>
      user !== undefined && this.#failures.get(line)?.outcome !== 'conflict';
    return [...this.#open].filter(isThere).length;
  }

  get failures(): readonly Failure[] {
    return [...this.#failures.values()].sort((a, b) => a.line - b.line);
  }

  #start({ line, action, username, from, until }: JournalRecord & { type: 'start' }): void {
    const before = this.#open.get(line);
    this.#open.set(line, {
      ...before,
      // A row that started as a create stays one: its user may exist because we created it.
      action: before?.action ?? action,
      username,
      from: Math.min(before?.from ?? from, from),
      until: Math.max(before?.until ?? until, until),
    });
  }

  #user({ line, username, id, createdAt, adopted }: JournalRecord & { type: 'user' }): void {
    const before = this.#open.get(line) ?? { action: 'create', username, from: 0, until: 0 };
    if (adopted && !before.user) this.adopted += 1;
    this.#open.set(line, { ...before, user: { id, createdAt } });
  }

  #end(record: JournalRecord & { type: 'end' }): void {
    const { line, outcome, username = '', problems = [] } = record;
    this.tally[outcome] += 1;
    if (isFailure(outcome)) {
      if (record.inDoubt) this.#refusedInDoubt.add(line);
      this.#failures.set(line, { line, username, outcome, problems });
      return;
    }
    const begun = this.#open.get(line);
    if (outcome === 'completed' && begun) this.completed.add(begun.username);
    this.#settled.add(line);
    this.#open.delete(line);
  }

  /**
   * What later runs have made of their users holds: their files may have been corrected, and what those take
   * back would be given after all.
   */
  giveWayTo(later: ByUsername<boolean>): void {
    this.later = later;
    for (const [line, { username, user, action }] of this.#open)
      if (user ? later.get(username) : action === 'update' && later.has(username))
        this.#open.delete(line);
  }

  /** The run continues; with `retry`, its failed rows are tried again. */
  reopen(retry: boolean): void {
    this.ended = false;
    this.rejects = undefined;
    if (!retry) return;
    this.tally.failed = 0;
    this.tally.conflict = 0;
    for (const [line, { outcome }] of this.#failures) {
      const state = this.#open.get(line);
      const isKnown = outcome === 'failed' && state?.user !== undefined;
      // What was refused left nothing behind, except a user that exists or may exist.
      if (!isKnown && !this.#refusedInDoubt.has(line)) this.#open.delete(line);
    }
    this.#failures.clear();
    this.#refusedInDoubt.clear();
  }
}

export type RunContent = JournalContent<RunHeader, Progress>;

export function readProgress(path: string): Promise<RunContent | undefined> {
  return readInto(new Progress(), path, journalRecord, 'run');
}
