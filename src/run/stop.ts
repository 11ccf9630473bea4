import { AbortError } from '../site/clock.js';
import { NotAllowedError, SiteUnavailableError } from '../site/errors.js';
import { FileChangedError } from '../source/open.js';
import { SourceError } from '../source/row.js';
import type { SessionRecord } from './journal/format.js';
import { JournalError, type Journal } from './journal/journal.js';
import type { Worked, WorkOptions } from './work-through.js';

/** Why a session stopped before every row had ended. */
export type Stop =
  | { readonly reason: 'interrupted' }
  | {
      readonly reason:
        'unavailable' | 'not-allowed' | 'journal' | 'file-changed' | 'file-unreadable';
      readonly message: string;
      /** The journal is gone, and the run with it. */
      readonly lost?: true;
    };

/**
 * One session of a run: works through what is left, records that in the journal, and closes it. Returns why
 * it stopped before every row had ended; undefined: the run has ended. `beforeEnd` is awaited once every
 * row has ended; if it fails, the run has not ended.
 */
export async function workUntilStopped(
  log: Pick<Journal<SessionRecord>, 'note' | 'close'>,
  resumed: { readonly retry: boolean } | undefined,
  work: () => Promise<Worked>,
  remaining: () => number,
  context: Pick<WorkOptions, 'clock' | 'stop'> & { readonly abort: AbortSignal },
  beforeEnd?: () => Promise<void>,
): Promise<Stop | undefined> {
  const at = (): string => new Date(context.clock.now()).toISOString();
  let stop: Stop | undefined;
  try {
    if (resumed) log.note({ type: 'resumed', at: at(), retry: resumed.retry });
    const { unfinished, exhausted } = await work();
    if (!exhausted && remaining() > 0) stop = { reason: 'interrupted' };
    else if (unfinished > 0) stop = { reason: 'unavailable', message: noAnswerFor(unfinished) };
    else {
      await beforeEnd?.();
      log.note({ type: 'ended', at: at() });
    }
  } catch (error) {
    stop = stopFor(error, context);
  } finally {
    await log.close().catch((error: unknown) => {
      stop = stopFor(error, context);
    });
  }
  return stop;
}

/** Each row is a user. */
function noAnswerFor(rows: number): string {
  return `The site gave no useful answer for ${rows} ${rows === 1 ? 'user' : 'users'}.`;
}

/** Why an error stopped a session; throws if it is a bug and not a reason to stop. */
export function stopFor(
  error: unknown,
  { stop, abort }: { readonly stop: AbortSignal; readonly abort: AbortSignal },
): Stop {
  if (error instanceof JournalError)
    return { reason: 'journal', message: error.message, ...(error.lost && { lost: true }) };
  if (error instanceof FileChangedError) return { reason: 'file-changed', message: error.message };
  if (error instanceof SourceError) return { reason: 'file-unreadable', message: error.message };
  if (error instanceof Error && 'syscall' in error)
    return { reason: 'journal', message: JournalError.from('A file', error).message };
  // Requests that failed while everything was being stopped.
  const isAnswer = error instanceof SiteUnavailableError || error instanceof NotAllowedError;
  if ((stop.aborted || abort.aborted) && (isAnswer || error instanceof AbortError))
    return { reason: 'interrupted' };
  if (error instanceof SiteUnavailableError)
    return { reason: 'unavailable', message: error.message };
  if (error instanceof NotAllowedError) return { reason: 'not-allowed', message: error.message };
  throw error;
}
