import { ByUsername } from '../by-username.js';
import { undoState } from '../undo/journal.js';
import { journalRecord } from './format.js';
import { isFailure, type RowState } from './progress.js';
import { JournalUnreadableError, readJournal } from './reader.js';
import type { RunStore, StoredRun } from './store.js';

/**
 * Users on a site that runs have created in part, and that no later run has completed. A file that names
 * them again completes them.
 */
export async function unfinishedUsers(
  store: RunStore,
  site: string,
): Promise<ByUsername<RowState>> {
  const found = new ByUsername<RowState>();
  for (const run of await importsOn(store, site)) {
    const { progress } = run;
    for (const username of progress.completed) found.delete(username);
    // A user that an undo has left alone is not to be completed any more.
    if (progress.failures.length === 0 || (await hasUndo(run))) continue;
    for (const { line } of progress.failures) {
      const state = progress.open(line);
      if (state?.user && state.action !== 'update') found.set(state.username, state);
    }
  }
  return found;
}

/** Users on the run's site whom later runs have created, changed or completed (true). */
export async function settledSince(
  store: RunStore,
  { header: { site, startedAt } }: StoredRun,
): Promise<ByUsername<boolean>> {
  const found = new ByUsername<boolean>();
  for (const { header, journalPath } of await importsOn(store, site)) {
    if (header.startedAt <= startedAt) continue;
    const names = new Map<number, string>();
    for await (const { record } of readJournal(journalPath, journalRecord, 'run')) {
      if (record.type === 'start') names.set(record.line, record.username);
      if (record.type !== 'end' || isFailure(record.outcome)) continue;
      const username = names.get(record.line);
      if (username === undefined) continue;
      found.set(username, record.outcome === 'completed' || found.get(username) === true);
    }
  }
  return found;
}

/** Oldest first. */
async function importsOn(store: RunStore, site: string): Promise<StoredRun[]> {
  const { runs } = await store.list();
  return runs.filter((run) => run.kind === 'import').filter(({ header }) => header.site === site);
}

/** Whether an undo has begun, even if its journal cannot be read. */
async function hasUndo(run: StoredRun): Promise<boolean> {
  try {
    return (await undoState(run)) !== 'none';
  } catch (error) {
    if (error instanceof JournalUnreadableError) return true;
    throw error;
  }
}
