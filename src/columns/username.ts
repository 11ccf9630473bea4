/**
 * Two usernames are the same to the site if they fold to the same text: case is ignored, and so is whether
 * an accented letter is one code point or two. Σ has two small letters, the second for the end of a word.
 */
export function foldUsername(username: string): string {
  const folded = username.toLowerCase();
  // Most are ASCII and need no normalising, which matters for a million rows.
  return beyondAscii.test(folded) ? folded.normalize('NFC').replaceAll('ς', 'σ') : folded;
}

const beyondAscii = /[\u0080-\uffff]/;
