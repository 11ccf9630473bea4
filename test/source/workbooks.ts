import { ZipFile } from 'yazl';
import { openWorkbook, type WorkbookOptions } from '../../src/source/workbook.js';
import { SourceError } from '../../src/source/row.js';

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Parts of a workbook by name. */
export type Parts = Readonly<Record<string, string | Buffer | null>>;

export interface Content {
  /** The content of `sheetData`. */
  readonly rows?: string;
  /** The content of `sst`. */
  readonly strings?: string;
  /** Number format codes, for styles from 1 on. */
  readonly formats?: readonly string[];
  /** Attributes of `workbookPr`. */
  readonly properties?: string;
  /** Parts to add or replace; null leaves one out. */
  readonly parts?: Parts;
  readonly compress?: boolean;
}

/** A workbook with one sheet, called Users, and whatever a test needs. */
export function workbookOf({
  rows = '<row><c t="str"><v>username</v></c></row>',
  strings = '',
  formats = [],
  properties = '',
  parts = {},
  compress = true,
}: Content): Promise<Buffer> {
  const numFmts = formats.map(
    (code, index) => `<numFmt numFmtId="${200 + index}" formatCode="${code}"/>`,
  );
  const xfs = formats.map((_, index) => `<xf numFmtId="${200 + index}"/>`);
  return zipOf(
    {
      '[Content_Types].xml': `<Types xmlns="${packages}/content-types"><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/></Types>`,
      '_rels/.rels': `<Relationships xmlns="${packages}/relationships"><Relationship Id="r" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
      'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><workbookPr ${properties}/><sheets><sheet name="Users" sheetId="1" r:id="a"/></sheets></workbook>`,
      'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${packages}/relationships"><Relationship Id="a" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="b" Type="${office}/sharedStrings" Target="/xl/sharedStrings.xml"/><Relationship Id="c" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
      'xl/worksheets/sheet1.xml': `<worksheet xmlns="${main}"><sheetData>${rows}</sheetData></worksheet>`,
      'xl/sharedStrings.xml': `<sst xmlns="${main}">${strings}</sst>`,
      'xl/styles.xml': `<styleSheet xmlns="${main}"><numFmts>${numFmts.join('')}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${xfs.join('')}</cellXfs></styleSheet>`,
      ...parts,
    },
    compress,
  );
}

export async function zipOf(parts: Parts, compress = true): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(parts))
    if (content !== null) zip.addBuffer(Buffer.from(content), name, { compress });
  zip.end();
  const pieces: Buffer[] = [];
  for await (const piece of zip.outputStream) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

/** The rows of a workbook, as `3: a|b` or `4: cell-without-value`. */
export async function briefly(
  workbook: Buffer,
  options: Partial<WorkbookOptions> = {},
): Promise<string[]> {
  const { rows } = await openWorkbook(workbook, { name: 'users.xlsx', ...options });
  const lines: string[] = [];
  for await (const batch of rows)
    for (const row of batch)
      lines.push(`${row.line}: ${row.type === 'row' ? row.cells.join('|') : row.code}`);
  return lines;
}

/** The message with which a workbook is refused, or `read: …` if it is not. */
export async function refusal(
  workbook: Buffer,
  options: Partial<WorkbookOptions> = {},
): Promise<string> {
  try {
    return `read: ${(await briefly(workbook, options)).join(', ')}`;
  } catch (error) {
    if (error instanceof SourceError) return error.message;
    throw error;
  }
}
