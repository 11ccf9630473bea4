import type { Summary } from '../validate/tally.js';
import type { Failure, Tally } from './journal/progress.js';
import type { Stop } from './stop.js';
import type { AnyRun, StoredRun } from './journal/store.js';

/** What a run has done in all its sessions. */
export interface RunAccount {
  readonly run: string;
  readonly site: string;
  readonly journal: string;
  readonly tally: Readonly<Tally>;
  /** Users that the run has created and that lack some of what their rows give them. */
  readonly incomplete: number;
  /** Of the created users: those found after a lost reply and recognised as this run's own. */
  readonly adopted: number;
  /** Names of the groups that it created. */
  readonly groups: readonly string[];
  readonly failures: readonly Failure[];
  /** Rows left out because of errors in the file. */
  readonly invalid: number;
  /** Rows that have not ended. */
  readonly remaining: number;
  /** undefined: the run has ended. */
  readonly stop: Stop | undefined;
  /** The file with the passwords that the run has generated. */
  readonly passwords: string | undefined;
  /** The file of the rows that the latest session rejected. */
  readonly rejects: string | undefined;
}

export function accountOf(
  { header, progress, journalPath }: StoredRun,
  summary: Summary,
  stop?: Stop,
): RunAccount {
  return {
    run: header.id,
    site: header.site,
    journal: journalPath,
    tally: progress.tally,
    incomplete: progress.incomplete,
    adopted: progress.adopted,
    groups: [...new Set(progress.groups.map(({ name }) => name))],
    failures: progress.failures,
    invalid: summary.rows - summary.valid,
    remaining: remainingRows(progress.tally, summary.valid),
    stop,
    passwords: progress.passwords,
    rejects: progress.rejects,
  };
}

/** Conflicts included. A name that an action did not find is retried only if that run is named. */
export function failedRows({ kind, progress }: AnyRun): number {
  return kind === 'import' ? progress.failures.length : progress.tally.failed;
}

/** How many of these rows have not ended in a run. */
export function remainingRows(tally: Readonly<Record<string, number>>, rows: number): number {
  const ended = Object.values(tally).reduce((sum, count) => sum + count, 0);
  return Math.max(0, rows - ended);
}
