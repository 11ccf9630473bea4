import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { markdownTable } from '../src/columns/derived/legend.js';

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');

describe('README', () => {
  it('has the current table of columns', () => {
    // To update it: node bin/files-bulk-import.js columns --markdown
    expect(readme.split('<!-- columns -->\n')[1]?.split('<!-- /columns -->')[0]).toBe(
      markdownTable(),
    );
  });

  it('has the same command for the tests as CI', async () => {
    const ci = await readFile(new URL('../.ci/run', import.meta.url), 'utf8');
    expect(readme).toContain('```sh\nnpm ci && npm test\n```');
    expect(ci).toContain('\nnpm ci && npm test\n');
  });
});
