import { NotAllowedError, SiteUnavailableError } from '../site/errors.js';
import { FileChangedError } from '../source/open.js';
import { JournalError } from './journal/journal.js';

/** Why a session ended before every row had. */
export type Stop =
  | { readonly reason: 'interrupted' }
  | {
      readonly reason: 'unavailable' | 'not-allowed' | 'journal' | 'file-changed';
      readonly message: string;
    };

/** What an error means for the session that it ended; throws what is no reason to stop, but a defect. */
export function stopFor(
  error: unknown,
  { stop, abort }: { readonly stop: AbortSignal; readonly abort: AbortSignal },
): Stop {
  if (stop.aborted || abort.aborted) return { reason: 'interrupted' };
  if (error instanceof SiteUnavailableError)
    return { reason: 'unavailable', message: error.message };
  if (error instanceof NotAllowedError) return { reason: 'not-allowed', message: error.message };
  if (error instanceof JournalError) return { reason: 'journal', message: error.message };
  if (error instanceof FileChangedError) return { reason: 'file-changed', message: error.message };
  if (error instanceof Error && 'syscall' in error)
    return { reason: 'journal', message: `A file cannot be written: ${error.message}.` };
  throw error;
}

export function noAnswerFor(rows: number): Stop {
  const message = `The site gave no useful answer for ${rows} ${rows === 1 ? 'row' : 'rows'}.`;
  return { reason: 'unavailable', message };
}

/** Closes a journal; what could not be written is a reason to stop. */
export async function closed(journal: { close(): Promise<void> }): Promise<Stop | undefined> {
  try {
    await journal.close();
    return undefined;
  } catch (error) {
    if (error instanceof JournalError) return { reason: 'journal', message: error.message };
    throw error;
  }
}
