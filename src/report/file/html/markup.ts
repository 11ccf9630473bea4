import { printable } from '../../../columns/printable.js';
import { escapedUnit } from '../../json-text.js';

/** Text as HTML, between tags or in a quoted attribute; invisible characters are shown escaped. */
export function text(value: string | number): string {
  return printable(String(value)).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** JSON that cannot break out of its script element. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, escapedUnit);
}
