/** A bucket that holds a second's worth of requests and fills at the rate. */
export class RateLimit {
  readonly #perSecond: number;
  #tokens: number;
  #at: number;
  /** Until when clients have been asked to send nothing; ms. */
  pausedUntil = 0;

  constructor(perSecond: number, now: number) {
    this.#perSecond = perSecond;
    this.#tokens = Math.max(1, perSecond);
    this.#at = now;
  }

  /** Whether the request may pass. */
  take(now: number): boolean {
    const filled = this.#tokens + ((now - this.#at) / 1000) * this.#perSecond;
    this.#tokens = Math.min(Math.max(1, this.#perSecond), filled);
    this.#at = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
