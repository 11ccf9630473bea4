import { expect, test } from 'vitest';
import { templateCsv } from '../../src/columns/derived/template.js';

test('the empty template is the header of the full one', () => {
  const [header] = templateCsv({ empty: false }).split('\n');
  expect(templateCsv({ empty: true })).toBe(`${header}\n`);
});
