import type { Clock } from './clock.js';

/** Of the rate that the site was seen to take, the share that is used: the rest is for its jitter. */
const share = 0.97;
/** How long that is kept before more is tried; ms. Longer once the site has confirmed it. */
const firstHold = 2_000;
const longestHold = 40_000;
/** What more is tried in the first second after that; it doubles every second. */
const firstProbe = 0.05;

/**
 * The rate that a site takes, learned from its 429s: unlimited until the first one; then a little less
 * than what it served in the second before; after a while of that, more and more, until the next.
 */
export class LearnedRate {
  readonly #clock: Clock;
  #base = Infinity;
  #since = 0;
  #hold = firstHold;
  /** When requests were served, in the last second. */
  #served: number[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Requests a second. */
  rate(): number {
    if (this.#base === Infinity) return Infinity;
    const probing = (this.#clock.now() - this.#since - this.#hold) / 1000;
    return probing <= 0 ? this.#base : this.#base * (1 + firstProbe * (2 ** probing - 1));
  }

  accepted(): void {
    this.#served.push(this.#clock.now());
    if (this.#served.length > 64) this.#forget();
  }

  /** The site said that this was too much. */
  limited(): void {
    this.#forget();
    const before = this.rate();
    // At least one: a site that serves nothing at all would otherwise never be asked again.
    const seen = Math.max(1, Math.min(this.#served.length, before));
    const confirmed = before !== Infinity && seen < this.#base * 1.25 && seen > this.#base * 0.8;
    this.#hold = confirmed ? Math.min(longestHold, this.#hold * 5) : firstHold;
    this.#base = seen * share;
    this.#since = this.#clock.now();
  }

  #forget(): void {
    const from = this.#clock.now() - 1000;
    const first = this.#served.findIndex((at) => at > from);
    this.#served = first === -1 ? [] : this.#served.slice(first);
  }
}
