import { describe, expect, test } from 'vitest';
import { briefly, refusal, workbookOf, type Parts } from './workbooks.js';

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const compatible = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"';
const otherwise = (content: string): string =>
  `<mc:AlternateContent><mc:Choice Requires="z">${content}</mc:Choice></mc:AlternateContent>`;

const rows = '<row><c t="str"><v>N</v></c></row>';
const hidden = '<row><c t="str"><v>Y</v></c></row>';

/** A workbook with this content, and a second sheet with other data. */
function withSheets(content: string): Parts {
  const relationship = (id: string, target: string): string =>
    `<Relationship Id="${id}" Type="${office}/worksheet" Target="worksheets/${target}.xml"/>`;
  return {
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}" ${compatible} xmlns:z="urn:z" mc:Ignorable="z">${content}</workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${relationship('a', 'sheet1')}${relationship('b', 'sheet2')}</Relationships>`,
    'xl/worksheets/sheet2.xml': `<worksheet xmlns="${main}"><sheetData>${hidden}</sheetData></worksheet>`,
  };
}

describe('a workbook is read as a spreadsheet program shows it, despite', () => {
  test.each([
    [
      'an id of another namespace',
      '<sheets><sheet name="Users" sheetId="1" z:id="b" r:id="a"/></sheets>',
    ],
    [
      'a prefix of the id bound to another namespace',
      `<sheets><sheet xmlns:r="urn:q" xmlns:s="${office}" name="Users" sheetId="1" r:id="b" s:id="a"/></sheets>`,
    ],
    [
      'a sheet for some programs only',
      `${otherwise('<sheet name="Users" sheetId="2" r:id="b"/>')}<sheets><sheet name="Users" sheetId="1" r:id="a"/></sheets>`,
    ],
    [
      'a sheet in an extension',
      '<extLst><ext><sheets><sheet name="Users" sheetId="2" r:id="b"/></sheets></ext></extLst><sheets><sheet name="Users" sheetId="1" r:id="a"/></sheets>',
    ],
  ])('%s', async (_, content) => {
    expect(await briefly(await workbookOf({ rows, parts: withSheets(content) }))).toEqual(['1: N']);
  });

  test.each([
    ['a value in an extension', '<c t="str"><extLst><ext><v>Y</v></ext></extLst><v>N</v></c>'],
    [
      'a value of another namespace in an extension',
      '<c t="str"><v>N</v><extLst><ext><v xmlns="urn:q">Y</v></ext></extLst></c>',
    ],
    [
      'a text in an extension',
      '<c t="inlineStr"><is><t>N</t></is><extLst><ext><is><t>Y</t></is></ext></extLst></c>',
    ],
    ['a value deeper in the cell', '<c t="str"><v>N</v><x><v>Y</v></x></c>'],
    ['a text outside the inline string', '<c t="inlineStr"><is><t>N</t></is><t>Y</t></c>'],
    ['a cell deeper in the row', '<c t="str"><v>N</v></c><x><c t="str"><v>Y</v></c></x>'],
  ])('%s', async (_, cells) => {
    expect(await briefly(await workbookOf({ rows: `<row>${cells}</row>` }))).toEqual(['1: N']);
  });

  test('rows before the real ones', async () => {
    const sheet = `<worksheet xmlns="${main}"><x><sheetData>${hidden}</sheetData></x><sheetData>${rows}</sheetData></worksheet>`;
    expect(
      await briefly(await workbookOf({ parts: { 'xl/worksheets/sheet1.xml': sheet } })),
    ).toEqual(['1: N']);
  });

  test('a number format that no cell uses', async () => {
    const styles = `<styleSheet xmlns="${main}"><dxfs><dxf><numFmt numFmtId="0" formatCode="yyyy-mm-dd"/></dxf></dxfs><cellXfs><xf numFmtId="0"/></cellXfs></styleSheet>`;
    const workbook = await workbookOf({
      rows: '<row><c><v>42</v></c></row>',
      parts: { 'xl/styles.xml': styles },
    });
    expect(await briefly(workbook)).toEqual(['1: 42']);
  });
});

