import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allColumns } from '../../src/columns/table.js';
import { isError, readCell } from './reading.js';

const names = allColumns.map(({ name }) => name);

/** Text that is often nearly valid: pieces that the patterns of the columns look for, and anything else. */
const nearly = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          '=',
          '|',
          '\\|',
          '\\',
          '*',
          ',',
          ';',
          '\n',
          '\r\n',
          ' ',
          '  ',
          '/',
          '.',
          '..',
          '@',
          '<',
          '>',
        ],
        ...['readonly', 'Full', 'admin*', 'read write', 'Sales', '10.0.0.1', '/24', '::1', '\\n'],
        ...[
          '2027-03-14',
          'T',
          '13:27:01',
          '-04:00',
          '+0400',
          'z',
          'Europe/',
          'London',
          'US/Eastern',
        ],
        ...['Y', 'yes', '90', 'days', 'a@b.example', 'mailto:', 'ß', 'é', '\u0301', '\0', '\ud800'],
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((parts) => parts.join('').trim())
  .filter((cell) => cell !== '');

describe.each(names)('any cell of %s', (name) => {
  test('has either a value or an error', () => {
    fc.assert(
      fc.property(nearly, (cell) => {
        const { value, problems } = readCell(name, cell);
        // An invalid username keeps its value, to be compared with the others.
        if (name !== 'username')
          expect(value === undefined).toBe(problems.some(({ code }) => isError(code)));
      }),
    );
  });

  test('has only suggestions that are free of its problem', () => {
    fc.assert(
      fc.property(nearly, (cell) => {
        for (const { code, suggestion } of readCell(name, cell).problems) {
          if (suggestion === null) continue;
          expect(suggestion).not.toBe('');
          expect(suggestion).not.toBe(cell);
          expect(readCell(name, suggestion).problems.map((left) => left.code)).not.toContain(code);
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** Each reading takes some hundredths of a second; quadratic time would take several seconds. */
describe('long cells that look like the start of something are read in linear time', () => {
  const size = 60_000;
  const longestSeconds = 1;
  const units = [
    ...['a', ' ', '0', '9', '.', ',', ';', '|', '\\', '\\|', '/', '../', '@', '<', '=', '*', '\n'],
    ...[
      '=readonly,',
      '=readonly;',
      'a=readonly|',
      'readonly,',
      'list|',
      'a ',
      'a=list ',
      ' ,',
      '\\n',
    ],
    ...[
      '10.0.0.1,',
      '10.0.0.1\n',
      '::',
      '-',
      'é',
      '\u0301',
      'READONLY,',
      '=READONLY;',
      '12,',
      'Sales,',
    ],
  ];
  const frames = [
    ['', ''],
    ['a', 'a'],
    ['a=list;b=', '=x'],
    ['a=', ''],
    ['a=', '=list'],
    ['a=list;b=', ''],
    ['a=list;b=readonly', ''],
    ['ada@', '.'],
    ['2027-03-14 ', 'Z'],
  ] as const;
  const oneOfEachKind = [...new Map(allColumns.map(({ kind, name }) => [kind, name])).values()];
  test.each(units)('%j repeated', { timeout: 40_000 }, (unit) => {
    const filler = unit.repeat(size / unit.length);
    for (const name of oneOfEachKind)
      for (const [before, after] of frames) {
        const cell = `${before}${filler}${after}`.trim() || '=';
        const start = process.cpuUsage();
        const { problems } = readCell(name, cell);
        const { user } = process.cpuUsage(start);
        expect(user / 1e6, `${name} ${before}`).toBeLessThan(longestSeconds);
        // No message is repeated, so that a report cannot grow quadratically.
        expect(new Set(problems.map(({ message }) => message)).size).toBe(problems.length);
      }
  });
});

test('a cell that names one folder as often as a record allows', { timeout: 40_000 }, () => {
  const cell = 'a=full|a=list|'.repeat(70_000) + 'a=list';
  const { value } = readCell('folder_permissions', cell);
  expect(value).toHaveLength(2);
});
