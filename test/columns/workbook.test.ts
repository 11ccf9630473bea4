import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'csv-parse/sync';
import { allColumns, documentedColumns } from '../../src/columns/table.js';
import { templateCsv } from '../../src/columns/derived/template.js';
import { templateWorkbook } from '../../src/columns/derived/template-workbook.js';
import { writeWorkbook } from '../../src/columns/derived/workbook.js';
import { SourceError } from '../../src/source/row.js';
import { openWorkbook } from '../../src/source/workbook.js';
import { openArchive } from '../../src/source/workbook/archive.js';

interface Read {
  readonly line: number;
  readonly cells: readonly string[];
}

async function rowsOf(workbook: Buffer, sheet?: string): Promise<Read[]> {
  const { rows } = await openWorkbook(workbook, {
    name: 'users.xlsx',
    ...(sheet === undefined ? {} : { sheet }),
  });
  const read: Read[] = [];
  for await (const batch of rows)
    for (const row of batch) {
      if (row.type === 'broken') throw new Error(row.message);
      read.push({ line: row.line, cells: row.cells });
    }
  return read;
}

/** A row as it is read, up to its last text. */
function trimmed(cells: readonly string[]): string[] {
  return cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1);
}

test('a written workbook is read back', async () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 8 }),
    fc.string({ unit: 'grapheme', maxLength: 8 }),
    // Lone surrogates, and everything that the format or XML escapes.
    fc.string({
      unit: fc.constantFrom(
        '_x000D_',
        '_',
        'x005F',
        '\r',
        '\n',
        '\t',
        ' ',
        '\0',
        '\ud83d',
        '\ufffe',
        '&',
        '<',
        ']]>',
        '"',
        "'",
        '=1+1',
        '007',
      ),
      maxLength: 6,
    }),
    fc.constantFrom('Zoë', 'Łukasz', 'Ελένη', 'Игорь', 'עדה', 'علي', 'आदा', '田中', '김민준', '👩‍💻'),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(texts, { maxLength: 30 }), { maxLength: 8 }),
      async (rows) => {
        const workbook = await writeWorkbook([{ name: 'Any & <all>', rows, widths: [] }]);
        const expected = rows
          .map((cells, index) => ({
            line: index + 1,
            // A lone surrogate becomes U+FFFD.
            cells: trimmed(cells).map((cell) => cell.toWellFormed()),
          }))
          .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
        expect(await rowsOf(workbook)).toEqual(expected);
      },
    ),
    { numRuns: 150 },
  );
});

describe('the template', () => {
  test.each([{ empty: false }, { empty: true }])('equals the CSV template: %j', async (options) => {
    const csv: string[][] = parse(templateCsv(options));
    const expected = csv.map((cells, index) => ({ line: index + 1, cells: trimmed(cells) }));
    expect(await rowsOf(await templateWorkbook(options))).toEqual(expected);
  });

  test('is reproducible byte for byte', async () => {
    const [one, other] = [
      await templateWorkbook({ empty: false }),
      await templateWorkbook({ empty: false }),
    ];
    expect(one.equals(other)).toBe(true);
  });

  test('has a legend with every column', async () => {
    const [header, ...rows] = await rowsOf(await templateWorkbook({ empty: true }), 'Legend');
    expect(header?.cells).toEqual(['Column', 'Takes', 'Meaning', 'Example']);
    expect(rows.map(({ cells }) => cells[0])).toEqual(documentedColumns.map(({ name }) => name));
    expect(rows[1]?.cells[1]).toContain('email_signup');
  });

  test('offers the valid choices in each column that has some', async () => {
    const workbook = await templateWorkbook({ empty: true });
    const lists = await rowsOf(workbook, 'Lists');
    const offered = new Map<string, string[]>();
    for (const [, cells = '', list = '', last] of (await sheetOf(workbook)).matchAll(
      /sqref="([^"]*)"><formula1>Lists!\$([A-Z])\$2:\$[A-Z]\$(\d+)</g,
    )) {
      const at = list.charCodeAt(0) - 65;
      const words = lists.slice(1, Number(last)).map((row) => row.cells[at] ?? '');
      for (const [, letter = ''] of cells.matchAll(/([A-Z]+)2:/g))
        offered.set(documentedColumns[letter.charCodeAt(0) - 65]?.name ?? letter, words);
    }
    expect([...offered.keys()].sort()).toEqual(
      documentedColumns
        .filter(({ kind }) => kind.schema.enum !== undefined)
        .map(({ name }) => name)
        .sort(),
    );
    expect(offered.get('site_admin')).toEqual(['Y', 'N']);
    expect(offered.get('time_zone')).toHaveLength(151);
    for (const [name, words] of offered)
      for (const word of words) {
        const kind = allColumns.find((column) => column.name === name)?.kind;
        const problems: string[] = [];
        kind?.read(word, (code) => problems.push(code), { now: 0 });
        expect(problems, `${word} in ${name}`).toEqual([]);
      }
  });
});

/** The XML of the first sheet. */
async function sheetOf(workbook: Buffer): Promise<string> {
  const archive = await openArchive(workbook, (problem) => new SourceError(problem));
  const pieces: Buffer[] = [];
  for await (const piece of archive.read('xl/worksheets/sheet1.xml')) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}
