import type { Clock } from '../site/clock.js';
import { PauseTooLongError, SiteUnavailableError } from '../site/errors.js';
import { longestSilence } from '../site/patience.js';

export interface WorkOptions {
  readonly clock: Clock;
  /** The number of requests in flight at once. */
  readonly concurrency: number;
  /** Aborted when no further row is to start; those in progress are finished. */
  readonly stop: AbortSignal;
}

export interface Worked {
  /** Rows that were left unfinished for lack of an answer. */
  readonly unfinished: number;
  /** Whether every task has started. */
  readonly exhausted: boolean;
}

/**
 * Performs tasks, several at once; `perform` tells whether a row has ended. Rejects with the error that
 * makes continuing pointless. Memory does not depend on the number of tasks: each loop takes the next one
 * when it has finished its own.
 */
export async function workThrough<Task>(
  tasks: Iterator<Task> | AsyncIterator<Task>,
  perform: (task: Task) => Promise<boolean>,
  { clock, concurrency, stop }: WorkOptions,
): Promise<Worked> {
  const failed = new AbortController();
  let unfinished = 0;
  let exhausted = false;
  let lastEnd = clock.now();

  const loop = async (): Promise<void> => {
    while (!stop.aborted && !failed.signal.aborted) {
      const next = await tasks.next();
      if (next.done === true) {
        exhausted = true;
        return;
      }
      try {
        if (await perform(next.value)) lastEnd = clock.now();
      } catch (error) {
        // A row without an answer is left for later; but if no row has ended for that long, or the site
        // asks for a long pause, the site is unavailable.
        const away =
          error instanceof PauseTooLongError || clock.now() - lastEnd >= longestWithoutEnd;
        if (!(error instanceof SiteUnavailableError) || away) throw error;
        unfinished += 1;
      }
    }
  };

  // Slightly more rows than may send at once: they record their starts while the others send.
  const length = concurrency + Math.ceil(concurrency / 5);
  const loops = Array.from({ length }, () =>
    loop().catch((error: unknown) => {
      failed.abort();
      throw error;
    }),
  );
  const results = await Promise.allSettled(loops);
  const failure = results.find((result) => result.status === 'rejected');
  if (failure) throw failure.reason;
  return { unfinished, exhausted };
}

/** Slightly less than one request is tried for, because all rows give up at nearly the same moment; ms. */
const longestWithoutEnd = longestSilence - 10_000;
