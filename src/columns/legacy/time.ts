/**
 * The legacy API writes instants as `YYYY-mm-dd HH:MM:SS` and names no zone. They are taken to be in UTC:
 * the one zone that its document speaks of, the user's, is "for accurate time display" alone.
 */
export function legacyTime(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}

/** Milliseconds since the epoch; NaN for what is not an instant. A text that names its zone is taken at its word. */
export function timeOfLegacy(text: string): number {
  const bare = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})$/.exec(text);
  return Date.parse(bare ? `${bare[1] ?? ''}T${bare[2] ?? ''}Z` : text);
}
