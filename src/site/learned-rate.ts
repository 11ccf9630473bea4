import type { Clock } from './clock.js';

/** The share of the observed rate that is used: the rest allows for jitter. */
const share = 0.97;
/** Over how long the rate is measured, without pauses; ms. */
const span = 1000;
/** A 429 after fewer requests in a second than this probably has another reason. */
const firstLeast = 10;
/** How long a rate is kept before more is tried; ms. Longer once the site has confirmed it. */
const firstHold = 2_000;
const longestHold = 40_000;
/** How much more is tried in the first second after that; it doubles every second. */
const firstProbe = 0.05;

/**
 * The rate that a site accepts, learned from its 429s: unlimited until the first; then a little less than
 * what it served in the second before; after a while without one, more and more, until the next.
 */
export class LearnedRate {
  #base = Infinity;
  #since = 0;
  #hold = firstHold;
  /** Consecutive 429s far below the rate; they count only if there are several. */
  #unexplained = 0;
  /** When requests were served, in time without pauses. */
  #served: number[] = [];
  #pausedUntil = 0;
  #paused = 0;

  constructor(private readonly clock: Clock) {}

  /** In requests per second. */
  rate(): number {
    if (this.#base === Infinity) return Infinity;
    const probing = (this.#active() - this.#since - this.#hold) / 1000;
    return probing <= 0 ? this.#base : this.#base * (1 + firstProbe * (2 ** probing - 1));
  }

  accepted(): void {
    this.#served.push(this.#active());
    if (this.#served.length % 256 === 0) this.#forget();
  }

  /** The site said that this was too much. */
  limited(): void {
    this.#forget();
    const seen = this.#served.length;
    const before = this.#base;
    const explained = before === Infinity ? seen >= firstLeast : seen >= 0.7 * before;
    if (!explained) {
      this.#unexplained += 1;
      if (this.#unexplained % 3 > 0) return;
      this.#base = before === Infinity ? firstLeast : Math.max(1, before * 0.7);
      this.#since = this.#active();
      return;
    }
    this.#unexplained = 0;
    this.#since = this.#active();
    this.#base = Math.max(1, seen * share);
    const confirmed = this.#base > before * 0.8 && this.#base < before * 1.25;
    this.#hold = confirmed ? Math.min(longestHold, this.#hold * 5) : firstHold;
  }

  /** Nothing is sent before this; ms since the epoch. */
  pausedUntil(until: number): void {
    const from = Math.max(this.clock.now(), this.#pausedUntil);
    if (until <= from) return;
    this.#paused += until - from;
    this.#pausedUntil = until;
  }

  /** Time without completed pauses; ms. */
  #active(): number {
    const now = this.clock.now();
    return now - this.#paused + Math.max(0, this.#pausedUntil - now);
  }

  #forget(): void {
    const from = this.#active() - span;
    const first = this.#served.findIndex((at) => at > from);
    this.#served = first === -1 ? [] : this.#served.slice(first);
  }
}
