import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { isWorkbook } from '../../src/source/records.js';
import { openWorkbook } from '../../src/source/workbook.js';
import { briefly, refusal, workbookOf, zipOf } from './workbooks.js';

const fixture = (name: string): Promise<Buffer> =>
  readFile(new URL(`fixtures/${name}`, import.meta.url));

describe('the text of a cell', () => {
  /** Both fixtures have these rows: one written by XlsxWriter, the other saved by LibreOffice. */
  const cells: [name: string, text: string][] = [
    ['text', 'Ada Lovelace'],
    ['number', '123456789012345'],
    ['fraction', '0.1'],
    ['large', '1.00000000000000e+22'],
    ['negative', '-12.5'],
    ['true', 'Y'],
    ['false', 'N'],
    ['rich', 'Ada King Lovelace'],
    ['spaces', '  two  '],
    ['text number', '42'],
    ['number as text', '007'],
    ['leading zeros', '00042'],
    ['prefix', 'E0042'],
    ['phone', '123-45-6789'],
    ['percent', '0.5'],
    ['thousands', '1234567'],
    ['date', '2030-03-14'],
    ['date and time', '2030-03-14T13:27:01'],
    ['midnight', '2030-03-14T00:00:00'],
    ['time', '13:27:01'],
    ['built-in date', '2000-01-01'],
    ['day 59', '1900-02-28'],
    ['day 60', '1900-02-29'],
    ['day 61', '1900-03-01'],
    ['elapsed', '1.5'],
    ['formula', '3'],
    ['text formula', 'ab'],
    ['flag formula', 'Y'],
    ['merged', 'first of two'],
    ['scripts', 'Zoë Ærø Łukasz Ελένη Игорь עדה علي आदा 田中 김민준 👩‍💻 e\u0301'],
  ];

  describe.each(['cells-xlsxwriter.xlsx', 'cells-libreoffice.xlsx'])('%s', (name) => {
    test.each(cells)('%s', async (cell, text) => {
      const lines = await briefly(await fixture(name));
      const found = lines.find((line) => line.includes(`: ${cell}|`));
      expect(found?.slice(found.indexOf('|') + 1)).toBe(text);
    });

    test('an error value is read as shown, and rows keep their numbers across a gap', async () => {
      const lines = await briefly(await fixture(name));
      expect(lines.find((line) => line.startsWith('30: '))).toMatch(/^30: .*#/);
      expect(lines).toContain('33: behind a gap|||D');
    });
  });

  test.each([
    ['a carriage return', '<is><t>a_x000D_\nb</t></is>', 'a\r\nb'],
    ['an escaped surrogate pair', '<is><t>_xD83D__xDE00_</t></is>', '\u{1f600}'],
    ['a lone surrogate', '<is><t>a_xD83D_b</t></is>', 'a\ufffdb'],
    ['an escaped underscore', '<is><t>a_x005F_x000D_b</t></is>', 'a_x000D_b'],
    ['runs', '<is><r><rPr><b/></rPr><t xml:space="preserve">a </t></r><r><t>b</t></r></is>', 'a b'],
    ['phonetic readings', '<is><t>田中</t><rPh sb="0" eb="2"><t>タナカ</t></rPh></is>', '田中'],
    ['preserved spaces', '<is><t xml:space="preserve"> a </t></is>', ' a '],
    ['spaces that are not preserved', '<is><t>\n  a\n </t></is>', 'a'],
    ['entities of XML', '<is><t>&lt;a&gt; &amp; &#x1F600;<![CDATA[<b>]]></t></is>', '<a> & 😀<b>'],
  ])('%s', async (_, content, text) => {
    const rows = `<row><c t="inlineStr">${content}</c></row>`;
    expect(await briefly(await workbookOf({ rows }))).toEqual([`1: ${text}`]);
    const shared = content.replaceAll(/(<\/?)is>/g, '$1si>');
    const references = '<row><c t="s"><v>1</v></c></row>';
    const workbook = await workbookOf({ rows: references, strings: `<si/>${shared}` });
    expect(await briefly(workbook)).toEqual([`1: ${text}`]);
  });

  test.each([
    ['without a value', '<f>A1</f>', '1: cell-without-value'],
    ['with an empty number', '<f>A1</f><v></v>', '1: cell-without-value'],
    ['with an empty text, which is a value', '<f>A1</f><v/>', '1: x', 'str'],
  ])('a formula %s', async (_, content, line, type = 'n') => {
    const rows = `<row><c t="str"><v>x</v></c><c t="${type}">${content}</c></row>`;
    expect(await briefly(await workbookOf({ rows }))).toEqual([line]);
  });

  test.each(['n', 's', 'str', 'b', 'e', 'inlineStr'])('a blank cell of type %s', async (type) => {
    const rows = `<row><c t="str"><v>x</v></c><c t="${type}"/><c t="str"><v>y</v></c></row>`;
    expect(await briefly(await workbookOf({ rows }))).toEqual(['1: x||y']);
  });

  test('an ISO 8601 date, as in strict workbooks', async () => {
    const rows =
      '<row><c t="d"><v>2030-03-14T00:00:00</v></c><c t="d"><v>2030-03-14T13:27:01.000</v></c></row>';
    expect(await briefly(await workbookOf({ rows }))).toEqual([
      '1: 2030-03-14|2030-03-14T13:27:01',
    ]);
  });

  test('a date counted from 1904, if the workbook says so', async () => {
    const content = {
      rows: '<row><c s="1"><v>0</v></c><c s="1"><v>46094.5</v></c></row>',
      formats: ['yyyy-mm-dd'],
      properties: 'date1904="1"',
    };
    expect(await briefly(await workbookOf(content))).toEqual(['1: 1904-01-01|2030-03-14T12:00:00']);
  });
});

describe('the place of a cell', () => {
  test.each([
    [
      'rows and cells without a reference are consecutive',
      '<row><c><v>1</v></c></row><row><c/><c><v>2</v></c></row>',
      ['1: 1', '2: |2'],
    ],
    [
      'references leave gaps',
      '<row r="3"><c r="B3"><v>1</v></c><c r="AB3"><v>2</v></c></row>',
      [`3: |1${'|'.repeat(26)}2`],
    ],
    [
      'blank rows are left out',
      '<row r="1"><c><v>1</v></c></row><row r="2"><c s="1"/><c t="str"><v> </v></c></row>',
      ['1: 1'],
    ],
    [
      'a row ends with its last text',
      '<row><c><v>1</v></c><c s="1"/><c t="str"><v></v></c></row>',
      ['1: 1'],
    ],
    ['hidden rows are read', '<row hidden="1"><c><v>1</v></c></row>', ['1: 1']],
  ])('%s', async (_, rows, lines) => {
    expect(await briefly(await workbookOf({ rows }))).toEqual(lines);
  });

  test('elements may have a prefix', async () => {
    const sheet =
      '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row><x:c t="str"><x:v>ada</x:v></x:c></x:row></x:sheetData></x:worksheet>';
    const workbook = await workbookOf({ parts: { 'xl/worksheets/sheet1.xml': sheet } });
    expect(await briefly(workbook)).toEqual(['1: ada']);
  });

  test('a character may be split across chunks', async () => {
    const names = 'Zoë Łukasz Ελένη Игорь עדה علي आदा 田中 김민준 👩‍💻';
    const bytes = Buffer.byteLength(names);
    for (let shift = 0; shift <= bytes; shift += 1) {
      const before = '<worksheet><sheetData><row><c t="str"><v>';
      const padding = 'x'.repeat(16 * 1024 - before.length - shift);
      const sheet = `${before}${padding}${names}</v></c></row></sheetData></worksheet>`;
      for (const compress of [false, true]) {
        const workbook = await workbookOf({
          parts: { 'xl/worksheets/sheet1.xml': sheet },
          compress,
        });
        expect(await briefly(workbook)).toEqual([`1: ${padding}${names}`]);
      }
    }
  });
});

describe('which sheet is read', () => {
  test.each([
    ['the first visible one', undefined, '1: username|require_login_by'],
    ['the named one', 'Hidden', '1: hidden'],
    ['the named one, in another case', 'vERY', '1: very'],
  ])('%s', async (_, sheet, first) => {
    const lines = await briefly(await fixture('sheets-openpyxl.xlsx'), { sheet });
    expect(lines[0]).toBe(first);
  });

  test('otherSheets names the others', async () => {
    const { otherSheets } = await openWorkbook(await fixture('sheets-openpyxl.xlsx'), {
      name: 'a',
    });
    expect(otherSheets).toBe(
      ' The sheet "Users" was read; --sheet takes another: "Hidden", "Chart", "Very".',
    );
    expect((await openWorkbook(await workbookOf({}), { name: 'a' })).otherSheets).toBe('');
  });

  test('a missing one is refused', async () => {
    const message = await refusal(await fixture('sheets-openpyxl.xlsx'), { sheet: 'Nobody' });
    expect(message).toBe(
      'users.xlsx has no sheet "Nobody". Its sheets are "Hidden", "Users", "Chart", "Very".',
    );
  });

  test('a chart is refused', async () => {
    const message = await refusal(await fixture('sheets-openpyxl.xlsx'), { sheet: 'Chart' });
    expect(message).toContain('has no cells in its sheet "Chart"');
  });
});

describe('other files are refused:', () => {
  test.each([
    ['protected.xlsx', 'a password-protected workbook'],
    ['old.xls', 'one in the old format (.xls)'],
    ['macros.xlsm', 'a workbook with macros (.xlsm)'],
    ['open.ods', 'an OpenDocument file (.ods)'],
  ])('%s', async (name, problem) => {
    const bytes = await fixture(name);
    expect(isWorkbook(bytes.subarray(0, 8))).toBe(true);
    expect(await refusal(bytes)).toContain(problem);
  });

  const override = (type: string): string => `<Types><Override ContentType="${type}"/></Types>`;

  test.each([
    [
      'an archive of other files',
      { 'users.csv': 'username\nada\n' },
      'a zip archive, not a workbook',
    ],
    ['an empty archive', {}, 'a zip archive, not a workbook'],
    [
      'a text document',
      {
        '[Content_Types].xml': override(
          'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml',
        ),
      },
      'a document of another kind',
    ],
    [
      'a binary workbook',
      {
        '[Content_Types].xml': override('application/vnd.ms-excel.sheet.binary.macroEnabled.main'),
      },
      'a binary workbook (.xlsb)',
    ],
  ])('%s', async (_, parts, problem) => {
    const bytes = await zipOf(parts);
    expect(isWorkbook(bytes)).toBe(true);
    expect(await refusal(bytes)).toContain(problem);
  });

  test('a workbook with macros that is named .xlsx', async () => {
    const workbook = await workbookOf({ parts: { 'xl/vbaProject.bin': 'macros' } });
    expect(await refusal(workbook)).toContain('a workbook with macros');
  });

  test.each([
    ['only if it has such a part', {}, 'read: 1: username'],
    ['whatever its case', { 'xl/workbook.BIN': 'cells' }, 'a binary workbook (.xlsb)'],
  ])('what it declares for an extension counts %s', async (_, parts, outcome) => {
    const workbook = await workbookOf({
      parts: {
        '[Content_Types].xml':
          '<Types><Default Extension="Bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/><Override ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        ...parts,
      },
    });
    expect(await refusal(workbook)).toContain(outcome);
  });

  test('a CSV file is not taken for a workbook', () => {
    expect(isWorkbook(Buffer.from('username,email\n'))).toBe(false);
    expect(isWorkbook(Buffer.from('PK'))).toBe(false);
  });
});
