/** Time, as this program sees it: the system's, or a test's. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back once after so many milliseconds; the function returned takes that back. */
  after(ms: number, callback: () => void): () => void;
  /** Resolves after so many milliseconds; rejects with AbortError at once when `signal` is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** Something was given up because everything is to stop at once. */
export class AbortError extends Error {
  override name = 'AbortError';
  constructor() {
    super('Stopped at once.');
  }
}

/** A clock on top of `now` and `after`. */
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
 * A clock that stands still where `wall` is set back, and continues from there: else a pause would last
 * longer by as much, and a rate would wait for the hour to come again. It may be set ahead, as after
 * a machine has slept.
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
