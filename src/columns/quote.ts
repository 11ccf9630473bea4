import { printable } from './printable.js';

const longest = 40;

/** Part of a file's text for a message: in quotes, shortened, and printable. */
export function quote(text: string): string {
  // A character has at most two code units, so what lies beyond is cut off in any case.
  const characters = Array.from(text.slice(0, 2 * longest + 2));
  const short = characters.length > longest ? `${characters.slice(0, longest).join('')}…` : text;
  return `"${printable(short)}"`;
}
