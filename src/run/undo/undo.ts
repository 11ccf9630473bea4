import { RefusedError } from '../../site/errors.js';
import type { Site } from '../../site/site.js';
import { deleteUser } from '../delete-user.js';
import type { StoredRun } from '../journal/store.js';
import { workUntilStopped, type Stop } from '../stop.js';
import { workThrough, type WorkOptions } from '../work-through.js';
import { openUndoJournal, undoPath } from './journal.js';
import { leave, type LeftUser, type MadeUser, type UndoPlan } from './plan.js';

export interface UndoAccount {
  readonly deleted: number;
  readonly gone: number;
  readonly left: readonly LeftUser[];
  readonly updated: number;
  readonly stop: Stop | undefined;
  readonly journal: string;
}

export interface UndoContext extends WorkOptions {
  readonly site: Site;
  readonly onDeleted: (user: MadeUser) => void;
}

/**
 * Deletes the planned users. Each is recorded before its request; deleting one twice does no harm, so an
 * interrupted undo is simply started again.
 */
export async function undoRun(
  run: StoredRun,
  plan: UndoPlan,
  { site, onDeleted, ...work }: UndoContext,
): Promise<UndoAccount> {
  const journal = await openUndoJournal(run, work.clock.now());
  const left = [...plan.left];
  let deleted = 0;
  let ended = 0;
  const perform = async (user: MadeUser): Promise<boolean> => {
    try {
      await deleteUser(site, user, {
        beforeSend: () => journal.append({ type: 'deleting', id: user.id }),
      });
      journal.note({ type: 'deleted', id: user.id });
      deleted += 1;
      onDeleted(user);
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      left.push(leave(user, `the site refused: ${error.refusal.message}`));
    }
    ended += 1;
    return true;
  };
  const stop = await workUntilStopped(
    {
      note: ({ at }) => journal.note({ type: 'undone', at }),
      close: () => journal.close(),
    },
    undefined,
    () => workThrough(plan.delete.values(), perform, work),
    () => plan.delete.length - ended,
    { ...work, abort: work.stop },
  );
  const { gone, updated } = plan;
  return { deleted, gone, left, updated, stop, journal: undoPath(run.directory) };
}
