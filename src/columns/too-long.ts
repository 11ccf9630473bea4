/** What to say of a text that is longer than the site takes; undefined: it is not. */
export function tooLong(what: string, text: string, most: number): string | undefined {
  // No text has more characters than UTF-16 units.
  if (text.length <= most) return undefined;
  const { length } = Array.from(text);
  return length <= most
    ? undefined
    : `The ${what} has ${length} characters; the site takes at most ${most}. Shorten it.`;
}
