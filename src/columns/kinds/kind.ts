import type { Json, Kind } from '../column.js';

/** What most kinds share: the API takes the value as it is, and returns the same. */
export function kind<T extends Json>(
  rule: Pick<Kind<T>, 'accepts' | 'schema' | 'read'> & Partial<Kind<T>>,
): Kind<T> {
  return { toApi: (value) => value, fromApi: textOf, same: sameText, ...rule };
}

/** A text field of the site: null means the same as an empty text. */
function sameText(sent: Json, returned: Json): boolean {
  return textOf(sent) === textOf(returned);
}

/** A single value of the API as text; '' for null and for anything that is not a single value. */
export function textOf(value: Json): string {
  return value === null || typeof value === 'object' ? '' : String(value);
}
