import { readFile } from 'node:fs/promises';
import { describe, expect, it, test } from 'vitest';
import { legend, markdownTable } from '../../src/columns/derived/legend.js';
import { templateCsv } from '../../src/columns/derived/template.js';
import { callsIn, commandFor } from './calls.js';
import { programPages } from './command-model.js';
import { manPage } from './man-page.js';
import { terminalPicture } from './picture.js';
import { commandsPage, exitCodesPage, issuesPage } from './pages.js';
import { thousand } from './thousand.js';

const pages = programPages();

test.each([
  ['README.md', readmeWithColumns],
  ['templates/users.csv', () => templateCsv({ empty: false })],
  ['templates/users.legend.txt', legend],
  ['samples/thousand.csv', thousand],
  ['docs/issues.md', issuesPage],
  ['docs/exit-codes.md', exitCodesPage],
  ['docs/commands.md', () => commandsPage(pages)],
  ['man/files-bulk-import.1', () => manPage(pages)],
  ['docs/terminal.svg', terminalPicture],
])('%s is what `npm run docs` writes', async (path, make) => {
  await expect(await make()).toMatchFileSnapshot(`../../${path}`);
});

/** The README with the current table of columns. */
async function readmeWithColumns(): Promise<string> {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const [before = '', , after = ''] = readme.split(
    /(?<=<!-- columns -->\n)|(?=<!-- \/columns -->)/,
  );
  return `${before}${markdownTable()}${after}`;
}

describe('the examples of the help are valid', () => {
  const examples = pages.commands.flatMap((page) => page.examples);

  it.each(examples)('%s', async (line) => {
    const calls = callsIn(line);
    expect(calls.length).toBeGreaterThan(0);
    for (const call of calls) expect(await commandFor(call)).toBe(call[0]);
  });
});
