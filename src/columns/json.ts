/** What a text is as JSON; undefined for what is none. A parser's message would quote it, and it may hold keys. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
