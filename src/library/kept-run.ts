import type { AnyRun, RunStore } from '../run/journal/store.js';
import { failedRows } from '../run/account.js';
import { runsIn } from './this-process.js';

/** There is no such run in the directory, or it is of another kind or on another site. */
export class RunNotFoundError extends Error {
  override name = 'RunNotFoundError';
}

const kinds = { import: 'an import', users: 'an action on users' } as const;

/** A run by its id. Rejects with RunNotFoundError. */
export async function requireRun<Kind extends AnyRun['kind']>(
  store: RunStore,
  id: string,
  kind: Kind,
  siteId: string,
): Promise<AnyRun & { readonly kind: Kind }> {
  const run = await store.get(id);
  if (!run)
    throw new RunNotFoundError(`There is no run ${id}: listRuns gives those that are there.`);
  if (!isOf(run, kind)) throw new RunNotFoundError(`Run ${id} is not ${kinds[kind]}.`);
  if (run.header.site !== siteId)
    throw new RunNotFoundError(`Run ${id} belongs to ${run.header.site}, not to ${siteId}.`);
  return run;
}

function isOf<Kind extends AnyRun['kind']>(
  run: AnyRun,
  kind: Kind,
): run is AnyRun & { readonly kind: Kind } {
  return run.kind === kind;
}

/** A run that is kept. */
export interface KeptRun {
  readonly id: string;
  /** `users`: an action on existing users. */
  readonly kind: 'import' | 'users';
  /** ISO 8601. */
  readonly startedAt: string;
  readonly site: string;
  readonly file: { readonly name: string; readonly path: string | null; readonly sha256: string };
  readonly ended: boolean;
  /** How many rows failed, conflicts included; `resume` retries those of a run that has ended. */
  readonly failed: number;
}

/** The runs of a directory, oldest first, and the ids of those whose journals cannot be read. */
export async function listRuns(
  stateDirectory: string,
): Promise<{ readonly runs: readonly KeptRun[]; readonly unreadable: readonly string[] }> {
  const { runs, unreadable } = await runsIn(stateDirectory).list();
  return {
    runs: runs.map((run) => {
      const { id, startedAt, site, file } = run.header;
      const { kind, progress } = run;
      return { id, kind, startedAt, site, file, ended: progress.ended, failed: failedRows(run) };
    }),
    unreadable: unreadable.map(({ id }) => id),
  };
}