describe('a number format that changes how a text is shown', () => {
  const cell = (type: string): string =>
    `<row><c t="${type}" s="1">${type === 'inlineStr' ? '<is><t>ada</t></is>' : '<v>ada</v>'}</c></row>`;

  test.each([
    ['@&quot;@example.com&quot;'],
    ['0;-0;0;&quot;N&quot;'],
    [';;;\\N'],
    ['0;&quot;a;b&quot;@'],
    ['[Red]@@'],
    ['General @x'],
  ])('%s is refused', async (format) => {
    for (const type of ['str', 'inlineStr'])
      expect(await briefly(await workbookOf({ rows: cell(type), formats: [format] }))).toEqual([
        '1: cell-shown-otherwise',
      ]);
  });

  test.each([
    ['@'],
    ['General'],
    ['[Blue]@'],
    ['_(* #,##0.00_);_(* \\(#,##0.00\\);_(* &quot;-&quot;??_);_(@_)'],
    ['0;-0;0; @ '],
    ['&quot;N&quot;'],
    ['&quot;@&quot;0'],
    ['\\@0'],
    ['yyyy-mm-dd;@'],
    [';;;'],
    [`@&quot;${'x'.repeat(255)}&quot;`],
  ])('%s shows it unchanged, or not at all', async (format) => {
    expect(await briefly(await workbookOf({ rows: cell('str'), formats: [format] }))).toEqual([
      '1: ada',
    ]);
  });

  test('does not matter for numbers and blank cells', async () => {
    const rows =
      '<row><c s="1"><v>7</v></c><c t="b" s="1"><v>1</v></c><c t="str" s="1"><v/></c></row>';
    const workbook = await workbookOf({ rows, formats: [';;;&quot;N&quot;'] });
    expect(await briefly(workbook)).toEqual(['1: 7|Y']);
  });
});

describe('alternate content, which only some programs show, is refused for', () => {
  const one = '<c t="str"><v>N</v></c>';

  test.each([
    ['a row', otherwise(`<row>${one}</row>`)],
    ['a cell', `<row>${otherwise(one)}</row>`],
    ['a value', `<row><c t="str">${otherwise('<v>N</v>')}</c></row>`],
    ['a text', `<row><c t="inlineStr"><is>${otherwise('<t>N</t>')}<t>Y</t></is></c></row>`],
  ])('%s', async (_, data) => {
    const sheet = `<worksheet xmlns="${main}" ${compatible}><sheetData>${data}</sheetData></worksheet>`;
    const workbook = await workbookOf({ parts: { 'xl/worksheets/sheet1.xml': sheet } });
    expect(await refusal(workbook)).toContain('is a damaged workbook');
  });

  test('a run of a text', async () => {
    const run = (text: string): string => `<r><t>${text}</t></r>`;
    const strings = `<sst xmlns="${main}" ${compatible}><si>${otherwise(run('not '))}${run('Y')}</si></sst>`;
    const workbook = await workbookOf({
      rows: '<row><c t="s"><v>0</v></c></row>',
      parts: { 'xl/sharedStrings.xml': strings },
    });
    expect(await refusal(workbook)).toContain('is a damaged workbook');
  });

  test('a sheet', async () => {
    const content = `<sheets>${otherwise('<sheet name="Users" sheetId="1" r:id="a"/>')}<sheet name="More" sheetId="2" r:id="b"/></sheets>`;
    const workbook = await workbookOf({ rows, parts: withSheets(content) });
    expect(await refusal(workbook)).toContain('is a damaged workbook');
  });
});

test('strict workbooks with a namespace prefix are read', async () => {
  const strict = 'http://purl.oclc.org/ooxml';
  const workbook = await workbookOf({
    parts: {
      'xl/workbook.xml': `<x:workbook xmlns:x="${strict}/spreadsheetml/main" xmlns:rel="${strict}/officeDocument/relationships"><x:sheets><x:sheet name="Users" sheetId="1" rel:id="a"/></x:sheets></x:workbook>`,
      'xl/worksheets/sheet1.xml': `<x:worksheet xmlns:x="${strict}/spreadsheetml/main"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:r><x:t>a</x:t></x:r><x:rPh><x:t>b</x:t></x:rPh></x:is></x:c><x:c t="str"><x:v>c</x:v></x:c></x:row></x:sheetData></x:worksheet>`,
    },
  });
  expect(await briefly(workbook)).toEqual(['1: a|c']);
});

test('an undeclared prefix is damage', async () => {
  const workbook = await workbookOf({ rows: '<row><z:c t="str"><z:v>N</z:v></z:c></row>' });
  expect(await refusal(workbook)).toContain('is a damaged workbook');
});
