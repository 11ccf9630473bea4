import { describe, expect, it, test } from 'vitest';
import { programPages, wholeProgram } from './command-model.js';
import { manPage } from './man-page.js';
import { commandsPage, exitCodesPage, issuesPage } from './pages.js';

const pages = await programPages();

// After a change of what they are made of: npm run docs
test.each([
  ['docs/issues.md', issuesPage],
  ['docs/exit-codes.md', exitCodesPage],
  ['docs/commands.md', () => commandsPage(pages)],
  ['man/files-bulk-import.1', () => manPage(pages)],
])('%s is what would be made', async (path, make) => {
  await expect(await make()).toMatchFileSnapshot(`../../${path}`);
});

describe('the examples of the help', () => {
  const examples = pages.commands.flatMap((page) => page.examples);

  it.each(examples)('%s', async (line) => {
    const calls = callsIn(line);
    expect(calls.length).toBeGreaterThan(0);
    for (const call of calls) {
      const program = await wholeProgram();
      const ran: string[] = [];
      for (const command of program.commands)
        command.action(() => void ran.push(command.name())).exitOverride();
      await program.parseAsync(call, { from: 'user' });
      expect(ran).toEqual([call[0]]);
    }
  });
});

/** What is behind the program's name, wherever a line of a shell calls it. */
function callsIn(line: string): readonly (readonly string[])[] {
  return line.split(/\||<\(/).flatMap((part) => {
    const [, call] = /^\s*files-bulk-import ([^>)]*)/.exec(part) ?? [];
    return call === undefined ? [] : [wordsOf(call)];
  });
}

function wordsOf(text: string): readonly string[] {
  return Array.from(text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g), ([, double, single, bare]) => {
    return double ?? single ?? bare ?? '';
  });
}
