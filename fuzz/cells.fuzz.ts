import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { csvLine } from '../src/columns/csv.js';
import { allColumns } from '../src/columns/table.js';
import { jsonText } from '../src/report/json-text.js';
import { printable } from '../src/columns/printable.js';
import { isError, readCell } from '../test/columns/reading.js';
import { entriesOf } from '../test/source/reading.js';
import { fuzz } from './fuzz.js';

const rows = readFileSync(new URL('../samples/each-kind.csv', import.meta.url), 'utf8');
const cells = [...new Set(rows.split(/[,\n"]/).map((cell) => cell.trim()))].filter(Boolean);

/**
 * Every column reads a cell as either a value or an error; a suggestion is free of its problem; and no text
 * is lost or harmful in the output.
 */
fuzz('cells', {
  seeds: [
    ...cells,
    '/Sales/North=readonly,history*|/Sales\\|South=full',
    '2027-03-14T09:26:53-04:00',
    '10.0.0.0/8\n2001:db8::/32',
    'Sales,Engineering,12',
    'Ada King <ada@example.com>',
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA ada',
  ],
  words: [
    ...['=', '|', '\\|', '*', ',', ';', '\n', '\r', ' ', '  ', '/', '..', '@', '<', '>', '%', "'"],
    ...['readonly', 'FULL', 'mailto:', '\\n', '::', '/33', '+00:00', 'Z', 'Y', '1e5', '\u00a0'],
    ...['\u200b', '\u202e', '\ufeff', '\u001b[31m', '\u009b', '\ufffd', 'Ã©', '😀', '__proto__'],
  ],
  async check(input) {
    const text = input.toString('utf8');
    expect(JSON.parse(jsonText(text))).toBe(text);
    expect(jsonText(text) + printable(text)).not.toMatch(/[\p{Cc}\u200b\u2028\u202e\ufeff]/u);
    const [written] = await entriesOf(csvLine([text, 'b']));
    expect(written).toMatchObject({ cells: [text, 'b'] });
    const cell = text.trim();
    if (cell !== '') for (const { name } of allColumns) checkCell(name, cell);
  },
});

function checkCell(name: Parameters<typeof readCell>[0], cell: string): void {
  const { value, problems } = readCell(name, cell);
  // An invalid username keeps its value, to be compared with the others.
  if (name !== 'username')
    expect(value === undefined, name).toBe(problems.some(({ code }) => isError(code)));
  for (const { code, suggestion } of problems) {
    if (suggestion === null) continue;
    const left = readCell(name, suggestion).problems.map((problem) => problem.code);
    expect(left, `${name} → ${suggestion}`).not.toContain(code);
  }
}
