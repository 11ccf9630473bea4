import { expect, it } from 'vitest';
import { csvLine } from '../../src/columns/csv.js';

it.each<[cells: string[], line: string]>([
  [['a', 'b'], 'a,b\n'],
  [['a,b', 'c"d'], '"a,b","c""d"\n'],
  [['a\nb', 'c\rd'], '"a\nb","c\rd"\n'],
  [[' a', 'b ', '\tc'], '" a","b ","\tc"\n'],
  // A line that begins with # would be a comment, and one with nothing on it no row.
  [['#a', '#b'], '"#a",#b\n'],
  [[''], '""\n'],
  [['', ''], ',\n'],
])('%j are one line', (cells, line) => {
  expect(csvLine(cells)).toBe(line);
  expect(csvLine(cells, '\r\n')).toBe(`${line.slice(0, -1)}\r\n`);
});
