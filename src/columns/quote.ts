import { printable } from './printable.js';

const longest = 40;

/** A piece of a file's text for a message: in quotes, shortened, and printable. */
export function quote(text: string): string {
  // A character is at most two units: what comes after that is cut off in any case.
  const characters = Array.from(text.slice(0, 2 * longest + 2));
  const short = characters.length > longest ? `${characters.slice(0, longest).join('')}…` : text;
  return `"${printable(short)}"`;
}
