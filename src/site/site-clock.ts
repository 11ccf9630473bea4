/**
 * The site's clock, from the `Date` header of its replies. That has whole seconds, and was written at some
 * time between request and reply, so each reply limits how far the two clocks can be apart.
 */
export class SiteClock {
  #offset: { least: number; most: number } | undefined;

  /** A reply with `date` (a Date header) was received at `received` to a request sent at `sent`; ms. */
  observe(date: string | undefined, sent: number, received: number): void {
    const second = Date.parse(date ?? '');
    if (Number.isNaN(second)) return;
    const seen = { least: second - received, most: second + 1000 - sent };
    const least = Math.max(this.#offset?.least ?? -Infinity, seen.least);
    const most = Math.min(this.#offset?.most ?? Infinity, seen.most);
    // If no offset fits all replies, one of the clocks was set: the latest reply counts.
    this.#offset = least <= most ? { least, most } : seen;
  }

  /**
   * The earliest that the site's clock can show at a time of ours, in ms; our time until they have been
   * compared.
   */
  earliest(at: number): number {
    return at + (this.#offset?.least ?? 0);
  }

  latest(at: number): number {
    return at + (this.#offset?.most ?? 0);
  }
}
