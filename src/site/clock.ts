/** Time as this program sees it: the system's, or a test's. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back once after this many milliseconds; the returned function cancels that. */
  after(ms: number, callback: () => void): () => void;
  /** Resolves after this many milliseconds; rejects with AbortError at once if `signal` is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** Something was abandoned because everything is to stop at once. */
export class AbortError extends Error {
  override name = 'AbortError';
  constructor() {
    super('Stopped at once.');
  }
}

/** A clock based on `now` and `after`. */
export function clockOf({ now, after }: Pick<Clock, 'now' | 'after'>): Clock {
  return {
    now,
    after,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(new AbortError());
          return;
        }
        const onAbort = (): void => {
          cancel();
          reject(new AbortError());
        };
        const cancel = after(ms, () => {
          signal.removeEventListener('abort', onAbort);
          resolve();
        });
        signal.addEventListener('abort', onAbort, { once: true });
      }),
  };
}

/**
 * A clock that stands still when `wall` is set back, and continues from there: otherwise a pause would last
 * longer by that much, and a rate limit would wait for the hour to come again. It may jump ahead, as after
 * the machine was asleep.
 */
export function neverBack(wall: () => number): () => number {
  let before = -Infinity;
  let setBack = 0;
  return () => {
    const now = wall();
    if (now < before) setBack += before - now;
    before = now;
    return now + setBack;
  };
}

export const systemClock: Clock = clockOf({
  now: neverBack(() => Date.now()),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
});
