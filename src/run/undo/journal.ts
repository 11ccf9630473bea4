import { join } from 'node:path';
import { z } from 'zod';
import { Journal } from '../journal/journal.js';
import { journalVersion } from '../journal/format.js';
import { readInto } from '../journal/reader.js';
import type { StoredRun } from '../journal/store.js';

const undoRecord = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('undo'),
    version: z.literal(journalVersion),
    run: z.string(),
    at: z.string(),
  }),
  /** The user is about to be deleted. */
  z.object({ type: z.literal('deleting'), id: z.number() }),
  z.object({ type: z.literal('deleted'), id: z.number() }),
  z.object({ type: z.literal('undone'), at: z.string() }),
]);
type UndoRecord = z.infer<typeof undoRecord>;

/** Opens the journal of a run's undo, or continues it. */
export async function openUndoJournal(
  { directory, header }: StoredRun,
  now: number,
): Promise<Journal<UndoRecord>> {
  const begun = await readUndo(directory);
  const journal = await Journal.open<UndoRecord>(undoPath(directory), begun?.validBytes ?? 0);
  if (!begun) {
    const at = new Date(now).toISOString();
    await journal.append({ type: 'undo', version: journalVersion, run: header.id, at });
  }
  return journal;
}

/** Whether an undo of a run has begun, and whether it is finished. */
export async function undoState({
  directory,
}: Pick<StoredRun, 'directory'>): Promise<'none' | 'begun' | 'undone'> {
  const begun = await readUndo(directory);
  return begun?.progress.isUndone ? 'undone' : begun ? 'begun' : 'none';
}

function readUndo(directory: string) {
  const progress = {
    isUndone: false,
    apply({ type }: UndoRecord) {
      this.isUndone = type === 'undone';
    },
  };
  return readInto(progress, undoPath(directory), undoRecord, 'undo');
}

/** Beside the run's journal. */
export function undoPath(directory: string): string {
  return join(directory, 'undo.ndjson');
}
