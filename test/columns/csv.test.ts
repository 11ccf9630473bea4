import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csvLine } from '../../src/columns/csv.js';

it.each<[cells: string[], line: string]>([
  [['a', 'b'], 'a,b\n'],
  [['a,b', 'c"d'], '"a,b","c""d"\n'],
  [['a\nb', 'c\rd'], '"a\nb","c\rd"\n'],
  [[' a', 'b ', '\tc'], '" a","b ","\tc"\n'],
  // A line that begins with # would be a comment, and an empty line not a row.
  [['#a', '#b'], '"#a",#b\n'],
  [[''], '""\n'],
  [['', ''], ',\n'],
])('%j is written as one line', (cells, line) => {
  expect(csvLine(cells)).toBe(line);
  expect(csvLine(cells, '\r\n')).toBe(`${line.slice(0, -1)}\r\n`);
});

it('is read back by csv-parse', () => {
  const cell = fc.string({ unit: fc.constantFrom(...Array.from('a",\r\n# \t;é')) });
  fc.assert(
    fc.property(fc.array(cell, { minLength: 1 }), (cells) => {
      expect(parse(csvLine(cells, '\r\n'), { record_delimiter: '\r\n' })).toEqual([cells]);
    }),
  );
});
