/** Entries are kept in pieces of this size, so that growing copies nothing; bytes. */
const pieceBytes = 1 << 20;
/** Ends a name: a byte that UTF-8 never has. */
const endOfName = 0xff;
/** Of an entry: four bytes of hash, four of line, then the name and its end. */
const lineAt = 4;
const nameAt = 8;

/**
 * The usernames of a file, compared as the site compares them: without regard to case. Exact, and
 * compact: the names' own bytes and some 15 more for each, none of them on the heap. A hash finds the
 * candidates, and a candidate's text decides.
 */
export class UsernameIndex {
  /** Open addressing: one more than where an entry begins, pieces counted as if they were one; 0 is free. */
  #slots = new Uint32Array(1 << 12);
  #size = 0;
  readonly #pieces: Buffer[] = [];
  /** How much of each piece is taken. */
  readonly #filled: number[] = [];

  get size(): number {
    return this.#size;
  }

  /** Remembers where a name stands; returns the line of its first row when it has one already. */
  add(username: string, line: number): number | undefined {
    const hash = hashOf(username);
    const slot = this.#find(username, hash);
    const there = this.#slots[slot] ?? 0;
    if (there > 0) return this.#number(there - 1, lineAt);
    this.#slots[slot] = this.#keep(username, hash, line) + 1;
    this.#size += 1;
    if (this.#size * 4 > this.#slots.length * 3) this.#grow();
    return undefined;
  }

  has(username: string): boolean {
    return (this.#slots[this.#find(username, hashOf(username))] ?? 0) > 0;
  }

  /** Every name as first written, in the order of the file. */
  *names(): Generator<string> {
    for (const entry of this.#entries()) yield this.#name(entry);
  }

  /** The slot of a name, or the free one where it belongs. */
  #find(username: string, hash: number): number {
    const mask = this.#slots.length - 1;
    let folded: string | undefined;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const there = this.#slots[slot] ?? 0;
      if (there === 0) return slot;
      if (this.#number(there - 1, 0) !== hash) continue;
      folded ??= foldUsername(username);
      if (foldUsername(this.#name(there - 1)) === folded) return slot;
    }
  }

  /** Where each entry begins. */
  *#entries(): Generator<number> {
    for (const [index, piece] of this.#pieces.entries()) {
      const end = this.#filled[index] ?? 0;
      for (let at = 0; at < end; at = piece.indexOf(endOfName, at + nameAt) + 1)
        yield index * pieceBytes + at;
    }
  }

  #piece(entry: number): Buffer {
    const piece = this.#pieces[Math.floor(entry / pieceBytes)];
    if (!piece) throw new Error(`There is no username at ${entry}.`);
    return piece;
  }

  #number(entry: number, at: number): number {
    return this.#piece(entry).readUInt32LE((entry % pieceBytes) + at);
  }

  #name(entry: number): string {
    const piece = this.#piece(entry);
    const from = (entry % pieceBytes) + nameAt;
    return piece.toString('utf8', from, piece.indexOf(endOfName, from));
  }

  /** Writes an entry and tells where it begins. */
  #keep(username: string, hash: number, line: number): number {
    let last = this.#pieces.length - 1;
    const length = nameAt + Buffer.byteLength(username) + 1;
    if (last === -1 || (this.#filled[last] ?? 0) + length > pieceBytes) {
      this.#pieces.push(Buffer.allocUnsafeSlow(Math.max(pieceBytes, length)));
      last = this.#filled.push(0) - 1;
    }
    const at = this.#filled[last] ?? 0;
    const entry = last * pieceBytes + at;
    if (entry >= 0xffff_ffff) throw new Error('The file has more usernames than can be held.');
    const piece = this.#piece(entry);
    piece.writeUInt32LE(hash, at);
    piece.writeUInt32LE(line, at + lineAt);
    piece.write(username, at + nameAt, 'utf8');
    piece[at + length - 1] = endOfName;
    this.#filled[last] = at + length;
    return entry;
  }

  #grow(): void {
    this.#slots = new Uint32Array(this.#slots.length * 2);
    const mask = this.#slots.length - 1;
    for (const entry of this.#entries()) {
      let slot = this.#number(entry, 0) & mask;
      while ((this.#slots[slot] ?? 0) > 0) slot = (slot + 1) & mask;
      this.#slots[slot] = entry + 1;
    }
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
