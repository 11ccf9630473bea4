import type { Json, Kind } from '../column.js';

/** What most kinds of cell share: the API takes the value as it is and returns the same. */
export function kind<T extends Json>(
  rule: Pick<Kind<T>, 'accepts' | 'schema' | 'read'> & Partial<Kind<T>>,
): Kind<T> {
  return { toApi: (value) => value, fromApi: textOf, same: sameText, ...rule };
}

/** What a text field of the site means: none is the same as an empty one. */
function sameText(sent: Json, returned: Json): boolean {
  return textOf(sent) === textOf(returned);
}

/** A single value of the API as text; none, or one that is not a single value, as ''. */
export function textOf(value: Json): string {
  return value === null || typeof value === 'object' ? '' : String(value);
}
