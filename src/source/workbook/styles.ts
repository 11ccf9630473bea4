import type { Archive } from './archive.js';
import { builtInFormat, numberFormat, type NumberFormat } from './number-format.js';
import { readXml } from './xml.js';

/** The number format of each style, by the number with which cells name it. */
export async function readStyles(archive: Archive, part: string): Promise<NumberFormat[]> {
  const formats = new Map<number, NumberFormat>();
  const styles: NumberFormat[] = [];
  await readXml(archive, part, {
    open(path, attributes) {
      if (formats.size + styles.length > archive.limits.styles)
        throw archive.refuse(
          `has over ${archive.limits.styles} styles. Copy its cells into a new workbook, or save it as "CSV UTF-8".`,
        );
      if (path === 'numFmts/numFmt')
        formats.set(Number(attributes.numFmtId), numberFormat(attributes.formatCode ?? ''));
      else if (path === 'cellXfs/xf') {
        const id = Number(attributes.numFmtId ?? 0);
        styles.push(formats.get(id) ?? builtInFormat(id));
      }
    },
  });
  return styles;
}
