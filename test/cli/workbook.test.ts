import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { writeWorkbook } from '../../src/columns/derived/workbook.js';
import { workbookOf } from '../source/workbooks.js';
import { run, workspace, type Workspace } from './command.js';

let space: Workspace;

beforeEach(async () => {
  space = await workspace();
});

const error = '<c t="e"><f>VLOOKUP(A1,B:B,1)</f><v>#N/A</v></c>';
const notCalculated = '<c><f>A1</f></c>';

/** A workbook of texts. A cell that begins with `<` is raw XML; a first cell that begins with `-` hides its row. */
async function workbook(...rows: readonly (readonly string[])[]): Promise<string> {
  const xml = rows.map(([first = '', ...others]) => {
    const hidden = first.startsWith('-') ? ' hidden="1"' : '';
    const cells = [first.replace(/^-/, ''), ...others];
    const texts = cells.map((cell) =>
      cell.startsWith('<') ? cell : `<c t="str"><v>${cell}</v></c>`,
    );
    return `<row${hidden}>${texts.join('')}</row>`;
  });
  return written(await workbookOf({ rows: xml.join('') }));
}

async function written(book: Buffer): Promise<string> {
  const file = join(space.path, 'hr.xlsx');
  await writeFile(file, book);
  return file;
}

it('a formula error is an issue of its column, unless the column is ignored', async () => {
  const file = await workbook(
    ['username', 'company', 'Manager'],
    ['ada', 'Example', error],
    ['bob', error, 'Eve'],
  );
  const { code, stdout } = await run(['validate', file, '--json']);
  expect(code).toBe(1);
  const { issues } = JSON.parse(stdout) as { issues: Record<string, unknown>[] };
  expect(issues.filter(({ severity }) => severity === 'error')).toMatchObject([
    { line: 3, column: 'company', code: 'spreadsheet-error' },
  ]);

  const imported = await run(['import', file, '--sandbox', '--yes', '--skip-invalid', '--json']);
  expect(imported.code, imported.stderr).toBe(3);
  const { rejects } = JSON.parse(imported.stdout) as { rejects: string };
  expect(await readFile(rejects, 'utf8')).toMatch(/\nbob,#N\/A,Eve,3,.*in place of a value/);

  const fixed = await run(['fix', file, '-o', '-'], { cwd: space.path });
  expect(fixed.code).toBe(1);
  expect(fixed.stdout).toContain('bob,#N/A,Eve\n');
});

it('a number that is too long for a spreadsheet is no name', async () => {
  const number = '<c><v>123456789012345678</v></c>';
  const file = await workbook(['username', 'password', 'Id'], [number, number, number]);
  const { stdout } = await run(['validate', file, '--json']);
  const { issues } = JSON.parse(stdout) as { issues: Record<string, unknown>[] };
  expect(issues.filter(({ line }) => line === 2)).toMatchObject([
    { column: 'username', code: 'number-in-exponent-form' },
    { column: 'password', code: 'text-in-exponent-form' },
  ]);
});

it('a formula error is not joined with other texts, nor used as a password', async () => {
  const file = await workbook(
    ['username', 'password', 'First', 'Last'],
    ['ada', 'correct-Horse-7', 'Ada', error],
    ['bob', error, 'Bob', 'Noyce'],
  );
  const mapping = await space.file(
    'm.json',
    JSON.stringify({
      version: 1,
      columns: {
        username: 'username',
        password: 'password',
        full_name: { join: ['First', 'Last'] },
      },
    }),
  );
  const { stdout } = await run(['validate', file, '--json', '--map', mapping]);
  const { issues } = JSON.parse(stdout) as { issues: Record<string, unknown>[] };
  expect(issues.filter(({ severity }) => severity === 'error')).toMatchObject([
    { line: 2, column: 'full_name', code: 'spreadsheet-error' },
    { line: 3, column: 'password', code: 'spreadsheet-error' },
  ]);
});

it('a formula without a value is named, and --skip-invalid cannot leave out its row', async () => {
  const file = await workbook(['username', 'company'], ['ada', 'Example'], ['bob', notCalculated]);
  const imported = await run(['import', file, '--sandbox', '--yes', '--skip-invalid']);
  expect(imported.code).toBe(1);
  expect(imported.stdout).toContain('line 3: The formula in the cell B3 has no value yet.');
  expect(imported.stderr).toContain(
    'Nothing was created. A row cannot be read completely, so it could not be put into the rejects file.',
  );
  const fixed = await run(['fix', file], { cwd: space.path });
  expect(fixed.code).toBe(1);
  expect(fixed.stderr).toContain('line 3: The formula in the cell B3 has no value yet.');
  expect(fixed.stderr).toContain(
    'Nothing was written: that row could not be copied as it is. Correct it, then fix the file.',
  );
});

it('a text that its format shows differently is named, and --skip-invalid cannot leave out its row', async () => {
  const shown = '<c t="str" s="1"><v>secret-7</v></c>';
  const rows = `<row><c t="str"><v>username</v></c></row><row>${shown}</row>`;
  const file = await written(await workbookOf({ rows, formats: ['@&quot;@example.com&quot;'] }));
  const imported = await run(['import', file, '--sandbox', '--yes', '--skip-invalid']);
  expect(imported.code).toBe(1);
  expect(imported.stdout).toContain(
    'line 2: The cell A2 shows a different text from the one it holds',
  );
  expect(imported.stderr).toContain('A row cannot be read completely');
  expect(imported.stdout + imported.stderr).not.toContain('secret-7');
});

describe('hidden rows', () => {
  const warning = {
    code: 'rows-hidden',
    severity: 'warning',
    line: null,
    message:
      '2 rows, the first of line 4, are hidden in the sheet, but are read all the same. Show all rows (clear any filter), and delete those you do not want.',
  };
  const rows = [['-username'], ['-# March'], ['ada'], ['-bob'], ['-', ''], ['-eve'], ['joan']];

  it('are counted, with the line of the first', async () => {
    const { code, stdout } = await run(['validate', await workbook(...rows), '--json']);
    expect(code).toBe(0);
    const { issues } = JSON.parse(stdout) as { issues: Record<string, unknown>[] };
    expect(issues.filter((one) => one.code === 'rows-hidden')).toMatchObject([warning]);
  });

  it('are reported by users', async () => {
    const file = await workbook(['username'], ['-admin']);
    const { stdout } = await run(['users', 'unlock', file, '--sandbox', '--dry-run']);
    expect(stdout).toContain('The row of line 2 is hidden in the sheet, but is read');
  });

  it('are reported by fix, whose copy hides none', async () => {
    const file = await workbook(...rows);
    const { stdout } = await run(['fix', file, '--dry-run'], { cwd: space.path });
    expect(stdout).toContain('the file: "hidden rows: 2" becomes "hidden rows: 0" (rows-hidden)');
  });
});

describe('hidden columns', () => {
  const sheet = (cols: string, header: string): Promise<string> => {
    const row = (text: string): string =>
      `<row>${text.replace(/\w+/g, '<c t="str"><v>$&</v></c>')}</row>`;
    const xml = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cols>${cols}</cols><sheetData>${row(header)}${row('ada Example Y')}</sheetData></worksheet>`;
    return workbookOf({ parts: { 'xl/worksheets/sheet1.xml': xml } }).then(written);
  };
  const hidden = (min: number, max: number): string =>
    `<col min="${min}" max="${max}" width="9" hidden="1"/>`;

  it.each([
    ['one', hidden(3, 3), 'The column site_admin is hidden in the sheet, but is read all the same'],
    [
      'all but the first',
      hidden(2, 16_384),
      'The columns company, site_admin are hidden in the sheet, but are read all the same',
    ],
    ['none that is read', `${hidden(4, 9)}<col min="1" max="3" width="9"/>`, undefined],
  ])('are named if they are read: %s', async (_which, cols, message) => {
    const file = await sheet(cols, 'username company site_admin');
    const { code, stdout } = await run(['validate', file, '--json']);
    expect(code).toBe(0);
    const { issues } = JSON.parse(stdout) as { issues: { code: string; message: string }[] };
    const found = issues.filter((one) => one.code === 'columns-hidden');
    expect(found.map((one) => one.message.split('.')[0])).toEqual(message ? [message] : []);
    const fixed = await run(['fix', file, '--dry-run'], { cwd: space.path });
    expect(fixed.stdout.includes('(columns-hidden)')).toBe(message !== undefined);
  });

  it('are named if a mapping reads them, and not if they are ignored', async () => {
    const file = await sheet(hidden(2, 3), 'username Firm Boss');
    const { stdout } = await run(['validate', file, '--map', 'Firm=company']);
    expect(stdout).toContain('The column company is hidden in the sheet');
    expect((await run(['validate', file])).stdout).not.toContain('hidden');
  });

  it('are not reported by users', async () => {
    const file = await sheet(hidden(3, 3), 'username company site_admin');
    const { stdout } = await run(['users', 'unlock', file, '--sandbox', '--dry-run']);
    expect(stdout).not.toContain('hidden');
  });
});

describe('merged cells', () => {
  const sheet = (
    ranges: readonly string[],
    columns = 'username company notes',
  ): Promise<string> => {
    const cells = (...texts: string[]): string =>
      `<row>${texts.map((text) => `<c t="str"><v>${text}</v></c>`).join('')}</row>`;
    const rows = [cells(...columns.split(' ')), cells('ada', 'Sales'), cells('bob'), cells('eve')];
    const merged = ranges.map((range) => `<mergeCell ref="${range}"/>`).join('');
    const xml = `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row/>${rows.join('')}<row/></sheetData><mergeCells>${merged}</mergeCells></worksheet>`;
    return workbookOf({ parts: { 'xl/worksheets/sheet1.xml': xml } }).then(written);
  };

  it.each([
    ['one range', ['B3:B5'], 'The cells B3:B5 are merged'],
    [
      'several, some of them outside of the rows and columns',
      ['A1:C1', 'D3:D5', 'B3:B4', 'A5:B5', 'A6:C9', 'C2:D2', 'no range'],
      'The cells of 3 ranges, the first B3:B4, are merged',
    ],
    ['none that is read', ['A1:C1', 'D2:E5', 'B6:B7'], undefined],
  ])('are named if they are read: %s', async (_which, ranges, message) => {
    const file = await sheet(ranges);
    const { code, stdout } = await run(['validate', file, '--json']);
    expect(code).toBe(0);
    const { issues } = JSON.parse(stdout) as { issues: { code: string; message: string }[] };
    const found = issues.filter((one) => one.code === 'cells-merged');
    expect(found.map((one) => one.message.replace(/: .*/, ''))).toEqual(message ? [message] : []);
    const fixed = await run(['fix', file, '--dry-run'], { cwd: space.path });
    expect(fixed.stdout.includes('(cells-merged)')).toBe(message !== undefined);
  });

  it('are named if a mapping reads them', async () => {
    const file = await sheet(['B3:B5'], 'username Firm notes');
    const { stdout } = await run(['validate', file, '--map', 'Firm=company']);
    expect(stdout).toContain('The cells B3:B5 are merged');
    expect((await run(['validate', file])).stdout).not.toContain('merged');
  });
});

describe('a cover sheet', () => {
  const others = 'The sheet "Cover" was read; --sheet takes another: "Users".';

  it.each([
    ['with a title', [['Colleagues of March']], 1, 'resembles a column name'],
    ['with a column name', [['Company', 'Example']], 1, 'has no column username'],
    ['with a header of another system', [['Login', 'Owner']], 1, 'the names of another system'],
    ['that is blank', [], 2, 'is empty'],
  ])('%s is reported with the names of the other sheets', async (_, rows, code, problem) => {
    const sheet = { widths: [], rows };
    const users = { name: 'Users', ...sheet, rows: [['username'], ['ada']] };
    const file = await written(await writeWorkbook([{ name: 'Cover', ...sheet }, users]));
    const checked = await run(['validate', file]);
    expect(checked.code).toBe(code);
    expect(checked.stdout + checked.stderr).toMatch(problem);
    expect(checked.stdout + checked.stderr).toContain(others);
    expect((await run(['validate', file, '--sheet', 'Users'])).code).toBe(0);
  });
});
