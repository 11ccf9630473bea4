import { expect, test } from 'vitest';
import { parseBlock } from '../../src/source/parse.js';
import { noHiddenRows } from '../../src/source/read-options.js';
import { SourceError, type BrokenRow, type Entry, type Row } from '../../src/source/row.js';
import { workbookBlocks } from '../../src/source/workbook-blocks.js';
import { workbookLimits } from '../../src/source/workbook/limits.js';

async function entriesOf(
  rows: readonly (Row | BrokenRow)[],
  limits = workbookLimits,
): Promise<Entry[]> {
  const tooLarge = (what: string): SourceError => new SourceError(what);
  async function* batches(): AsyncGenerator<readonly (Row | BrokenRow)[]> {
    for (const row of rows) yield await Promise.resolve([row]);
  }
  const entries: Entry[] = [];
  for await (const block of workbookBlocks(batches(), { limits, tooLarge }, { ...noHiddenRows }))
    entries.push(...parseBlock(block));
  return entries;
}

const row = (line: number, ...cells: string[]): Row => ({ type: 'row', line, cells });

test('rows keep their lines, and are padded to the header', async () => {
  expect(
    await entriesOf([row(2, 'username', 'notes', 'email'), row(7, 'a', '"b",\n'), row(9, 'c')]),
  ).toMatchObject([
    row(2, 'username', 'notes', 'email'),
    row(7, 'a', '"b",\n', ''),
    row(9, 'c', '', ''),
  ]);
});

test('a row wider than the header stays so', async () => {
  const entries = await entriesOf([row(1, 'username'), row(2, 'a', 'b')]);
  expect(entries[1]).toMatchObject(row(2, 'a', 'b'));
});

test('padding counts towards the limit of blank cells', async () => {
  const limits = { ...workbookLimits, blankCells: 4 };
  const rows = [row(1, '# March'), row(2, 'username', 'email', 'notes'), row(3, 'a'), row(4, 'b')];
  expect(await entriesOf(rows, limits)).toHaveLength(4);
  await expect(entriesOf([...rows, row(5, 'c', 'd')], limits)).rejects.toThrow(
    'has over 4 blank cells',
  );
});

test('a cell with # is a comment only if it is alone in its row', async () => {
  expect(
    await entriesOf([row(1, 'username', 'email'), row(2, '# March'), row(3, '#a', 'b')]),
  ).toMatchObject([
    row(1, 'username', 'email'),
    { type: 'comment', line: 2, cells: 1, text: '# March' },
    row(3, '#a', 'b'),
  ]);
});

test('a broken row stays in its place', async () => {
  const broken: BrokenRow = { type: 'broken', line: 2, code: 'cell-without-value', message: 'm' };
  expect(await entriesOf([row(1, 'username'), broken, row(3, 'a')])).toMatchObject([
    row(1, 'username'),
    broken,
    row(3, 'a'),
  ]);
});

test('many references to one long text are refused before they are joined', async () => {
  const long = 'x'.repeat(1024 * 1024);
  const entries = await entriesOf([
    row(1, 'username'),
    row(2, ...Array<string>(16_384).fill(long)),
    row(3, 'a'),
  ]);
  expect(entries).toMatchObject([{ line: 1 }, { line: 2, code: 'row-too-long' }, { line: 3 }]);
});
