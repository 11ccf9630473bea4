import { AbortError, type Clock } from './clock.js';
import { LearnedRate } from './learned-rate.js';

export interface ThrottleOptions {
  /** The most requests in flight at once. */
  readonly concurrency: number;
  /** The most requests per second; undefined: only the learned rate applies. */
  readonly rate: number | undefined;
  readonly clock: Clock;
}

/** A place in the throttle, held by one request until it is released. */
export interface Turn {
  /** When the turn came. */
  readonly at: number;
  /**
   * Must be called once. `accepted`: the site served it; false: it was refused because of the rate limit,
   * or nothing is known.
   */
  release(accepted: boolean): void;
}

interface Waiter {
  readonly resolve: (turn: Turn) => void;
  aborted: boolean;
}

/**
 * The one queue of all requests to a site: first come, first served; no more at once than allowed; no
 * faster than the fixed rate and the learned rate. A 429 pauses everything.
 */
export class Throttle {
  readonly #learned: LearnedRate;
  #queue: Waiter[] = [];
  /** Where the queue starts: earlier entries have had their turn. */
  #head = 0;
  #underWay = 0;
  #nextAt = 0;
  #pausedUntil = 0;
  #barePauses = 0;
  #cancelTimer: (() => void) | undefined;
  /** When the latest turns came, at most as many as the fixed rate allows per second. */
  readonly #latest: number[] = [];

  constructor(private readonly options: ThrottleOptions) {
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
   * The site refused a request because of the rate limit. Everything waits as long as the site asks, or, if
   * it asks for no time (null or 0), one second, doubled each time up to a minute. Returns how long that is
   * (ms), and whether it is news: a 429 to a request already in flight at the first one is not.
   */
  limited(retryAfter: number | null, turn: Turn): { ms: number; isNew: boolean } {
    const now = this.options.clock.now();
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

  /** Gives turns to all whose turn it is, and schedules the next. */
  #grant(): void {
    const { clock, concurrency } = this.options;
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

  /** The first one still waiting; the array is trimmed from time to time. */
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
    const { rate = Infinity } = this.options;
    // A late timer is compensated, but never beyond the rate in any one second.
    const [oldest = -Infinity] = this.#latest;
    return this.#latest.length < Math.floor(rate) ? at : Math.max(at, oldest + 1000);
  }

  #rate(): number {
    return Math.min(this.options.rate ?? Infinity, this.#learned.rate());
  }

  #take(now: number, waiter: Waiter): void {
    const interval = 1000 / this.#rate();
    // Turns keep their rhythm when a timer is late; after a time without any, the rhythm starts over.
    this.#nextAt = Math.max(this.#nextAt, now - catchUp) + interval;
    this.#latest.push(now);
    if (this.#latest.length > (this.options.rate ?? 0)) this.#latest.shift();
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
