/**
 * The legacy API writes instants as `YYYY-mm-dd HH:MM:SS` without a zone. They are taken as UTC: the only
 * zone that its documentation mentions, the user's, is "for accurate time display" only.
 */
export function legacyTime(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}

/** Milliseconds since the epoch; NaN if it is not an instant. If a text names its zone, that counts. */
export function timeOfLegacy(text: string): number {
  const bare = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})$/.exec(text);
  return Date.parse(bare ? `${bare[1] ?? ''}T${bare[2] ?? ''}Z` : text);
}
