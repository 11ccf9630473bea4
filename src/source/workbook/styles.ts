import type { Archive } from './archive.js';
import { altersText, builtInFormat, numberFormat, type NumberFormat } from './number-format.js';
import { readXml } from './xml.js';

/** How a cell's style changes what it shows. */
export interface Style {
  readonly number: NumberFormat;
  /** A text is shown with additions or replaced. */
  readonly altersText: boolean;
}

/** The styles, by the number that cells refer to. */
export async function readStyles(archive: Archive, part: string): Promise<Style[]> {
  const formats = new Map<number, Style>();
  const styles: Style[] = [];
  await readXml(archive, part, {
    open(path, attributes) {
      if (formats.size + styles.length > archive.limits.styles)
        throw archive.refuse(
          `has over ${archive.limits.styles} styles. Copy its cells into a new workbook, or save it as "CSV UTF-8".`,
        );
      if (path === 'numFmts/numFmt') {
        const { numFmtId, formatCode = '' } = attributes;
        const style = { number: numberFormat(formatCode), altersText: altersText(formatCode) };
        formats.set(Number(numFmtId), style);
      } else if (path === 'cellXfs/xf') {
        const id = Number(attributes.numFmtId ?? 0);
        styles.push(formats.get(id) ?? { number: builtInFormat(id), altersText: false });
      }
    },
  });
  return styles;
}
