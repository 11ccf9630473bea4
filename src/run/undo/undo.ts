import { RefusedError } from '../../site/errors.js';
import type { Site } from '../../site/site.js';
import { deleteUser } from '../facts/delete-user.js';
import type { StoredRun } from '../journal/store.js';
import { closed, stopFor, type Stop } from '../stop.js';
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

export interface UndoContext {
  readonly site: Site;
  readonly concurrency: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly stop: AbortSignal;
  readonly onDeleted: (user: MadeUser) => void;
}

/**
 * Deletes the planned users. Each is written down before its request; deleting one twice does no harm,
 * so that an interrupted undo is simply begun again.
 */
export async function undoRun(
  run: StoredRun,
  plan: UndoPlan,
  { site, concurrency, now, stop, onDeleted }: UndoContext,
): Promise<UndoAccount> {
  const journal = await openUndoJournal(run, now());
  const left = [...plan.left];
  const queue = plan.delete.values();
  let deleted = 0;
  let stopped: Stop | undefined;
  const loop = async (): Promise<void> => {
    for (const user of queue) {
      if (stop.aborted || stopped) return;
      try {
        await deleteUser(site, user, {
          beforeSend: () => journal.append({ type: 'deleting', id: user.id }),
        });
        journal.note({ type: 'deleted', id: user.id });
        deleted += 1;
        onDeleted(user);
      } catch (error) {
        if (error instanceof RefusedError)
          left.push(leave(user, `the site refused: ${error.message}`));
        else stopped ??= stopFor(error, { stop, abort: stop });
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, loop));
  if (stop.aborted) stopped ??= { reason: 'interrupted' };
  if (!stopped) journal.note({ type: 'undone', at: new Date(now()).toISOString() });
  const unwritten = await closed(journal);
  const { gone, updated } = plan;
  return {
    deleted,
    gone,
    left,
    updated,
    stop: stopped ?? unwritten,
    journal: undoPath(run.directory),
  };
}
