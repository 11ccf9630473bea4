import type { Group, ServedWindow } from '../../site/site.js';
import {
  journalRecord,
  type Action,
  type JournalRecord,
  type Outcome,
  type Problem,
  type RunHeader,
} from './format.js';
import { readInto, type JournalContent } from './reader.js';

/** What the journal says of a row that is not settled, and when its requests can have been served. */
export interface RowState extends ServedWindow {
  readonly action: Action;
  readonly username: string;
  readonly user?: KnownUser;
}

/** A row's user on the site, as it was when it came to be known. */
export interface KnownUser {
  readonly id: number;
  readonly createdAt: string | null;
  readonly adopted: boolean;
}

/** A row that has ended without all of what it asks for. */
export interface Failure {
  readonly line: number;
  readonly username: string;
  readonly outcome: 'failed' | 'conflict';
  readonly problems: readonly Problem[];
}

export type Tally = Record<Outcome, number>;

/** What a run has done so far, built from its journal and kept up to date while it continues. */
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
  /** Users found after a lost reply and taken for this run's own. */
  adopted = 0;
  /** Names of users that an earlier run made in part, and that this one has finished. */
  readonly completed = new Set<string>();
  ended = false;
  readonly folders = new Set<string>();
  /** The file of the passwords that the run has made. */
  passwords: string | undefined;
  /** The file of the rows that the latest session rejected. */
  rejects: string | undefined;
  /** Groups that the run has made, by their names in the file. */
  readonly groups: Group[] = [];
  readonly #open = new Map<number, RowState>();
  readonly #settled = new Set<number>();
  readonly #failures = new Map<number, Failure>();
  /** Those of the failures whose create may have been served all the same. */
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

  /** Whether nothing is left to do for the row that starts on this line. */
  settled(line: number): boolean {
    return this.#settled.has(line) || this.#failures.has(line);
  }

  /** What is known of a row that was begun and not finished. */
  open(line: number): RowState | undefined {
    return this.#open.get(line);
  }

  /** Rows whose create may or may not have been served: nobody has looked yet, or none was found. */
  get inDoubt(): readonly { readonly line: number; readonly username: string }[] {
    const answered = (line: number): boolean =>
      this.#failures.has(line) && !this.#refusedInDoubt.has(line);
    return [...this.#open]
      .filter(([line, { action, user }]) => action === 'create' && !user && !answered(line))
      .map(([line, { username }]) => ({ line, username }));
  }

  /** Users that the run has made and that lack a part of what their rows give them. */
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
      // A row that was begun as a create stays one: its user may be there because we made it.
      action: before?.action ?? action,
      username,
      from: Math.min(before?.from ?? from, from),
      until: Math.max(before?.until ?? until, until),
    });
  }

  #user({ line, username, id, createdAt, adopted }: JournalRecord & { type: 'user' }): void {
    const before = this.#open.get(line) ?? { action: 'create', username, from: 0, until: 0 };
    if (adopted && !before.user) this.adopted += 1;
    this.#open.set(line, { ...before, user: { id, createdAt, adopted } });
  }

  #end(record: JournalRecord & { type: 'end' }): void {
    const { line, outcome, username = '', problems = [] } = record;
    this.tally[outcome] += 1;
    if (outcome === 'failed' || outcome === 'conflict') {
      if (record.inDoubt) this.#refusedInDoubt.add(line);
      this.#failures.set(line, { line, username, outcome, problems });
      return;
    }
    const begun = this.#open.get(line);
    if (outcome === 'completed' && begun) this.completed.add(begun.username);
    this.#settled.add(line);
    this.#open.delete(line);
  }

  /** The run continues; with `retry` its failed rows are to be tried again. */
  reopen(retry: boolean): void {
    this.ended = false;
    this.rejects = undefined;
    if (!retry) return;
    this.tally.failed = 0;
    this.tally.conflict = 0;
    for (const [line, { outcome }] of this.#failures) {
      const state = this.#open.get(line);
      const isKnown = outcome === 'failed' && state?.user !== undefined;
      // What was refused left nothing behind, but for a user that is there or may be.
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
