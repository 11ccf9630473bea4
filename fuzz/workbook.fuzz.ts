import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { refusal, workbookOf } from '../test/source/workbooks.js';
import { fuzz } from './fuzz.js';

const fixture = (name: string): Buffer =>
  readFileSync(new URL(`../test/source/fixtures/${name}`, import.meta.url));

/** The bytes of an archive: rows, or a message of ours, not of the parser. */
fuzz('archive', {
  seeds: [
    'cells-xlsxwriter.xlsx',
    'cells-libreoffice.xlsx',
    'macros.xlsm',
    'old.xls',
    'open.ods',
  ].map(fixture),
  words: ['PK\u0003\u0004', 'PK\u0001\u0002', 'PK\u0005\u0006', 'xl/', '\0\0\0\0'],
  check: async (input) => expectSentence(await refusal(input)),
});

/** The same for the XML of a sheet. */
fuzz('sheet', {
  seeds: [
    '<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c t="str"><v>email</v></c></row><row><c><v>1</v></c><c s="1"><v>46000.5</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c></row></sheetData></worksheet>',
    '<worksheet><sheetData><row><c t="inlineStr"><is><t xml:space="preserve"> a </t><rPh><t>x</t></rPh><r><t>b</t></r></is></c><c t="d"><v>2027-03-14</v></c></row></sheetData></worksheet>',
  ],
  words: [
    ...[
      '<row>',
      '</row>',
      '<c>',
      '</c>',
      '<v>',
      '</v>',
      '<c/>',
      '&amp;',
      '&#0;',
      '&#x1F600;',
      '&a;',
    ],
    ...['<![CDATA[', ']]>', '<!--', '-->', '<?xml?>', '<!DOCTYPE a>', ' r="XFD1048576"', ' s="9"'],
    ...['1e308', '-1', '2958465.9999999', 'NaN', '_x000A_', '\0'],
  ],
  async check(input) {
    const workbook = await workbookOf({
      parts: { 'xl/worksheets/sheet1.xml': input },
      strings: '<si><t>username</t></si>',
      formats: ['yyyy-mm-dd hh:mm'],
    });
    expectSentence(await refusal(workbook));
  },
});

function expectSentence(told: string): void {
  expect(told).toMatch(/^read: |^users\.xlsx [\s\S]*\.$/);
}
