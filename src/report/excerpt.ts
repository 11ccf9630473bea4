import type { Stretch } from './place.js';
import { graphemesOf, widthOf, type Grapheme } from './text-width.js';

export interface Excerpt {
  readonly text: string;
  /** The width before the place, and the width of the place, at least one. */
  readonly before: number;
  readonly marked: number;
}

/** Nothing further from a place than this, in UTF-16 units, is shown with it. */
const reach = 2000;

/** A text in at most `room` columns, shortened around a place in it, so that its marks fit too. */
export function excerpt(whole: string, { start, end }: Stretch, room: number): Excerpt {
  // What is missing at the end is marked after it.
  const text = start >= whole.length ? `${whole} ` : whole;
  const offset = Math.max(0, start - reach);
  const near = graphemesOf(text.slice(offset, start + reach));
  const isMarked = ({ at, text: { length } }: Grapheme): boolean =>
    offset + at + length > start && offset + at < Math.max(end, start + 1);

  const fits = text.length <= reach && widthOf(text) <= room;
  const [from, to] = fits ? [0, near.length] : around(near, isMarked, room - 2);
  const shown = near.slice(from, to);
  const head = offset > 0 || from > 0 ? '…' : '';
  const tail = to < near.length || start + reach < text.length ? '…' : '';
  const inFront = shown.slice(0, Math.max(0, shown.findIndex(isMarked)));
  return {
    text: `${head}${shown.map((one) => one.text).join('')}${tail}`,
    before: Math.min(head.length + columnsOf(inFront), room - 1),
    marked: Math.max(1, columnsOf(shown.filter(isMarked))),
  };
}

/** The marked part from its start, as far as there is room, and as much on either side of it. */
function around(
  all: readonly Grapheme[],
  isMarked: (one: Grapheme) => boolean,
  room: number,
): readonly [from: number, to: number] {
  let left = room;
  const take = (one: Grapheme | undefined): boolean => {
    if (!one || one.width > left) return false;
    left -= one.width;
    return true;
  };
  let from = Math.max(0, all.findIndex(isMarked));
  let to = from;
  for (let one = all[to]; one && isMarked(one) && take(one); one = all[to]) to += 1;
  for (let grown = true; grown;) {
    const behind = take(all[to]);
    const before = take(all[from - 1]);
    if (behind) to += 1;
    if (before) from -= 1;
    grown = behind || before;
  }
  return [from, to];
}

function columnsOf(graphemes: readonly Grapheme[]): number {
  return graphemes.reduce((columns, { width }) => columns + width, 0);
}
