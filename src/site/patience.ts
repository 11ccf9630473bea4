import type { Clock } from './clock.js';
import type { Outcome } from './outcome.js';

/** How long nothing useful may come before the site counts as unavailable, or a request as hopeless; ms. */
export const longestSilence = 120_000;
/** How much of the pauses that the site asked for is not counted; ms. */
export const longestPause = 600_000;
/** More than this between two attempts is no wait of ours, at most rates: the machine was asleep; ms. */
const longestIdle = 90_000;
/** How long to try a host that has never answered, if trying may help; ms. */
const neverAnswered = 10_000;

/** How long the site has given no useful answer: neither a success nor a final refusal. */
export class Patience {
  #silentSince: number | undefined;
  /** When the latest attempt that gave nothing useful ended. */
  #failedAt = 0;
  /** Believed only once without a useful answer, so that there is an end whatever the waits. */
  #wasAsleep = false;
  /** How much of that silence is pauses that the site asked for; ms. */
  #pauses = 0;
  #pausedUntil = 0;
  #answered = false;

  constructor(private readonly clock: Clock) {}

  useful(): void {
    this.#silentSince = undefined;
    this.#wasAsleep = false;
    this.#answered = true;
  }

  /** An attempt that started at `since` gave nothing useful. */
  failed(since: number): void {
    const idle = since - Math.max(this.#failedAt, this.#pausedUntil);
    this.#failedAt = this.clock.now();
    if (this.#silentSince !== undefined) {
      if (this.#wasAsleep || idle <= longestIdle) return;
      this.#wasAsleep = true;
    }
    this.#silentSince = since;
    // Of requests that were in flight together, one may be served after another has caused a pause.
    this.#pauses = Math.max(0, this.#pausedUntil - this.clock.now());
  }

  /** The site asked for a pause of this length from now on; ms. Where pauses overlap, they count once. */
  paused(ms: number): void {
    const now = this.clock.now();
    const more = now + ms - Math.max(now, this.#pausedUntil);
    if (more <= 0) return;
    this.#pauses = Math.min(longestPause, this.#pauses + more);
    this.#pausedUntil = now + ms;
  }

  /** Whether it is time to give up after an outcome. */
  exhausted(outcome: Outcome): boolean {
    if (this.#silentSince === undefined) return false;
    const silence = this.clock.now() - this.#silentSince - this.#pauses;
    if (this.#answered || outcome.type !== 'unreachable') return silence > longestSilence;
    return outcome.lasting || silence > neverAnswered;
  }
}
