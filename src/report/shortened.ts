import { grouped } from './count.js';

/** A text of at most this many UTF-16 units; if it is cut, it says how long it was. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  // Not between the halves of a surrogate pair.
  const whole = text.slice(0, most).replace(/[\ud800-\udbff]$/, '');
  return `${whole}… (${grouped(text.length)} characters)`;
}
