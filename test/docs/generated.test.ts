import { describe, expect, it, test } from 'vitest';
import { callsIn, commandFor } from './calls.js';
import { programPages } from './command-model.js';
import { manPage } from './man-page.js';
import { terminalPicture } from './picture.js';
import { commandsPage, exitCodesPage, issuesPage } from './pages.js';

const pages = programPages();

// After a change of their sources: npm run docs
test.each([
  ['docs/issues.md', issuesPage],
  ['docs/exit-codes.md', exitCodesPage],
  ['docs/commands.md', () => commandsPage(pages)],
  ['man/files-bulk-import.1', () => manPage(pages)],
  ['docs/terminal.svg', terminalPicture],
])('%s is up to date', async (path, make) => {
  await expect(await make()).toMatchFileSnapshot(`../../${path}`);
});

describe('the examples of the help are valid', () => {
  const examples = pages.commands.flatMap((page) => page.examples);

  it.each(examples)('%s', async (line) => {
    const calls = callsIn(line);
    expect(calls.length).toBeGreaterThan(0);
    for (const call of calls) expect(await commandFor(call)).toBe(call[0]);
  });
});
