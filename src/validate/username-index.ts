/** Entries are kept in pieces of this size, so that growing copies nothing; bytes. */
const pieceBytes = 1 << 20;
/** Ends a name: a byte that UTF-8 never has. */
const endOfName = 0xff;
/** An entry begins at a multiple of four: a word of hash, one of line, then the name and its end. */
const nameAt = 8;
const lineWord = 1;

interface Piece {
  readonly bytes: Buffer;
  /** The same memory. */
  readonly words: Uint32Array;
  /** How much of it is taken. */
  filled: number;
}

/**
 * The usernames of a file, compared as the site compares them: without regard to case. Exact, and
 * compact: the names' own bytes and some 17 more for each, none of them on the heap. A hash finds the
 * candidates, and a candidate's text decides.
 */
export class UsernameIndex {
  /** Open addressing: one more than where an entry begins, pieces counted as if they were one; 0 is free. */
  #slots = new Uint32Array(1 << 12);
  #size = 0;
  readonly #pieces: Piece[] = [];

  get size(): number {
    return this.#size;
  }

  /** Remembers where a name stands; returns the line of its first row when it has one already. */
  add(username: string, line: number): number | undefined {
    const hash = hashOf(username);
    const slot = this.#find(username, hash);
    const there = this.#slots[slot] ?? 0;
    if (there > 0) return this.#word(there - 1, lineWord);
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
    for (const { username } of this.rows()) yield username;
  }

  /** The same, with the line on which each stands. */
  *rows(): Generator<{ readonly username: string; readonly line: number }> {
    for (const [index, piece] of this.#pieces.entries())
      for (let at = 0; at < piece.filled; at = nextAfter(piece, at)) {
        const entry = index * pieceBytes + at;
        yield { username: this.#name(entry), line: this.#word(entry, lineWord) };
      }
  }

  /** The slot of a name, or the free one where it belongs. */
  #find(username: string, hash: number): number {
    const mask = this.#slots.length - 1;
    let folded: string | undefined;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const there = this.#slots[slot] ?? 0;
      if (there === 0) return slot;
      if (this.#word(there - 1, 0) !== hash) continue;
      folded ??= foldUsername(username);
      if (foldUsername(this.#name(there - 1)) === folded) return slot;
    }
  }

  #piece(entry: number): Piece {
    const piece = this.#pieces[Math.floor(entry / pieceBytes)];
    if (!piece) throw new Error(`There is no username at ${entry}.`);
    return piece;
  }

  #word(entry: number, index: number): number {
    return this.#piece(entry).words[(entry % pieceBytes) / 4 + index] ?? 0;
  }

  #name(entry: number): string {
    const { bytes } = this.#piece(entry);
    const from = (entry % pieceBytes) + nameAt;
    return bytes.toString('utf8', from, bytes.indexOf(endOfName, from));
  }

  /** Writes an entry and tells where it begins. */
  #keep(username: string, hash: number, line: number): number {
    const most = nameAt + username.length * 3 + 1;
    let piece = this.#pieces.at(-1);
    if (!piece || piece.filled + most > piece.bytes.length) {
      const bytes = Buffer.allocUnsafeSlow(Math.max(pieceBytes, aligned(most)));
      piece = { bytes, words: new Uint32Array(bytes.buffer), filled: 0 };
      this.#pieces.push(piece);
    }
    const { bytes, words, filled } = piece;
    const entry = (this.#pieces.length - 1) * pieceBytes + filled;
    if (entry >= 0xffff_ffff) throw new Error('The file has more usernames than can be held.');
    words[filled / 4] = hash;
    words[filled / 4 + lineWord] = line;
    const end = filled + nameAt + bytes.write(username, filled + nameAt, 'utf8');
    bytes[end] = endOfName;
    piece.filled = aligned(end + 1);
    return entry;
  }

  #grow(): void {
    this.#slots = new Uint32Array(this.#slots.length * 2);
    const mask = this.#slots.length - 1;
    for (const [index, piece] of this.#pieces.entries())
      for (let at = 0; at < piece.filled; at = nextAfter(piece, at)) {
        let slot = (piece.words[at / 4] ?? 0) & mask;
        while ((this.#slots[slot] ?? 0) > 0) slot = (slot + 1) & mask;
        this.#slots[slot] = index * pieceBytes + at + 1;
      }
  }
}

/** Where the entry after the one at `at` begins. */
function nextAfter({ bytes }: Piece, at: number): number {
  return aligned(bytes.indexOf(endOfName, at + nameAt) + 1);
}

function aligned(at: number): number {
  return at + (-at & 3);
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
