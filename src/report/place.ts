/** Part of a text, in UTF-16 units; `end` is exclusive. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/**
 * Where the problem is in a cell (all three as they are shown): the piece that the message quotes first,
 * preferably where the suggestion changes something; otherwise everything that it changes; otherwise the
 * whole cell.
 */
export function placeOfTrouble(cell: string, message: string, suggestion: string | null): Stretch {
  const all = { start: 0, end: cell.length };
  const changed = suggestion === null ? undefined : difference(cell, suggestion);
  const quoted = quotedPiece(cell, message);
  if (quoted === undefined) return changed ?? all;
  return (changed && find(quoted, cell, changed)) ?? find(quoted, cell, all) ?? changed ?? all;
}

interface Quoted {
  readonly text: string;
  /** Whether the message shows only its beginning. */
  readonly cut: boolean;
}

/** What the message quotes first, if it is less than the whole cell. */
function quotedPiece(cell: string, message: string): Quoted | undefined {
  const quoted = /"([^"]+)"/.exec(message)?.[1];
  if (quoted === undefined || quoted === cell) return undefined;
  if (!quoted.endsWith('…')) return { text: quoted, cut: false };
  const text = quoted.slice(0, -1);
  // If the cell starts with it, the message may mean all of the cell.
  return cell.startsWith(text) ? undefined : { text, cut: true };
}

/** Where the piece occurs in a part of the cell, as whole words. */
function find({ text, cut }: Quoted, cell: string, part: Stretch): Stretch | undefined {
  let start = cell.indexOf(text, part.start);
  for (; start !== -1 && start < part.end; start = cell.indexOf(text, start + 1)) {
    const end = start + text.length;
    if (!isInWord(cell, start) && (cut || !isInWord(cell, end))) return { start, end };
  }
  return undefined;
}

/** Whether a word continues across this position. */
function isInWord(text: string, at: number): boolean {
  return /^[\p{L}\p{M}\p{N}_]{2}$/u.test(text.slice(Math.max(0, at - 1), at + 1));
}

/** The part of a text that differs from another, in whole words; empty if something is missing there. */
export function difference(text: string, other: string): Stretch | undefined {
  if (text === other) return undefined;
  const ours = words(text);
  const theirs = words(other);
  const shorter = Math.min(ours.length, theirs.length);
  let before = 0;
  while (before < shorter && ours[before] === theirs[before]) before += 1;
  let behind = 0;
  while (behind < shorter - before && ours.at(-1 - behind) === theirs.at(-1 - behind)) behind += 1;
  return {
    start: ours.slice(0, before).join('').length,
    end: ours.slice(0, ours.length - behind).join('').length,
  };
}

/** Words, typed escapes, and every other character by itself. */
function words(text: string): readonly string[] {
  return text.match(/\\[nrt]|[\p{L}\p{M}\p{N}]+|./gsu) ?? [];
}
