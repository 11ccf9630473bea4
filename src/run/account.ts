import type { Summary } from '../validate/tally.js';
import type { Failure, Tally } from './journal/progress.js';
import type { Stop } from './stop.js';
import type { StoredRun } from './journal/store.js';

/** What a run has done, all its sessions together. */
export interface RunAccount {
  readonly run: string;
  readonly site: string;
  readonly journal: string;
  readonly tally: Readonly<Tally>;
  /** Users that the run has made, and that lack a part of what their rows give them. */
  readonly incomplete: number;
  /** Of the made: found after a lost reply and recognised as this run's own. */
  readonly adopted: number;
  /** Names of the groups that it made. */
  readonly groups: readonly string[];
  readonly failures: readonly Failure[];
  /** Rows that the file's own errors kept out. */
  readonly invalid: number;
  /** Rows that are still to be done. */
  readonly remaining: number;
  /** undefined: the run has ended. */
  readonly stop: Stop | undefined;
  /** The file of the passwords that the run has made. */
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
    groups: progress.groups.map(({ name }) => name),
    failures: progress.failures,
    invalid: summary.rows - summary.valid,
    remaining: remainingRows(progress.tally, summary.valid),
    stop,
    passwords: progress.passwords,
    rejects: progress.rejects,
  };
}

/** Of so many rows, those of which a run has not told an end. */
export function remainingRows(tally: Readonly<Record<string, number>>, rows: number): number {
  const ended = Object.values(tally).reduce((sum, count) => sum + count, 0);
  return Math.max(0, rows - ended);
}
