import { posix } from 'node:path';
import type { Archive } from './archive.js';
import { readXml } from './xml.js';

/** Refuses what is not a workbook, and workbooks that contain more than cells. */
export async function checkKind(archive: Archive): Promise<void> {
  const { refuse, parts } = archive;
  const asCsv = 'Save it as an Excel workbook (.xlsx) or as "CSV UTF-8".';
  if (parts.includes('mimetype') && parts.includes('content.xml'))
    throw refuse(`is an OpenDocument file (.ods). ${asCsv}`);
  if (parts.includes('index/document.iwa')) throw refuse(`is an Apple Numbers file. ${asCsv}`);
  if (!archive.has(contentTypes))
    throw refuse('is a zip archive, not a workbook. Give the CSV or XLSX file that is in it.');
  const types = new Set<string>();
  await readXml(archive, contentTypes, {
    open(_, { ContentType, Extension }) {
      // SheetJS declares a type for every extension, also for those of macros and binary workbooks.
      const ending = Extension === undefined ? '' : `.${Extension.toLowerCase()}`;
      if (ContentType !== undefined && parts.some((part) => part.endsWith(ending)))
        types.add(ContentType.toLowerCase());
    },
  });
  const some = (pattern: RegExp): boolean => [...types].some((type) => pattern.test(type));
  if (some(/sheet\.binary/)) throw refuse(`is a binary workbook (.xlsb). ${asCsv}`);
  if (some(/macroenabled|vbaproject/) || parts.some((part) => part.endsWith('vbaproject.bin')))
    throw refuse(`is a workbook with macros (.xlsm), which could hold anything. ${asCsv}`);
  if (!some(/spreadsheetml\.(?:sheet|template)\.main\+xml$/))
    throw refuse(`is a document of another kind, not a workbook. ${asCsv}`);
}

const contentTypes = '[Content_Types].xml';

/** A reference from one part to another. */
export interface Relationship {
  readonly id: string;
  /** Its type, such as `worksheet` or `styles`: the last word of the type's URL. */
  readonly type: string;
  /** The name of the part; null if it is outside the workbook. */
  readonly part: string | null;
}

/** The references of a part, or of the archive itself for `''`; none if it has no list of them. */
export async function relationshipsOf(archive: Archive, part: string): Promise<Relationship[]> {
  const { dir, base } = posix.parse(part);
  const list = posix.join(dir, '_rels', `${base}.rels`);
  const found: Relationship[] = [];
  if (!archive.has(list)) return found;
  await readXml(archive, list, {
    open(path, { Id = '', Type = '', Target = '', TargetMode }) {
      if (path !== 'Relationship') return;
      // A target is relative to the folder of the part that refers to it, or to the top.
      const part = TargetMode === 'External' ? null : posix.resolve('/', dir, Target).slice(1);
      found.push({ id: Id, type: Type.slice(Type.lastIndexOf('/') + 1), part });
    },
  });
  return found;
}

export interface SheetEntry {
  readonly name: string;
  readonly visible: boolean;
  /** The id of one of the workbook's relationships. */
  readonly relationship: string;
}

/** The namespace of `r:id`, in ordinary and in strict workbooks. */
const relationshipIds = new Set([
  'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
  'http://purl.oclc.org/ooxml/officeDocument/relationships',
]);

/** The sheets in the order of their tabs, and the date system. */
export async function readWorkbook(
  archive: Archive,
  part: string,
): Promise<{ sheets: readonly SheetEntry[]; from1904: boolean }> {
  const sheets: SheetEntry[] = [];
  let from1904 = false;
  await readXml(archive, part, {
    open(path, attributes, namespaceOf) {
      if (path === 'workbookPr')
        from1904 = attributes.date1904 === '1' || attributes.date1904 === 'true';
      if (path !== 'sheets/sheet') return;
      const { name = '', state = 'visible' } = attributes;
      // The attribute is r:id, whatever prefix the file uses.
      const [, relationship = ''] =
        Object.entries(attributes).find(
          ([key]) =>
            key.endsWith(':id') && relationshipIds.has(namespaceOf(key.slice(0, -3)) ?? ''),
        ) ?? [];
      sheets.push({ name, visible: state === 'visible', relationship });
    },
    foreign(path) {
      // Excel may show the sheets inside it.
      if (path.startsWith('sheets')) throw archive.damaged('sheets within another format');
    },
  });
  return { sheets, from1904 };
}
