import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SourceError } from '../../src/source/row.js';
import { openArchive } from '../../src/source/workbook/archive.js';
import { workbookLimits, type WorkbookLimits } from '../../src/source/workbook/limits.js';
import { sheetRows, type SheetContext } from '../../src/source/workbook/rows.js';
import { readSharedStrings } from '../../src/source/workbook/strings.js';
import { briefly, refusal, workbookOf, zipOf } from './workbooks.js';

const sheet = 'xl/worksheets/sheet1.xml';
const data = (content: string): string =>
  `<worksheet><sheetData><row>${content}</row></sheetData></worksheet>`;

describe('a damaged workbook is refused:', () => {
  test.each([
    ['a missing sheet', { [sheet]: null }],
    ['missing strings', { 'xl/sharedStrings.xml': null }],
    ['a missing workbook', { 'xl/workbook.xml': null }],
    ['no references', { 'xl/_rels/workbook.xml.rels': null }],
    ['a sheet without its end', { [sheet]: '<worksheet><sheetData><row>' }],
    ['tags that do not match', { [sheet]: data('<c></row>') }],
    ['an undeclared entity', { [sheet]: data('<c t="str"><v>&name;</v></c>') }],
    ['a DOCTYPE', { [sheet]: `<!DOCTYPE w>${data('<c t="str"><v>a</v></c>')}` }],
    ['very deep nesting', { [sheet]: '<a>'.repeat(1000) }],
    ['a very long text', { [sheet]: data(`<c t="str"><v>${'x'.repeat(2 ** 21)}</v></c>`) }],
    [
      'a cell with very many texts',
      { [sheet]: data(`<c t="inlineStr"><is>${'<t>abcdefgh</t>'.repeat(2 ** 18)}</is></c>`) },
    ],
    ['invalid UTF-8', { [sheet]: Buffer.from(data('<c t="str"><v>Zo\xeb</v></c>'), 'latin1') }],
    ['UTF-16', { [sheet]: Buffer.from(`\ufeff${data('')}`, 'utf16le') }],
    ['a missing shared string', { [sheet]: data('<c t="s"><v>7</v></c>') }],
    ['what is neither true nor false', { [sheet]: data('<c t="b"><v>TRUE</v></c>') }],
    ['cells in the wrong order', { [sheet]: data('<c r="B1"/><c r="A1"/>') }],
    ['a cell without a column', { [sheet]: data('<c r="1"/>') }],
    ['a cell outside a row', { [sheet]: '<worksheet><sheetData><c/></sheetData></worksheet>' }],
    ['rows in the wrong order', { [sheet]: data('</row><row r="1">') }],
  ])('%s', async (_, parts) => {
    expect(await refusal(await workbookOf({ parts }))).toMatch(
      /^users\.xlsx is a damaged workbook\. Open it in Excel or LibreOffice and save it again\.$/,
    );
  });

  test.each([
    ['rows', '<c/></row><row r="1048577">', 'has more than 1048576 rows'],
    ['columns', '<c r="XFE1"/>', 'has more than 16384 columns'],
  ])('too many %s', async (_, content, problem) => {
    const workbook = await workbookOf({ parts: { [sheet]: data(content) } });
    expect(await refusal(workbook)).toContain(problem);
  });

  test('a duplicate part', async () => {
    const workbook = await workbookOf({ parts: { 'XL/Workbook.xml': '<workbook/>' } });
    expect(await refusal(workbook)).toContain('is a damaged workbook');
  });

  test('without showing its content', async () => {
    const parts = { [sheet]: data('<c t="str"><v>secret</v><secret') };
    expect(await refusal(await workbookOf({ parts }))).not.toContain('secret');
  });
});

