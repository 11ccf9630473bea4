import { columnLetters } from '../column-letters.js';

/** A sheet of text cells. */
export interface Sheet {
  readonly name: string;
  /** The first row is the header: bold, and always visible. */
  readonly rows: readonly (readonly string[])[];
  /** The width of each column, in characters. */
  readonly widths: readonly number[];
  /** The comment on each column's header, shown when the pointer is on it. */
  readonly comments?: readonly string[];
  readonly dropDowns?: readonly DropDown[];
  readonly hidden?: boolean;
}

/** The values allowed below a header, from a range on another sheet. */
export interface DropDown {
  /** The column of the sheet, from 0. */
  readonly column: number;
  /** Such as `Lists!$A$2:$A$15`. */
  readonly range: string;
  /** What to say about any other value. */
  readonly message: string;
}

const namespace = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const lastRow = 1_048_576;

export function xml(content: string): string {
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${content}`;
}

export function workbookXml(sheets: readonly Sheet[]): string {
  const entries = sheets.map(
    ({ name, hidden }, index) =>
      `<sheet name="${text(name)}" sheetId="${index + 1}"${hidden ? ' state="hidden"' : ''} r:id="sheet${index + 1}"/>`,
  );
  return `<workbook xmlns="${namespace}" xmlns:r="${office}"><bookViews><workbookView/></bookViews><sheets>${entries.join('')}</sheets></workbook>`;
}

/** Style 1 is text with line breaks, style 2 the same in bold. Number format 49 is text. */
export const stylesXml = `<styleSheet xmlns="${namespace}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>${[0, 1].map((font) => `<xf numFmtId="49" fontId="${font}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>`).join('')}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

export function sheetXml(
  { rows, widths, dropDowns = [], comments }: Sheet,
  selected: boolean,
): string {
  const columns = widths.map(
    (width, index) =>
      `<col min="${index + 1}" max="${index + 1}" width="${width}" style="1" customWidth="1"/>`,
  );
  const lines = rows.map((cells, row) => {
    const written = cells.map((cell, column) =>
      cell === ''
        ? ''
        : `<c r="${columnLetters(column)}${row + 1}" s="${row === 0 ? 2 : 1}" t="inlineStr"><is><t xml:space="preserve">${text(cell)}</t></is></c>`,
    );
    return `<row r="${row + 1}">${written.join('')}</row>`;
  });
  const validations = dropDowns.map(({ column, range, message }) => {
    const letters = columnLetters(column);
    return `<dataValidation type="list" allowBlank="1" showErrorMessage="1" errorTitle="Not in the list" error="${text(message)}" sqref="${letters}2:${letters}${lastRow}"><formula1>${text(range)}</formula1></dataValidation>`;
  });
  return [
    `<worksheet xmlns="${namespace}" xmlns:r="${office}">`,
    `<sheetViews><sheetView${selected ? ' tabSelected="1"' : ''} workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`,
    columns.length > 0 ? `<cols>${columns.join('')}</cols>` : '',
    `<sheetData>${lines.join('')}</sheetData>`,
    validations.length > 0
      ? `<dataValidations count="${validations.length}">${validations.join('')}</dataValidations>`
      : '',
    comments ? '<legacyDrawing r:id="drawing"/>' : '',
    '</worksheet>',
  ].join('');
}

export function commentsXml(comments: readonly string[]): string {
  const list = comments.map(
    (comment, column) =>
      `<comment ref="${columnLetters(column)}1" authorId="0"><text><t xml:space="preserve">${text(comment)}</t></text></comment>`,
  );
  return `<comments xmlns="${namespace}"><authors><author/></authors><commentList>${list.join('')}</commentList></comments>`;
}

/** The box of each comment, hidden until the pointer is on its cell. */
export function vmlDrawing(comments: readonly string[]): string {
  const shapes = comments.map(
    (_, column) =>
      `<v:shape id="_x0000_s${1025 + column}" type="#_x0000_t202" style="position:absolute;width:260pt;height:110pt;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:textbox/><x:ClientData ObjectType="Note"><x:Anchor>${column + 1}, 15, 1, 2, ${column + 4}, 15, 8, 4</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>0</x:Row><x:Column>${column}</x:Column></x:ClientData></v:shape>`,
  );
  return `<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>${shapes.join('')}</xml>`;
}

/**
 * A text as XML, escaped as the format does it where XML cannot: a carriage return is `_x000D_`, and an
 * underscore that would start such an escape is `_x005F_`.
 */
function text(value: string): string {
  return value
    .replace(
      marked,
      (unit) => `_x${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    )
    .replace(/[&<>"]/g, (character) => entities[character] ?? character);
}

/** Control characters except tab and line feed, lone surrogates, and noncharacters. */
const unwritable = /[\u0000-\u0008\u000b-\u001f\ufffe\uffff]|\p{Cs}/u.source;
/**
 * The same, and an underscore that would start an escape, whether its end is there or follows as the next
 * one's start.
 */
const marked = new RegExp(`${unwritable}|_(?=x[0-9A-Fa-f]{4}(?:_|${unwritable}))`, 'gu');

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
