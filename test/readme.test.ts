import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';

it('has the same command for the tests as CI', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const ci = await readFile(new URL('../.ci/run', import.meta.url), 'utf8');
  expect(readme).toContain('```sh\nnpm ci && npm test\n```');
  expect(ci).toContain('\nnpm ci && npm test\n');
});
