import { AbortError, type Clock } from './clock.js';
import { LearnedRate } from './learned-rate.js';

export interface ThrottleOptions {
  /** Requests under way at once, at most. */
  readonly concurrency: number;
  /** Requests a second, at most; undefined: only what the site turns out to take. */
  readonly rate: number | undefined;
  readonly clock: Clock;
}

/** A place at the site, taken by one request until it is released. */
export interface Turn {
  /** When the turn came. */
  readonly at: number;
  /** Once. `accepted`: the site served it; false: it was refused for its rate, or nothing is known. */
  release(accepted: boolean): void;
}

interface Waiter {
  readonly resolve: (turn: Turn) => void;
  aborted: boolean;
}

/**
 * The one queue of all requests to a site: first come, first served; no more at once than allowed; no
 * faster than the fixed rate, and than the rate that the site has turned out to take. A 429 pauses
 * everything.
 */
export class Throttle {
  readonly #options: ThrottleOptions;
  readonly #learned: LearnedRate;
  #queue: Waiter[] = [];
  /** Where the queue begins: those before it have had their turn. */
  #head = 0;
  #underWay = 0;
  #nextAt = 0;
  #pausedUntil = 0;
  #barePauses = 0;
  #cancelTimer: (() => void) | undefined;
  /** When the latest turns came, at most as many as the fixed rate allows in a second. */
  readonly #latest: number[] = [];

  constructor(options: ThrottleOptions) {
    this.#options = options;
    this.#learned = new LearnedRate(options.clock);
  }

  /** Resolves when it is the caller's turn; rejects with AbortError. */
  turn(signal: AbortSignal): Promise<Turn> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(new AbortError());
        return;
      }
      const onAbort = (): void => {
        waiter.aborted = true;
        reject(new AbortError());
      };
      const waiter: Waiter = {
        aborted: false,
        resolve: (turn) => {
          signal.removeEventListener('abort', onAbort);
          resolve(turn);
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.#queue.push(waiter);
      this.#grant();
    });
  }

  /**
   * The site refused a request for its rate. Everything waits as long as the site asks, or, when it
   * asks for no time (null or 0), one second, and twice as long each time again. Tells how long that
   * is (ms), and whether it is news: what was under way when the site first said so is none.
   */
  limited(retryAfter: number | null, turn: Turn): { ms: number; isNew: boolean } {
    const now = this.#options.clock.now();
    const isNew = turn.at >= this.#pausedUntil;
    const asksForTime = retryAfter !== null && retryAfter > 0;
    if (isNew) {
      this.#learned.limited();
      this.#barePauses = asksForTime ? 0 : this.#barePauses + 1;
    }
    const ms = asksForTime
      ? retryAfter
      : Math.min(60_000, 1000 * 2 ** Math.max(0, this.#barePauses - 1));
    this.#pausedUntil = Math.max(this.#pausedUntil, now + ms);
    this.#learned.pausedUntil(this.#pausedUntil);
    this.#nextAt = Math.max(this.#nextAt, this.#pausedUntil);
    return { ms, isNew };
  }

  /** Gives turns to all whose turn it is now, and comes back when the next one's is. */
  #grant(): void {
    const { clock, concurrency } = this.#options;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    while (this.#underWay < concurrency) {
      const waiter = this.#first();
      if (!waiter) return;
      const now = clock.now();
      const at = this.#earliest(now);
      if (at > now) {
        this.#cancelTimer = clock.after(at - now, () => this.#grant());
        return;
      }
      this.#head += 1;
      this.#take(now, waiter);
    }
  }

  /** The first that still waits; what is after it in the array is dropped from time to time. */
  #first(): Waiter | undefined {
    while (this.#queue[this.#head]?.aborted === true) this.#head += 1;
    if (this.#head > 1000 && this.#head * 2 > this.#queue.length) {
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
    return this.#queue[this.#head];
  }

  #earliest(now: number): number {
    let at = Math.max(now, this.#pausedUntil);
    if (this.#rate() !== Infinity) at = Math.max(at, this.#nextAt);
    const { rate = Infinity } = this.#options;
    // A timer that was late is caught up with, but never beyond the rate in any one second.
    const [oldest = -Infinity] = this.#latest;
    return this.#latest.length < Math.floor(rate) ? at : Math.max(at, oldest + 1000);
  }

  #rate(): number {
    return Math.min(this.#options.rate ?? Infinity, this.#learned.rate());
  }

  #take(now: number, waiter: Waiter): void {
    const interval = 1000 / this.#rate();
    // Turns keep to their rhythm when a timer is late; after a time without any they start over.
    this.#nextAt = Math.max(this.#nextAt, now - catchUp) + interval;
    this.#latest.push(now);
    if (this.#latest.length > (this.#options.rate ?? 0)) this.#latest.shift();
    this.#underWay += 1;
    waiter.resolve({
      at: now,
      release: (accepted) => {
        this.#underWay -= 1;
        if (accepted) {
          this.#barePauses = 0;
          this.#learned.accepted();
        }
        this.#grant();
      },
    });
  }
}

/** How much of its rhythm a late timer may make up for; ms. */
const catchUp = 50;
