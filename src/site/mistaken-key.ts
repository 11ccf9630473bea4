/**
 * A value given for something else, for a message: quoted, unless it may be an API key in the wrong place,
 * which is not repeated. `keyPlace` is where a key goes.
 */
export function givenText(text: string, keyPlace = keyPlaces): string {
  return looksLikeKey(text)
    ? `what looks like an API key: a key goes into ${keyPlace}`
    : `"${text}"`;
}

const keyPlaces = 'FILES_API_KEY, or a file that --api-key-file names';

export function looksLikeKey(text: string): boolean {
  return /^[\w-]{32,}$/.test(text.trim());
}
