import { unprintable } from '../columns/printable.js';

/**
 * A word as a shell takes it literally. One with characters that a terminal would act upon is written as
 * bash and zsh read it, `$'\U0000001b'`.
 */
export function shellQuote(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (word.search(unprintable) === -1) return `'${word.replaceAll("'", "'\\''")}'`;
  const escaped = word.replace(/[\\']/g, '\\$&').replace(unprintable, inHex);
  return `$'${escaped}'`;
}

function inHex(character: string): string {
  return `\\U${(character.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`;
}
