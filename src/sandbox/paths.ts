/** A path as the API stores it: empty, `.` and `..` parts dropped, no outer slashes. */
export function normalPath(path: string): string {
  return path
    .replaceAll('\0', '')
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => !['', '.', '..'].includes(part))
    .join('/');
}

const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  ø: 'o',
  ł: 'l',
  œ: 'oe',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
};

/** The key by which the site compares paths: case, accents and trailing white space make no difference. */
export function pathKey(path: string): string {
  return normalPath(path)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[ßæøłœđðħ]/g, (letter) => letters[letter] ?? letter)
    .normalize('NFD')
    .replace(/([a-z])[\u0300-\u036f]+/g, '$1')
    .normalize('NFC')
    .trimEnd();
}
