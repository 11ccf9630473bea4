/** The longest path that the API takes. */
export const longestPath = 5000;

/**
 * A path as the API keeps it: `\` is `/`, NUL is deleted, and empty, `.` and `..` parts are dropped
 * (dropped, not resolved). No outer slashes; '' is the root.
 */
export function normalPath(path: string): string {
  return path
    .replaceAll('\0', '')
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .join('/');
}

/** Letters that the site takes for others when it compares, beyond those that lose a mark. */
const transliterations: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  ø: 'o',
  ł: 'l',
  œ: 'oe',
  đ: 'd',
};

const plainPath = /^[a-z0-9_./-]*$/;

/**
 * A path in the form in which the site compares paths: two paths are one folder when these are equal.
 * Compatibility forms, accents, upper case and white space at the end make no difference.
 */
export function comparablePath(path: string): string {
  const normal = normalPath(path);
  if (plainPath.test(normal)) return normal;
  return normal
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[ßæøłœđ]/g, (letter) => transliterations[letter] ?? letter)
    .normalize('NFD')
    .replace(/([a-z])[\u0300-\u036f]+/g, '$1')
    .normalize('NFC')
    .trimEnd();
}

export function samePath(a: string, b: string): boolean {
  return comparablePath(a) === comparablePath(b);
}

/** Whether a folder is another one or lies within it. */
export function isWithin(child: string, parent: string): boolean {
  const outer = comparablePath(parent);
  const inner = comparablePath(child);
  return outer === '' || inner === outer || inner.startsWith(`${outer}/`);
}
