import { planUndo, type UndoPlan } from '../run/undo-plan.js';
import { undoRun, type UndoAccount } from '../run/undo.js';
import { RunStore, type StoredRun } from '../run/store.js';
import { onSite, type SiteOptions } from './on-site.js';
import { anyOf } from './signals.js';
import { lockOwner } from './this-process.js';

export interface UndoOptions {
  readonly site: SiteOptions;
  /** Where the run is kept. */
  readonly stateDirectory: string;
  /** Also users whom the run found after a lost reply and took for its own. */
  readonly includeAdopted?: boolean | undefined;
  /** Also users who have signed in or were changed since. */
  readonly evenIfUsed?: boolean | undefined;
  /** Whether to go on with the plan; without it every plan is carried out. */
  readonly confirm?: ((plan: UndoPlan) => boolean | Promise<boolean>) | undefined;
  /** Aborted when no further user is to be deleted. */
  readonly stop?: AbortSignal | undefined;
  /** Ends it at once. */
  readonly signal?: AbortSignal | undefined;
}

/** There is no such import among the runs of the directory, or it was on another site. */
export class RunNotFoundError extends Error {
  override name = 'RunNotFoundError';
}

/**
 * Deletes the users that a run created and that are as it left them; undefined when `confirm` declined.
 * An undo that was stopped is gone on with by calling it again. Rejects with RunNotFoundError, LockedError,
 * and what `runImport` does.
 */
export async function undoImport(
  id: string,
  options: UndoOptions,
): Promise<UndoAccount | undefined> {
  const { confirm = () => true, includeAdopted = false, evenIfUsed = false } = options;
  const store = new RunStore(options.stateDirectory, lockOwner);
  return onSite(options.site, anyOf(options.signal), async ({ site, siteId, concurrency }) => {
    const { header } = await findImport(store, id, siteId);
    const lock = await store.lock(header.file.sha256, siteId);
    try {
      const run = await findImport(store, id, siteId);
      const plan = await planUndo(run, site, { includeAdopted, evenIfUsed });
      if (!(await confirm(plan))) return undefined;
      const stop = anyOf(options.stop, options.signal);
      const now = Date.now;
      return await undoRun(run, plan, { site, concurrency, now, stop, onDeleted: () => undefined });
    } finally {
      await lock.release();
    }
  });
}

async function findImport(store: RunStore, id: string, siteId: string): Promise<StoredRun> {
  const run = await store.get(id);
  if (run?.kind === 'import' && run.header.site === siteId) return run;
  throw new RunNotFoundError(
    run?.kind === 'import'
      ? `Run ${id} belongs to ${run.header.site}, not to ${siteId}.`
      : `There is no import ${id} among the runs.`,
  );
}

/** A run that is kept. */
export interface KeptRun {
  readonly id: string;
  /** `users`: an action on users who were there. */
  readonly kind: 'import' | 'users';
  /** ISO 8601. */
  readonly startedAt: string;
  readonly site: string;
  readonly file: { readonly name: string; readonly path: string | null; readonly sha256: string };
  readonly ended: boolean;
}

/** The runs of a directory, oldest first, and the ids of those whose journals cannot be read. */
export async function listRuns(
  stateDirectory: string,
): Promise<{ readonly runs: readonly KeptRun[]; readonly unreadable: readonly string[] }> {
  const { runs, unreadable } = await new RunStore(stateDirectory, lockOwner).list();
  return {
    runs: runs.map(({ kind, header: { id, startedAt, site, file }, progress }) => ({
      id,
      kind,
      startedAt,
      site,
      file,
      ended: progress.ended,
    })),
    unreadable: unreadable.map(({ id }) => id),
  };
}
