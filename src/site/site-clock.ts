/**
 * The site's clock, from the `Date` of its replies. That counts whole seconds, and was written at some
 * moment between request and reply: each reply bounds how far the two clocks are apart.
 */
export class SiteClock {
  #offset: { least: number; most: number } | undefined;

  /** A reply with `date` (a Date header) came at `received` to a request sent at `sent`; ms. */
  observe(date: string | undefined, sent: number, received: number): void {
    const second = Date.parse(date ?? '');
    if (Number.isNaN(second)) return;
    const seen = { least: second - received, most: second + 1000 - sent };
    const least = Math.max(this.#offset?.least ?? -Infinity, seen.least);
    const most = Math.min(this.#offset?.most ?? Infinity, seen.most);
    // When no offset fits all replies, one of the clocks was set: what was seen last counts.
    this.#offset = least <= most ? { least, most } : seen;
  }

  /** The earliest that the site's clock can show at a moment of ours, ms; ours until it has been compared. */
  earliest(at: number): number {
    return at + (this.#offset?.least ?? 0);
  }

  latest(at: number): number {
    return at + (this.#offset?.most ?? 0);
  }
}
