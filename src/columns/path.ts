/** The longest path that the API takes; characters. */
export const longestPath = 5000;

/**
 * A path as the site stores it: no NUL, `/` between parts, no outer slashes; empty, `.` and `..` parts are
 * dropped, not resolved. '' is the root.
 */
export function normalPath(path: string): string {
  if (!unusual.test(path)) return path;
  return path
    .replaceAll('\0', '')
    .split(/[/\\]/)
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .join('/');
}

/** Whether normalPath might change a path; names such as `.config` are false alarms. */
const unusual = /[\0\\]|^\/|\/$|\/\/|(?:^|\/)\./;

/** Paths with the same key are the same folder to the site. */
export function comparablePath(path: string): string {
  const normal = normalPath(path);
  const plain = isAscii(normal) ? normal : normal.normalize('NFKC').replace(accented, plainLetter);
  return withoutTrailingSpace(plain.toLowerCase());
}

export function samePath(a: string, b: string): boolean {
  return a === b || comparablePath(a) === comparablePath(b);
}

/** Whether a folder is the parent or lies within it, at any depth. */
export function isWithin(child: string, parent: string): boolean {
  const outer = comparablePath(parent);
  if (outer === '') return true;
  const inner = comparablePath(child);
  return inner === outer || inner.startsWith(`${outer}/`);
}

/** The letters that the site's table writes without accents are in this range; Ž is the last. */
const accented = /[\u00c0-\u017e]/g;

function plainLetter(letter: string): string {
  return ligaturesAndStrokes[letter] ?? letter.normalize('NFD').charAt(0);
}

/** Letters of that range that are not a base letter with an accent. Þ, Ŋ and Ŧ are unchanged. */
const ligaturesAndStrokes: Readonly<Record<string, string>> = {
  Æ: 'AE',
  æ: 'ae',
  Ð: 'D',
  ð: 'd',
  Ø: 'O',
  ø: 'o',
  ß: 'ss',
  Đ: 'D',
  đ: 'd',
  Ħ: 'H',
  ħ: 'h',
  Ł: 'L',
  ł: 'l',
  Œ: 'OE',
  œ: 'oe',
};

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 0x7f) return false;
  return true;
}

/** By hand: a pattern anchored at the end would retry at every run of spaces. */
function withoutTrailingSpace(text: string): string {
  let end = text.length;
  while (end > 0 && ' \t\r\n'.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
