import { planUndo, type MadeUser, type UndoPlan } from '../run/undo/plan.js';
import { undoRun, type UndoAccount } from '../run/undo/undo.js';
import { systemClock } from '../site/clock.js';
import { requireRun } from './kept-run.js';
import { onSite, type SiteOptions } from './on-site.js';
import { requireOptions } from './options.js';
import { anyOf } from './signals.js';
import { pushed, type Task } from './task.js';
import { runsIn } from './this-process.js';
import { agreed } from './until-aborted.js';

export interface UndoOptions {
  readonly site: SiteOptions;
  /** Where the run is kept. */
  readonly stateDirectory: string;
  /** Also delete users that the run found after a lost reply and recognised as its own. */
  readonly includeAdopted?: boolean | undefined;
  /** Also delete users that have signed in or used the API since. */
  readonly evenIfUsed?: boolean | undefined;
  /** Whether to carry out the plan; without it every plan is carried out. */
  readonly confirm?: ((plan: UndoPlan) => boolean | Promise<boolean>) | undefined;
  /** Aborted when no further user is to be deleted. */
  readonly stop?: AbortSignal | undefined;
  /** Ends it at once. */
  readonly signal?: AbortSignal | undefined;
}

/** A user was deleted. */
export interface UndoEvent extends MadeUser {
  readonly type: 'deleted';
}

export type UndoResult =
  | { readonly type: 'declined'; readonly plan: UndoPlan }
  /** `account.stop` says why it stopped before its end, if it did: call again to continue. */
  | { readonly type: 'ran'; readonly plan: UndoPlan; readonly account: UndoAccount };

/**
 * Deletes the users that an import created and that have not been used since. Continues and stops as `runImport`
 * does. Rejects with RunNotFoundError, LockedError, NotAllowedError, SiteUnavailableError,
 * JournalUnreadableError, SiteAddressError.
 */
export function undoImport(id: string, options: UndoOptions): Task<UndoEvent, UndoResult> {
  requireOptions('undoImport', options);
  const { confirm = () => true, includeAdopted = false, evenIfUsed = false, signal } = options;
  const store = runsIn(options.stateDirectory);
  return pushed(signal, async (emit, left) => {
    const stop = anyOf(left, options.stop, signal);
    return onSite(options.site, anyOf(signal), async ({ site, siteId, concurrency }) => {
      const { header } = await requireRun(store, id, 'import', siteId);
      const lock = await store.lock(header.file.sha256, siteId);
      try {
        // The state now that nobody else is working on it.
        const run = await requireRun(store, id, 'import', siteId);
        const plan = await planUndo(run, site, { includeAdopted, evenIfUsed });
        if (!(await agreed(() => confirm(plan), stop, signal))) return { type: 'declined', plan };
        const account = await undoRun(run, plan, {
          site,
          concurrency,
          clock: systemClock,
          stop,
          onDeleted: (user) => emit({ type: 'deleted', ...user }),
        });
        return { type: 'ran', plan, account };
      } finally {
        await lock.release();
      }
    });
  });
}
