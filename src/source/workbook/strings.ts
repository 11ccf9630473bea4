import type { Archive } from './archive.js';
import { readXml, type XmlHandler } from './xml.js';

/** Collects the text of a string item: its runs joined, without phonetic guides. */
export interface StringItem extends Required<XmlHandler> {
  /** The text so far; resets it. */
  take(): string;
}

/** `item` is the path of the element that contains it: its texts are `t` and `r/t` in that. */
export function stringItem(item: string, { damaged }: Archive): StringItem {
  const text = `${item}/t`;
  const run = `${item}/r/t`;
  let whole = '';
  let piece: string | null = null;
  let keepsSpace = false;
  return {
    open(path, attributes) {
      if (path !== text && path !== run) return;
      piece = '';
      keepsSpace = attributes['xml:space'] === 'preserve';
    },
    text(added, path) {
      if (piece !== null && (path === text || path === run)) piece += added;
    },
    close(path) {
      if (piece !== null && (path === text || path === run)) {
        whole += keepsSpace ? piece : piece.replace(/^[ \t\r\n]+|(?<![ \t\r\n])[ \t\r\n]+$/g, '');
        piece = null;
      }
    },
    foreign(path) {
      // Excel may show the text inside it.
      if (path.startsWith(item)) throw damaged('a text within another format');
    },
    take() {
      const text = unescaped(whole);
      whole = '';
      return text;
    },
  };
}

/**
 * Characters that XML cannot contain are written as `_x000D_`, and an underscore that would start such an
 * escape as `_x005F_`. A lone surrogate becomes U+FFFD.
 */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text;
  return text
    .replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
      String.fromCharCode(Number.parseInt(code, 16)),
    )
    .toWellFormed();
}

/** The strings that cells of all sheets refer to by index. Kept in memory, within the limit. */
export async function readSharedStrings(archive: Archive, part: string): Promise<string[]> {
  const strings: string[] = [];
  const item = stringItem('si', archive);
  const handler = {
    ...item,
    close(path: string) {
      if (path === 'si') strings.push(item.take());
      else item.close(path);
    },
  };
  await readXml(archive, part, handler, archive.limits.sharedStringBytes);
  return strings;
}
