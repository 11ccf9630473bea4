import type { Archive } from './archive.js';
import { readXml, type Attributes, type XmlHandler } from './xml.js';

/** Collects the text of a string item: its runs joined, without the reading aids of Asian scripts. */
export interface StringItem extends Required<XmlHandler> {
  /** The text so far; the next starts over. */
  take(): string;
}

export function stringItem(): StringItem {
  let whole = '';
  let piece: string | null = null;
  let keepsSpace = false;
  let phonetic = false;
  return {
    open(name: string, attributes: Attributes) {
      if (name === 'rPh') phonetic = true;
      else if (name === 't' && !phonetic) {
        piece = '';
        keepsSpace = attributes['xml:space'] === 'preserve';
      }
    },
    text(text: string) {
      if (piece !== null) piece += text;
    },
    close(name: string) {
      if (name === 'rPh') phonetic = false;
      else if (name === 't' && piece !== null) {
        whole += keepsSpace ? piece : piece.replace(/^[ \t\r\n]+|(?<![ \t\r\n])[ \t\r\n]+$/g, '');
        piece = null;
      }
    },
    take() {
      const text = unescaped(whole);
      whole = '';
      return text;
    },
  };
}

/** Characters that XML cannot hold stand as `_x000D_`, and an underscore that would begin one as `_x005F_`. */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** The strings that the cells of all sheets refer to by their place. Held in memory, within the limit. */
export async function readSharedStrings(archive: Archive, part: string): Promise<string[]> {
  const strings: string[] = [];
  const item = stringItem();
  const handler = {
    ...item,
    close(name: string) {
      if (name === 'si') strings.push(item.take());
      else item.close(name);
    },
  };
  await readXml(archive, part, handler, archive.limits.sharedStringBytes);
  return strings;
}
