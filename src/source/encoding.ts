import { isAscii, isUtf8 } from 'node:buffer';
import { windows1252 } from '../columns/windows-1252.js';

/** Counts of what was found in bytes that are not all ASCII. */
export interface Evidence {
  /** Multi-byte characters that are valid UTF-8. */
  utf8: number;
  /** Bytes that are not UTF-8. */
  others: number;
  /** Of those: bytes next to another one, which are rare among the letters of western languages. */
  neighbours: number;
  /** Of those: bytes that Windows-1252 leaves undefined. */
  undefined: number;
  /** Of those: signs of Windows-1252 that hardly anybody uses. */
  rare: number;
  /** Whether the last byte was not UTF-8. */
  endsInOther: boolean;
}

export function noEvidence(): Evidence {
  return { utf8: 0, others: 0, neighbours: 0, undefined: 0, rare: 0, endsInOther: false };
}

/**
 * Windows-1252 (and Latin-1, a subset) has no mark. It is assumed if hardly anything is UTF-8 and the text
 * looks western: single accented letters among ASCII. If it looks like neither, it is taken for UTF-8, so
 * that its wrong bytes are errors of their rows.
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
 * Counts what a piece of a file contains; returns how many bytes at its end belong to a character that may
 * continue in the next piece.
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
 * The length of the UTF-8 character beyond ASCII that starts there; 0 if it is not UTF-8; undefined if the
 * piece ends within it.
 */
export function utf8SizeAt(piece: Buffer, at: number): number | undefined {
  const size = sequenceLength(piece[at] ?? 0);
  if (size > 1 && at + size > piece.length && couldBegin(piece.subarray(at))) return undefined;
  return size > 1 && isUtf8(piece.subarray(at, at + size)) ? size : 0;
}

/** The length of the character that starts with this byte; 1 if none of several bytes does. */
export function sequenceLength(byte: number): number {
  if (byte < 0xc2 || byte > 0xf4) return 1;
  return byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

/** Whether the bytes after the first are continuation bytes. */
function couldBegin(bytes: Buffer): boolean {
  return bytes.subarray(1).every((byte) => byte >= 0x80 && byte < 0xc0);
}

const undefinedInWindows1252 = new Set(
  Array.from(windows1252, (character, index) => (character === '\ufffd' ? 0x80 + index : -1)),
);

const rareInWindows1252 = new Set(
  Array.from('‚ƒ„†‡ˆ‰‹˜›', (character) => 0x80 + windows1252.indexOf(character)),
);

/** Turns bytes into text, piece by piece; what cannot be decoded becomes U+FFFD. */
export interface Decoder {
  decode(piece: Buffer): string;
  end(): string;
}

/** The decoder of an encoding, by name. */
export function decoderOf(name: string): Decoder {
  if (name === 'windows-1252') return { decode: decodeWindows1252, end: () => '' };
  const decoder = new TextDecoder(name);
  return {
    decode: (piece) => decoder.decode(piece, { stream: true }),
    end: () => decoder.decode(),
  };
}

/** By hand, because engines differ in how they decode 0x80 to 0x9F. */
function decodeWindows1252(piece: Buffer): string {
  if (isAscii(piece)) return piece.toString('latin1');
  return piece
    .toString('latin1')
    .replace(/[\u0080-\u009f]/g, (character) => windows1252[character.charCodeAt(0) - 0x80] ?? '');
}

/** The Encoding Standard's name for a label; undefined if it has none. */
export function encodingName(label: string): string | undefined {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
}
