import { expect, test } from 'vitest';
import { renderHeaders } from '../../src/report/headers-text.js';
import { plain } from '../../src/report/style.js';
import type { DescribedHeader } from '../../src/source/describe-headers.js';

test('a file may have any number of headers', () => {
  const header: DescribedHeader = {
    headers: ['a'],
    column: null,
    how: 'ignored',
    constant: null,
    like: null,
  };
  const text = renderHeaders(Array<DescribedHeader>(250_000).fill(header), [], {
    style: plain,
    arrow: '→',
  });
  expect(text.slice(0, text.indexOf('\n'))).toBe('a  → ignored');
  expect(text.length).toBe(250_000 * 'a  → ignored\n'.length);
});
