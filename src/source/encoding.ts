import { isAscii, isUtf8 } from 'node:buffer';
import { windows1252 } from '../columns/windows-1252.js';

/** What bytes that are not all ASCII were found to be. */
export interface Evidence {
  /** Characters of several bytes, well formed in UTF-8. */
  utf8: number;
  /** Bytes that are not UTF-8. */
  others: number;
  /** Of those: bytes beside another one, which are rare among the letters of western languages. */
  neighbours: number;
  /** Of those: bytes that Windows-1252 leaves undefined. */
  undefined: number;
  /** Of those: signs of Windows-1252 that hardly anybody writes. */
  rare: number;
  /** Whether the last byte weighed is not UTF-8. */
  endsInOther: boolean;
}

export function noEvidence(): Evidence {
  return { utf8: 0, others: 0, neighbours: 0, undefined: 0, rare: 0, endsInOther: false };
}

/**
 * Windows-1252 (and Latin-1, which is a part of it) has no mark. Taken for it is what is hardly UTF-8
 * and looks like western text: single letters with accents among ASCII. What looks like neither is taken
 * for UTF-8, so that its wrong bytes are errors of their rows.
 */
export function likelyEncoding(evidence: Evidence): 'utf-8' | 'windows-1252' {
  const { utf8, others, neighbours, rare } = evidence;
  const western =
    others > 10 * utf8 &&
    neighbours <= others / 2 &&
    rare <= others / 10 &&
    evidence.undefined === 0;
  return western ? 'windows-1252' : 'utf-8';
}

/**
 * Adds what a piece of a file shows; returns how many bytes at its end belong to a character that may go
 * on in the next piece.
 */
export function weigh(piece: Buffer, evidence: Evidence): number {
  if (piece.length > 0 && isAscii(piece)) {
    evidence.endsInOther = false;
    return 0;
  }
  let at = 0;
  let lastOther = evidence.endsInOther ? -1 : -2;
  while (at < piece.length) {
    const byte = piece[at] ?? 0;
    if (byte < 0x80) {
      at += 1;
      continue;
    }
    const size = utf8SizeAt(piece, at);
    if (size === undefined) break;
    if (size > 0) {
      evidence.utf8 += 1;
      at += size;
      continue;
    }
    evidence.others += 1;
    if (undefinedInWindows1252.has(byte)) evidence.undefined += 1;
    if (rareInWindows1252.has(byte)) evidence.rare += 1;
    if (lastOther === at - 1) evidence.neighbours += 1;
    lastOther = at;
    at += 1;
  }
  evidence.endsInOther = lastOther === at - 1;
  return piece.length - at;
}

/**
 * How many bytes the character beyond ASCII has that begins there, in UTF-8; 0 when it is not UTF-8;
 * undefined when the piece ends within it.
 */
export function utf8SizeAt(piece: Buffer, at: number): number | undefined {
  const size = sequenceLength(piece[at] ?? 0);
  if (size > 1 && at + size > piece.length && couldBegin(piece.subarray(at))) return undefined;
  return size > 1 && isUtf8(piece.subarray(at, at + size)) ? size : 0;
}

/** How long the character is that such a byte begins; 1 when it begins none of several bytes. */
export function sequenceLength(byte: number): number {
  if (byte < 0xc2 || byte > 0xf4) return 1;
  return byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

/** Whether the bytes after the first are those of a character that continues. */
function couldBegin(bytes: Buffer): boolean {
  return bytes.subarray(1).every((byte) => byte >= 0x80 && byte < 0xc0);
}

const undefinedInWindows1252 = new Set(
  Array.from(windows1252, (character, index) => (character === '\ufffd' ? 0x80 + index : -1)),
);

const rareInWindows1252 = new Set(
  Array.from('‚ƒ„†‡ˆ‰‹˜›', (character) => 0x80 + windows1252.indexOf(character)),
);

/** Turns bytes into text, piece by piece; U+FFFD stands for what cannot be. */
export interface Decoder {
  decode(piece: Buffer): string;
  end(): string;
}

/** The decoder of an encoding by its name. */
export function decoderOf(name: string): Decoder {
  if (name === 'windows-1252') return { decode: decodeWindows1252, end: () => '' };
  const decoder = new TextDecoder(name);
  return {
    decode: (piece) => decoder.decode(piece, { stream: true }),
    end: () => decoder.decode(),
  };
}

/** By hand, for engines differ in what they make of 0x80 to 0x9F. */
function decodeWindows1252(piece: Buffer): string {
  if (isAscii(piece)) return piece.toString('latin1');
  return piece
    .toString('latin1')
    .replace(/[\u0080-\u009f]/g, (character) => windows1252[character.charCodeAt(0) - 0x80] ?? '');
}

/** The Encoding Standard's name for a label; undefined when it knows none. */
export function encodingName(label: string): string | undefined {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
}
