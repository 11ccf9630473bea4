import { expect, it } from 'vitest';
import { allOf } from '../../src/site/pages.js';

it('a page may have any number of entries', async () => {
  const page = Array.from({ length: 400_000 }, (_, id) => id);
  async function* pages(): AsyncGenerator<readonly number[]> {
    yield await Promise.resolve(page);
    yield [-1];
  }
  expect((await allOf(pages())).length).toBe(400_001);
});
