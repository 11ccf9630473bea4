import { describe, expect, it } from 'vitest';
import { issueCodes } from '../../src/columns/issue.js';
import { exitCodeTexts } from '../../src/cli/exit.js';
import { run, shell } from './command.js';

describe('explain', () => {
  it('says what a code means, what it does to an import, and how to fix it', async () => {
    const { code, stdout, stderr } = await run(['explain', 'time-zone-unknown']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatchInlineSnapshot(`
      "time-zone-unknown  error

        The time zone is not on the site's own list.

        Why      The site refuses any other name.
        Cause    The ids that programs use, such as America/New_York, where the site
                 has names for people: Eastern Time (US & Canada).
        Cure     Write the site's name. \`fix\` knows which one an id stands for, and
                 leaves misspelled names to you.
        Fix      \`files-bulk-import fix FILE\` makes this correction.
        Import   Nothing is imported as long as a row has it; --skip-invalid leaves
                 that row out.

        Example  time_zone  Asia/Kolkata → Kolkata
      "
    `);
  });

  it('shows examples line by line, with invisible characters escaped', async () => {
    const quote = await run(['explain', 'quote-misplaced']);
    expect(quote.stdout).toContain('\n           ada.lovelace,"uses a 27"" screen"\n');
    const invisible = await run(['explain', 'invisible-character']);
    expect(invisible.stdout).toContain('ada\\u200b.lovelace → ada.lovelace');
  });

  it('lists every code without an argument, and explains all of them in JSON', async () => {
    const { code, stdout } = await run(['explain']);
    expect(code).toBe(0);
    const listed = Array.from(stdout.matchAll(/^ {2}([a-z][a-z0-9-]+)/gm), ([, name]) => name);
    expect(listed).toEqual(Object.keys(issueCodes));
    const json: unknown = JSON.parse((await run(['explain', '--json'])).stdout);
    expect(json).toMatchObject({
      version: 1,
      issues: Object.entries(issueCodes).map(([name, severity]) => ({ code: name, severity })),
    });
  });

  it('lists the exit codes', async () => {
    const { stdout } = await run(['explain', 'exit-codes']);
    for (const [code, meaning] of exitCodeTexts)
      expect(stdout).toMatch(new RegExp(`^${code} +${meaning.slice(0, 20)}`, 'm'));
    const { stdout: json } = await run(['explain', 'exit-codes', '--json']);
    expect(JSON.parse(json)).toMatchObject({
      version: 1,
      exitCodes: exitCodeTexts.map(([code, meaning]) => ({ code, meaning })),
    });
  });

  it('explains one exit code alone', async () => {
    const { stdout } = await run(['explain', '130', '--json']);
    const found = JSON.parse(stdout) as { exitCodes: { code: number }[] };
    expect(found.exitCodes.map(({ code }) => code)).toEqual([130]);
    expect((await run(['explain', '3'])).stdout.match(/^\d+ /gm)).toEqual(['3 ']);
  });

  it.each([
    ['time-zone-unknwon', 'Did you mean time-zone-unknown?'],
    ['exit-code', 'Did you mean exit-codes?'],
    ['\u001b[31mnonsense-of-the-best-kind', 'explain" lists all of them.'],
  ])('refuses the unknown code %j, with a suggestion', async (topic, hint) => {
    const { code, stdout, stderr } = await run(['explain', topic]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(hint);
    expect(stderr).not.toContain('\u001b');
  });

  it.each([40, 72, 200])('fits a terminal of %i columns', async (columns) => {
    for (const topic of ['', 'site-setting-prevails', 'exit-codes']) {
      const line = `stty cols ${columns}; $tool explain ${topic} --no-color`;
      const { stdout } = await shell(`script -qec "${line}" /dev/null`, { TERM: 'xterm' });
      for (const shown of stdout.split('\r\n')) expect(shown.length).toBeLessThanOrEqual(columns);
    }
  });
});
