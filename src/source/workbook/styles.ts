import type { Archive } from './archive.js';
import { altersText, builtInFormat, numberFormat, type NumberFormat } from './number-format.js';
import { readXml } from './xml.js';

/** What a cell's style makes of what it holds. */
export interface Style {
  readonly number: NumberFormat;
  /** A text is shown with others beside it, or in its place. */
  readonly altersText: boolean;
}

/** The styles, by the number with which cells name them. */
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
