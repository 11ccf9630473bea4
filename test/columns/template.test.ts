import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { legend } from '../../src/columns/derived/legend.js';
import { templateCsv } from '../../src/columns/derived/template.js';

const folder = new URL('../../templates/', import.meta.url);

// After a change of the columns, run `files-bulk-import template --output templates/users.csv`, with the
// old files removed first.
describe('the committed template is what the command writes', () => {
  test.each([
    ['users.csv', templateCsv({ empty: false })],
    ['users.legend.txt', legend()],
  ])('templates/%s', async (name, made) => {
    expect(await readFile(new URL(name, folder), 'utf8')).toBe(made);
  });
});

test('the empty template is the header of the full one', () => {
  const [header] = templateCsv({ empty: false }).split('\n');
  expect(templateCsv({ empty: true })).toBe(`${header}\n`);
});
