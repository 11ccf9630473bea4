const most = 12;

/** Ascending line numbers as ranges; only the first few are kept. */
export class LineRanges {
  readonly #ranges: [from: number, to: number][] = [];
  #cut = false;

  add(from: number, to = from): void {
    const last = this.#ranges.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else if (this.#ranges.length < most) this.#ranges.push([from, to]);
    else this.#cut = true;
  }

  /** Adds lines that come later in the file. */
  after(lines: readonly number[]): LineRanges {
    const all = new LineRanges();
    for (const line of lines) all.add(line);
    for (const [from, to] of this.#ranges) all.add(from, to);
    all.#cut ||= this.#cut;
    return all;
  }

  /** `, line 7`, `, lines 7–9, 12, …`; nothing when there is none. */
  toString(): string {
    const [first] = this.#ranges;
    if (!first) return '';
    const ranges = this.#ranges.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`));
    const one = this.#ranges.length === 1 && first[0] === first[1] && !this.#cut;
    return `, ${one ? 'line' : 'lines'} ${ranges.join(', ')}${this.#cut ? ', …' : ''}`;
  }
}
