import { clockOf, type Clock } from '../../src/site/clock.js';

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** Time that passes only in `run`, from timer to timer. */
export class VirtualClock {
  #now = 0;
  #timers: Timer[] = [];

  /** `lateness`: how much too late the next timer fires; ms. */
  constructor(private readonly lateness: () => number = () => 0) {}

  readonly clock: Clock = clockOf({
    now: () => this.#now,
    after: (ms, callback) => {
      const timer = { at: this.#now + Math.max(0, ms) + this.lateness(), callback };
      this.#timers.push(timer);
      return () => (this.#timers = this.#timers.filter((other) => other !== timer));
    },
  });

  now(): number {
    return this.#now;
  }

  /** Runs timers until `done`. */
  async run(done: () => boolean): Promise<void> {
    while (!done()) {
      // Promises that are ready run first.
      await new Promise((resolve) => setImmediate(resolve));
      const next = this.#timers.reduce<Timer | undefined>(
        (first, timer) => (first && first.at <= timer.at ? first : timer),
        undefined,
      );
      if (!next) continue;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#now = next.at;
      next.callback();
    }
  }
}

/** A clock on which every wait ends at once, but moves the time forward. */
export function hurriedClock(): Clock {
  let ahead = 0;
  return clockOf({
    now: () => Date.now() + ahead,
    after: (ms, callback) => {
      ahead += ms;
      const timer = setImmediate(callback);
      return () => clearImmediate(timer);
    },
  });
}
