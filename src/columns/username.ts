/**
 * Two usernames are the same to the site when they fold to the same text: without regard to case, and to
 * whether a letter and its accent are written as one character or two.
 */
export function foldUsername(username: string): string {
  const folded = username.toLowerCase();
  // Most are ASCII, which stays as it is: a million rows are folded.
  return beyondAscii.test(folded) ? folded.normalize('NFC') : folded;
}

const beyondAscii = /[\u0080-\uffff]/;
