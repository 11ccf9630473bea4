/**
 * Parses JSON; undefined if it is invalid. A parser's message would quote the text, which may contain keys.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
