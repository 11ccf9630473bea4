import { lockOwner } from '../library/this-process.js';
import { RunStore, type AnyRun } from '../run/journal/store.js';
import { UsageError } from './exit.js';

/** The runs of a directory. */
export function runsIn(directory: string): RunStore {
  return new RunStore(directory, lockOwner);
}

export async function requireRun(store: RunStore, id: string): Promise<AnyRun> {
  const run = await store.get(id);
  if (!run) throw new UsageError(`There is no run "${id}". files-bulk-import runs lists them.`);
  return run;
}
