/** Names are kept in pieces of this size, so that growing copies nothing; bytes. */
const pieceBytes = 1 << 20;
/** Entries of a growing column of numbers that are allocated at once. */
const segment = 1 << 16;

/**
 * The usernames of a file, compared as the site compares them: without regard to case. Exact, and
 * compact: the names' own bytes and some 20 more for each, none of them on the heap. A hash finds the
 * candidates, and a candidate's text decides.
 */
export class UsernameIndex {
  /** Open addressing: one more than the place of a name in the order of the file; 0 is free. */
  #slots = new Uint32Array(1 << 12);
  #size = 0;
  readonly #hashes = new Numbers();
  readonly #lines = new Numbers();
  /** Where each name's bytes begin, pieces counted as if they were one. */
  readonly #starts = new Numbers();
  readonly #lengths = new Numbers();
  readonly #pieces: Buffer[] = [];
  /** How much of the last piece is taken. */
  #filled = pieceBytes;

  get size(): number {
    return this.#size;
  }

  /** Remembers where a name stands; returns the line of its first row when it has one already. */
  add(username: string, line: number): number | undefined {
    const hash = hashOf(username);
    const slot = this.#find(username, hash);
    const there = this.#slots[slot] ?? 0;
    if (there > 0) return this.#lines.at(there - 1);
    this.#slots[slot] = this.#size + 1;
    this.#keep(username);
    this.#hashes.push(hash);
    this.#lines.push(line);
    this.#size += 1;
    if (this.#size * 4 > this.#slots.length * 3) this.#grow();
    return undefined;
  }

  has(username: string): boolean {
    return (this.#slots[this.#find(username, hashOf(username))] ?? 0) > 0;
  }

  /** Every name as first written, in the order of the file. */
  *names(): Generator<string> {
    for (let index = 0; index < this.#size; index += 1) yield this.#name(index);
  }

  /** The slot of a name, or the free one where it belongs. */
  #find(username: string, hash: number): number {
    const mask = this.#slots.length - 1;
    let folded: string | undefined;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const there = this.#slots[slot] ?? 0;
      if (there === 0) return slot;
      if (this.#hashes.at(there - 1) !== hash) continue;
      folded ??= foldUsername(username);
      if (foldUsername(this.#name(there - 1)) === folded) return slot;
    }
  }

  #name(index: number): string {
    const start = this.#starts.at(index);
    const piece = this.#pieces[Math.floor(start / pieceBytes)];
    const from = start % pieceBytes;
    return piece?.toString('utf8', from, from + this.#lengths.at(index)) ?? '';
  }

  #keep(username: string): void {
    if (this.#filled + Buffer.byteLength(username) > pieceBytes) {
      this.#pieces.push(Buffer.allocUnsafeSlow(pieceBytes));
      this.#filled = 0;
    }
    const piece = this.#pieces.at(-1);
    if (!piece) return;
    this.#starts.push((this.#pieces.length - 1) * pieceBytes + this.#filled);
    const written = piece.write(username, this.#filled, 'utf8');
    this.#lengths.push(written);
    this.#filled += written;
  }

  #grow(): void {
    this.#slots = new Uint32Array(this.#slots.length * 2);
    const mask = this.#slots.length - 1;
    for (let index = 0; index < this.#size; index += 1) {
      let slot = this.#hashes.at(index) & mask;
      while ((this.#slots[slot] ?? 0) > 0) slot = (slot + 1) & mask;
      this.#slots[slot] = index + 1;
    }
  }
}

/** A growing column of whole numbers below 2³². */
class Numbers {
  readonly #segments: Uint32Array[] = [];
  #length = 0;

  push(value: number): void {
    if (this.#length % segment === 0) this.#segments.push(new Uint32Array(segment));
    const last = this.#segments[this.#segments.length - 1];
    if (last) last[this.#length % segment] = value;
    this.#length += 1;
  }

  at(index: number): number {
    return this.#segments[Math.floor(index / segment)]?.[index % segment] ?? 0;
  }
}

/** FNV-1a over the folded name. */
function hashOf(username: string): number {
  const folded = foldUsername(username);
  let hash = 0x811c9dc5;
  for (let at = 0; at < folded.length; at += 1)
    hash = Math.imul(hash ^ folded.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** Two usernames are the same to the site when they fold to the same text. */
export function foldUsername(username: string): string {
  return username.toLowerCase();
}
