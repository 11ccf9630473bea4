import { join } from 'node:path';
import { z } from 'zod';
import { Journal } from '../journal/journal.js';
import { journalVersion } from '../journal/format.js';
import { readJournal } from '../journal/reader.js';
import type { StoredRun } from '../journal/store.js';
import { hasErrorCode } from '../../source/error-code.js';

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

/** Opens the journal of a run's undo, or continues with it. */
export async function openUndoJournal(
  { directory, header }: StoredRun,
  now: number,
): Promise<Journal<UndoRecord>> {
  const path = undoPath(directory);
  const { validBytes } = await readUndo(directory);
  const journal = await Journal.open<UndoRecord>(path, validBytes);
  if (validBytes === 0) {
    const at = new Date(now).toISOString();
    await journal.append({ type: 'undo', version: journalVersion, run: header.id, at });
  }
  return journal;
}

/** Whether users of a run have been deleted, or are about to be; and whether that came to its end. */
export async function undoState({
  directory,
}: Pick<StoredRun, 'directory'>): Promise<'none' | 'begun' | 'undone'> {
  const { validBytes, undone } = await readUndo(directory);
  return undone ? 'undone' : validBytes > 0 ? 'begun' : 'none';
}

async function readUndo(directory: string): Promise<{ validBytes: number; undone: boolean }> {
  let validBytes = 0;
  let undone = false;
  try {
    for await (const { record, endsAt } of readJournal(undoPath(directory), undoRecord, 'undo')) {
      validBytes = endsAt;
      undone = record.type === 'undone';
    }
  } catch (error) {
    if (!hasErrorCode(error, 'ENOENT')) throw error;
  }
  return { validBytes, undone };
}

/** Beside the journal of the run. */
export function undoPath(directory: string): string {
  return join(directory, 'undo.ndjson');
}
