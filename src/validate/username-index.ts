import { foldUsername } from '../columns/username.js';

/** Entries are kept in pages of this many bytes, so that growing copies nothing. */
const pieceBytes = 1 << 20;
/** An entry is its line in four bytes, the name in UTF-8, and an end mark. */
const nameAt = 4;
/** Ends a name: a byte that never occurs in UTF-8. */
const endOfName = 0xff;

interface Piece {
  readonly bytes: Buffer;
  /** How much of it is used. */
  filled: number;
}

/**
 * The usernames of a file, compared as the site does (columns/username.ts). Exact, and compact: the names'
 * own bytes and some 12 more for each, none of them on the heap. A hash finds candidates, and their text
 * decides.
 */
export class UsernameIndex {
  /** Open addressing: one more than the offset of an entry, across all pages; 0 is free. */
  #slots = new Uint32Array(1 << 12);
  #size = 0;
  readonly #pieces: Piece[] = [];

  get size(): number {
    return this.#size;
  }

  /** Adds a name with its line; returns the line of its first row if it is there already. */
  add(username: string, line: number): number | undefined {
    const slot = this.#find(foldUsername(username));
    const there = this.#slots[slot] ?? 0;
    if (there > 0) return this.#line(there - 1);
    this.#slots[slot] = this.#keep(username, line) + 1;
    this.#size += 1;
    if (this.#size * 4 > this.#slots.length * 3) this.#grow();
    return undefined;
  }

  has(username: string): boolean {
    return (this.#slots[this.#find(foldUsername(username))] ?? 0) > 0;
  }

  /** Every name as first written, in the order of the file. */
  *names(): Generator<string> {
    for (const { username } of this.rows()) yield username;
  }

  /** The same, with the line of each. */
  *rows(): Generator<{ readonly username: string; readonly line: number }> {
    for (const { bytes, filled } of this.#pieces)
      for (let at = 0; at < filled;) {
        const end = endFrom(bytes, at + nameAt);
        yield { username: bytes.toString('utf8', at + nameAt, end), line: bytes.readUInt32LE(at) };
        at = end + 1;
      }
  }

  /** The slot of a folded name, or the free one where it belongs. */
  #find(folded: string): number {
    const mask = this.#slots.length - 1;
    for (let slot = hashOf(folded) & mask; ; slot = (slot + 1) & mask) {
      const there = this.#slots[slot] ?? 0;
      if (there === 0 || this.#isNamed(there - 1, folded)) return slot;
    }
  }

  #isNamed(entry: number, folded: string): boolean {
    const { bytes } = this.#piece(entry);
    const from = (entry % pieceBytes) + nameAt;
    for (let index = 0; index < folded.length; index += 1) {
      const byte = bytes[from + index] ?? endOfName;
      const code = folded.charCodeAt(index);
      if (byte === endOfName) return false;
      // A name that is not ASCII may fold to ASCII, and the other way round.
      if (byte > 0x7f || code > 0x7f) return foldUsername(nameFrom(bytes, from)) === folded;
      if (lowerCase(byte) !== code) return false;
    }
    return bytes[from + folded.length] === endOfName;
  }

  #piece(entry: number): Piece {
    const piece = this.#pieces[Math.floor(entry / pieceBytes)];
    if (!piece) throw new Error(`There is no username at ${entry}.`);
    return piece;
  }

  #line(entry: number): number {
    return this.#piece(entry).bytes.readUInt32LE(entry % pieceBytes);
  }

  /** Writes an entry and returns its offset. */
  #keep(username: string, line: number): number {
    const most = nameAt + username.length * 3 + 1;
    let piece = this.#pieces.at(-1);
    if (!piece || piece.filled + most > pieceBytes) {
      piece = { bytes: Buffer.allocUnsafeSlow(Math.max(pieceBytes, most)), filled: 0 };
      this.#pieces.push(piece);
    }
    const { bytes, filled } = piece;
    const entry = (this.#pieces.length - 1) * pieceBytes + filled;
    if (entry >= 0xffff_ffff) throw new Error('The file has more usernames than can be held.');
    bytes.writeUInt32LE(line, filled);
    const end = filled + nameAt + bytes.write(username, filled + nameAt, 'utf8');
    bytes[end] = endOfName;
    piece.filled = end + 1;
    return entry;
  }

  /** Hashes are not kept: a word per name costs more than reading the names again when the index grows. */
  #grow(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (const [index, { bytes, filled }] of this.#pieces.entries())
      for (let at = 0; at < filled; at += 1) {
        const entry = index * pieceBytes + at;
        const from = at + nameAt;
        let hash = fnvBasis;
        let byte = bytes[from] ?? endOfName;
        for (at = from; byte <= 0x7f; byte = bytes[(at += 1)] ?? endOfName)
          hash = fnvStep(hash, byte);
        if (byte !== endOfName) {
          hash = hashOf(foldUsername(nameFrom(bytes, from)));
          at = endFrom(bytes, at);
        }
        let slot = hash & mask;
        while ((slots[slot] ?? 0) > 0) slot = (slot + 1) & mask;
        slots[slot] = entry + 1;
      }
    this.#slots = slots;
  }
}

function endFrom(bytes: Buffer, from: number): number {
  return bytes.indexOf(endOfName, from);
}

function nameFrom(bytes: Buffer, from: number): string {
  return bytes.toString('utf8', from, endFrom(bytes, from));
}

/** FNV-1a over the folded name in UTF-8; for ASCII, folding is included. */
function hashOf(folded: string): number {
  let hash = fnvBasis;
  for (let index = 0; index < folded.length; index += 1) {
    const code = folded.charCodeAt(index);
    if (code > 0x7f) return Buffer.from(folded).reduce(fnvStep, fnvBasis);
    hash = fnvStep(hash, code);
  }
  return hash;
}

const fnvBasis = 0x811c9dc5;

/** Lower-cases capital letters. */
function fnvStep(hash: number, byte: number): number {
  return Math.imul(hash ^ (byte | 0x20), 0x01000193);
}

/** For an ASCII byte. */
function lowerCase(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
}
