import { ZipFile } from 'yazl';
import {
  commentsXml,
  sheetXml,
  stylesXml,
  vmlDrawing,
  workbookXml,
  xml,
  type Sheet,
} from './workbook-parts.js';

/**
 * An XLSX workbook of text: no cell is ever a number, a date or a formula. The same sheets give the same
 * bytes.
 */
export async function writeWorkbook(sheets: readonly Sheet[]): Promise<Buffer> {
  const zip = new ZipFile();
  // The bytes depend neither on the clock nor on the compressor. yazl writes the local time.
  const options = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true, compress: false };
  for (const [name, content] of partsOf(sheets))
    zip.addBuffer(Buffer.from(xml(content)), name, options);
  zip.end();
  const pieces: Buffer[] = [];
  for await (const piece of zip.outputStream) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** The parts by name, in the order in which they are written. */
function partsOf(sheets: readonly Sheet[]): [name: string, content: string][] {
  const parts: [string, string][] = [];
  const overrides = [
    ['/xl/workbook.xml', 'sheet.main'],
    ['/xl/styles.xml', 'styles'],
  ];
  sheets.forEach((sheet, index) => {
    const n = index + 1;
    parts.push([`xl/worksheets/sheet${n}.xml`, sheetXml(sheet, index === 0)]);
    overrides.push([`/xl/worksheets/sheet${n}.xml`, 'worksheet']);
    if (!sheet.comments) return;
    // Excel shows a comment only if a drawing has its box.
    const links = [
      relationship('comments', 'comments', `../comments${n}.xml`),
      relationship('drawing', 'vmlDrawing', `../drawings/vmlDrawing${n}.vml`),
    ];
    parts.push(
      [`xl/worksheets/_rels/sheet${n}.xml.rels`, relationships(links)],
      [`xl/comments${n}.xml`, commentsXml(sheet.comments)],
      [`xl/drawings/vmlDrawing${n}.vml`, vmlDrawing(sheet.comments)],
    );
    overrides.push([`/xl/comments${n}.xml`, 'comments']);
  });
  const links = sheets.map((_, index) =>
    relationship(`sheet${index + 1}`, 'worksheet', `worksheets/sheet${index + 1}.xml`),
  );
  return [
    ['[Content_Types].xml', contentTypes(overrides)],
    ['_rels/.rels', relationships([relationship('book', 'officeDocument', 'xl/workbook.xml')])],
    ['xl/workbook.xml', workbookXml(sheets)],
    [
      'xl/_rels/workbook.xml.rels',
      relationships([...links, relationship('styles', 'styles', 'styles.xml')]),
    ],
    ['xl/styles.xml', stylesXml],
    ...parts,
  ];
}

function contentTypes(overrides: readonly (readonly string[])[]): string {
  const lines = overrides.map(
    ([part = '', type = '']) => `<Override PartName="${part}" ContentType="${types}.${type}+xml"/>`,
  );
  return `<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>${lines.join('')}</Types>`;
}

function relationships(links: readonly string[]): string {
  return `<Relationships xmlns="${packages}/relationships">${links.join('')}</Relationships>`;
}

function relationship(id: string, type: string, target: string): string {
  return `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`;
}
