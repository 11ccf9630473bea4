import stringWidth from 'string-width';

/** The width of a text on a terminal; colours take none. */
export const widthOf = (text: string): number => stringWidth(text);

export interface Grapheme {
  readonly text: string;
  /** Its position in the text, in UTF-16 units. */
  readonly at: number;
  readonly width: number;
}

const segmenter = new Intl.Segmenter();

export function graphemesOf(text: string): readonly Grapheme[] {
  return Array.from(segmenter.segment(text), ({ segment, index }) => ({
    text: segment,
    at: index,
    width: widthOf(segment),
  }));
}

/** Lines of at most `width` columns, the first with `used` columns taken; only longer words are broken. */
export function wrap(text: string, width: number, used = 0): readonly string[] {
  const lines: string[] = [];
  let line: string | undefined;
  let taken = used;
  for (const word of text.split(' ').flatMap((one) => broken(one, width))) {
    const wide = widthOf(word);
    const gap = line === undefined ? '' : ' ';
    if (taken + gap.length + wide <= width) {
      line = `${line ?? ''}${gap}${word}`;
      taken += gap.length + wide;
    } else {
      lines.push(line ?? '');
      line = word;
      taken = wide;
    }
  }
  return [...lines, line ?? ''];
}

/** A label with a text beside it, wrapped for the terminal. */
export function hanging(label: string, text: string, width: number | undefined): readonly string[] {
  // On a very narrow terminal, the text beside a label would be a column of single words.
  if (width === undefined || width < 2 * label.length) return [label + text];
  const [first = '', ...others] = wrap(text, width - label.length);
  return [label + first, ...others.map((line) => ' '.repeat(label.length) + line)];
}

function broken(word: string, width: number): readonly string[] {
  if (widthOf(word) <= width) return [word];
  const pieces: string[] = [];
  let piece = '';
  let taken = 0;
  for (const { text, width: wide } of graphemesOf(word)) {
    if (taken + wide > width) {
      pieces.push(piece);
      piece = '';
      taken = 0;
    }
    piece += text;
    taken += wide;
  }
  return [...pieces, piece];
}
