import { isUtf8 } from 'node:buffer';
import { windows1252 } from './windows-1252.js';

/**
 * What UTF-8 looks like when read as Windows-1252: the first byte of a character from a common script, and
 * a byte that can follow it. Rarer scripts are left out: É® is not damage.
 */
export const mojibakePattern = `[\\u00c2-\\u00c5\\u00ce-\\u00d1\\u00d7-\\u00d9\\u00e2-\\u00e9\\u00f0][\\u0080-\\u00bf${windows1252.replaceAll('\ufffd', '')}]`;

const mojibake = new RegExp(mojibakePattern);

const byteOf = new Map(
  Array.from(windows1252, (character, index) => [character, 0x80 + index] as const),
);

/**
 * The original of a text that was UTF-8 and was read as Windows-1252 (`Ã©` for é); undefined if it was not.
 */
export function undoMojibake(text: string): string | undefined {
  if (!mojibake.test(text)) return undefined;
  const bytes = Buffer.alloc(text.length);
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const byte = code < 0x100 ? code : byteOf.get(text.charAt(at));
    if (byte === undefined) return undefined;
    bytes[at] = byte;
  }
  return isUtf8(bytes) ? bytes.toString() : undefined;
}