describe('a workbook that expands too much is refused:', () => {
  const refuse = (problem: string): SourceError => new SourceError(problem);

  /** The error of reading every part within these limits. */
  async function refused(bytes: Buffer, limits: Partial<WorkbookLimits> = {}): Promise<string> {
    try {
      const archive = await openArchive(bytes, refuse, { ...workbookLimits, ...limits });
      for (const part of archive.parts)
        for await (const piece of archive.read(part)) expect(piece.length).toBeLessThan(2 ** 15);
      return 'read';
    } catch (error) {
      return error instanceof SourceError ? error.message : String(error);
    }
  }

  test('one part', async () => {
    const workbook = await workbookOf({
      parts: { [sheet]: `<a>${'<b/>'.repeat(5 * 2 ** 20)}</a>` },
    });
    expect(workbook.length).toBeLessThan(2 ** 16);
    expect(await refusal(workbook)).toContain('expands to over 300 times its size');
  });

  test('a cell in the last column of every row', async () => {
    const rows = '<row><c r="XFD1"><v>1</v></c></row>'.repeat(3);
    const rowsWithin = async (blankCells: number): Promise<number> => {
      const limits = { ...workbookLimits, blankCells };
      const archive = await openArchive(await workbookOf({ rows }), refuse, limits);
      let count = 0;
      for await (const batch of sheetRows(archive, sheet, emptyContext())) count += batch.length;
      return count;
    };
    expect(await rowsWithin(3 * 16_383)).toBe(3);
    await expect(rowsWithin(3 * 16_383 - 1)).rejects.toThrow('has over 49148 blank cells');
  });

  test('many ranges of merged cells', async () => {
    const xml = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row><c><v>1</v></c></row></sheetData><mergeCells>${'<mergeCell ref="A1:B1"/>'.repeat(3)}</mergeCells></worksheet>`;
    const limits = { ...workbookLimits, mergedRanges: 2 };
    const archive = await openArchive(
      await workbookOf({ parts: { [sheet]: xml } }),
      refuse,
      limits,
    );
    await expect(sheetRows(archive, sheet, emptyContext()).next()).rejects.toThrow(
      'has over 2 ranges of merged cells',
    );
  });

  test('many parts together', async () => {
    const parts = { a: 'a'.repeat(600), b: 'b'.repeat(600) };
    expect(await refused(await zipOf(parts), { expandedBytes: 1000 })).toContain('over 1000 bytes');
    expect(await refused(await zipOf(parts), { expandedBytes: 1200 })).toBe('read');
  });

  test('many parts', async () => {
    const parts = { a: 'a', b: 'b', c: 'c' };
    expect(await refused(await zipOf(parts), { entries: 2 })).toContain('over 2 files');
    expect(await refused(await zipOf(parts), { entries: 3 })).toBe('read');
  });

  test('shared strings, which are kept in memory', async () => {
    const bytes = await zipOf({ s: `<sst>${'<si><t>a</t></si>'.repeat(100)}</sst>` });
    const archive = await openArchive(bytes, refuse, {
      ...workbookLimits,
      sharedStringBytes: 1024,
    });
    await expect(readSharedStrings(archive, 's')).rejects.toThrow(
      'has over 1024 bytes in its part s',
    );
  });

  test('a part with a false size', async () => {
    const bytes = await zipOf({ a: 'a'.repeat(1000) });
    const directory = bytes.indexOf('PK\x01\x02', 0, 'latin1');
    bytes.writeUInt32LE(10, directory + 24);
    expect(await refused(bytes)).toContain('is a damaged workbook');
  });
});

describe('any damage is refused or harmless', () => {
  const fixture = new URL('fixtures/cells-xlsxwriter.xlsx', import.meta.url);

  test('truncation', async () => {
    const whole = await readFile(fixture);
    for (let length = 0; length < whole.length; length += 13)
      expect(await refusal(whole.subarray(0, length))).toContain('is a damaged workbook');
  });

  test('changed bytes', async () => {
    const whole = await readFile(fixture);
    const expected = await briefly(whole);
    const change = fc.tuple(fc.nat({ max: whole.length - 1 }), fc.integer({ min: 1, max: 255 }));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        const bytes = Buffer.from(whole);
        for (const [at, by] of changes) bytes[at] = (bytes[at] ?? 0) ^ by;
        const found = await briefly(bytes).catch((error: unknown) => {
          expect(error).toBeInstanceOf(SourceError);
          return expected;
        });
        expect(found).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  test('tags in any order', async () => {
    const pieces = fc.constantFrom(
      '<row>',
      '</row>',
      '<row r="2">',
      '<c>',
      '</c>',
      '<c r="B1" t="s">',
      '<c t="inlineStr">',
      '<v>',
      '</v>',
      '<is>',
      '</is>',
      '<t>',
      '</t>',
      '<f>',
      '</f>',
      '0',
      'x',
      '<v/>',
      '<sheetData>',
      '</sheetData>',
      '&amp;',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 12 }), async (content) => {
        const parts = {
          [sheet]: `<worksheet><sheetData>${content.join('')}</sheetData></worksheet>`,
        };
        const found = await refusal(await workbookOf({ parts, strings: '<si><t>a</t></si>' }));
        expect(found).toMatch(/^read: |is a damaged workbook/);
      }),
      { numRuns: 200 },
    );
  });
});

function emptyContext(): SheetContext {
  return { strings: [], styles: [], from1904: false, hiddenColumns: [], mergedCells: [] };
}
