/** The message about a text that is longer than the site accepts; undefined if it is not. */
export function tooLong(what: string, text: string, most: number): string | undefined {
  // A text never has more characters than UTF-16 units.
  if (text.length <= most) return undefined;
  const { length } = Array.from(text);
  return length <= most
    ? undefined
    : `The ${what} has ${length} characters; the site takes at most ${most}. Shorten it.`;
}
