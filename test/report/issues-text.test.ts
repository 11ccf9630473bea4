import { Chalk } from 'chalk';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { issue } from '../../src/columns/issue.js';
import { lineLayout } from '../../src/report/issues/lines.js';
import { terminalLayout } from '../../src/report/issues/terminal.js';
import { LineRanges } from '../../src/report/line-ranges.js';
import { plain } from '../../src/report/style.js';
import { csvRow, reportOf } from './reporting.js';

const chalk = new Chalk({ level: 1 });
const header = 'username,authentication_method,time_zone,folder_permissions,self_managed\n';

describe('on a terminal', () => {
  it('groups issues by row, marks the wrong part of a cell, and shows the correction', async () => {
    const content = `${header}ada,okta,Asia/Kolkata,Sales=read|Support=full,\nbob,okta,London,,Y\n`;
    expect(await reportOf(content)).toMatchInlineSnapshot(`
      "line 2  ada
        error    time_zone: "Asia/Kolkata" is not one of the site's time zone names.
                 Did you mean "Kolkata"?
                 | Asia/Kolkata → Kolkata
                 | ^^^^^
        error    folder_permissions: "read" is not a permission. Did you mean
                 readonly?
                 | Sales=read|Support=full → Sales=readonly|Support=full
                 |       ^^^^

      line 3  bob
        error    self_managed: self_managed can be Y only when authentication_method
                 is email_signup; here it is okta. Write N, or change the method.
                 | Y → N
                 | ^

      users.csv: 2 rows, 0 valid, 2 with errors (3 errors)
      More about the first issue: files-bulk-import explain time-zone-unknown
      "
    `);
  });

  it('wraps long texts, and shows a long cell around the wrong part', async () => {
    const folders = Array.from({ length: 40 }, (_, index) => `Team ${index}=full`).join('|');
    const cell = folders.replace('Team 20=full', 'Team 20=ful');
    const content = header + csvRow('a'.repeat(70), 'okta', '', cell, '');
    expect(await reportOf(content, { columns: 60 })).toMatchInlineSnapshot(`
      "line 2  aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…
        error    username: The username has 70 characters; the
                 site takes at most 50. Shorten it.
                 | aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…
                 | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        error    folder_permissions: "ful" is not a permission.
                 Did you mean full?
                 | …Team 19=full|Team 20=ful|Team 21=full|Team 22…
                 |                       ^^^
                 → …eam 19=full|Team 20=full|Team 21=full|Team 22…

      users.csv: 1 row, 0 valid, 1 with errors (2 errors)
      More about the first issue:
        files-bulk-import explain username-too-long
      "
    `);
  });

  it.each(['constructor', '__proto__', 'toString'])('handles the header %s', async (name) => {
    const report = await reportOf(`username,authentication_method,${name}\nada,okta,\n`);
    expect(report).toContain(`There is no column "${name}"`);
    expect(report).not.toContain('|');
  });

  it('shows issues of the file and the header', async () => {
    expect(await reportOf('Username,language,colour\n', { file: `${'long/'.repeat(20)}users.csv` }))
      .toMatchInlineSnapshot(`
        "the whole file
          warning  The column language is imported here, but the web form would ignore
                   it.

        line 1
          warning  username: The header "Username" is read as username. Write it exactly
                   like that.
                   → username
          warning  colour: There is no column "colour"; it is ignored.
          warning  The file has a header but no rows: it names nobody.

        …ng/long/long/long/long/long/long/long/long/long/long/long/long/long/users.csv:
          0 rows, 0 valid (4 warnings)
        More about the first issue: files-bulk-import explain columns-not-portable
        "
      `);
  });
});

describe('the marked part of a cell', () => {
  /** The cell up to the end of its marked part, which is put in brackets. */
  async function marked(column: string, cell: string): Promise<string> {
    const report = await reportOf(
      `username,authentication_method,${column}\n${csvRow('ada', 'okta', cell)}`,
      { columns: 120 },
    );
    const [{ before, text } = { before: '', text: '' }] = marksOf(report);
    return `${before}[${text}]`;
  }

  it.each([
    ['the text that the message quotes', 'tags', 'eng,Sales Team', 'eng,[Sales Team]'],
    [
      'a word, not a longer one that begins alike',
      'folder_permissions',
      'reader=read',
      'reader=[read]',
    ],
    ['such a word without a suggestion', 'folder_permissions', 'xyzzy=xyz', 'xyzzy=[xyz]'],
    [
      'the wrong permission, not the folder of the same name',
      'folder_permissions',
      'read=read',
      'read=[read]',
    ],
    ['a folder', 'folder_permissions', 'Sales=list|sales=history', 'Sales=list|[sales]'],
    ['what the suggestion removes', 'time_zone', 'Europe/London', '[Europe/]'],
    ['whole words', 'time_zone', 'Asia/Calcutta', '[Asia/Calcutta]'],
    [
      'where the suggestion inserts',
      'require_login_by',
      '2031-03-14T13:27:01+0400',
      '2031-03-14T13:27:01+[0400]',
    ],
    ['a typed escape', 'ip_whitelist', '203.0.113.7\\n203.0.113.8', '203.0.113.7[\\n]'],
    [
      'one of several lines',
      'ip_whitelist',
      '203.0.113.7\n203.0.113.x',
      '203.0.113.7⏎[203.0.113.x]',
    ],
    ['one character', 'folder_permissions', 'Sales=readonly;Team=full', 'Sales=readonly[;]'],
    ['everything if nothing is known', 'full_name', 'Ada', '[Ada]'],
    ['after wide characters', 'folder_permissions', '営業=full|技術=read', '営業=full|技術=[read]'],
    ['after composed emoji', 'folder_permissions', '👩🏽‍🚀🇯🇵=red', '👩🏽‍🚀🇯🇵=[red]'],
    [
      'after combining marks',
      'folder_permissions',
      'Ve\u0301ne\u0301=red',
      'Ve\u0301ne\u0301=[red]',
    ],
    ['after escaped characters', 'folder_permissions', 'a\tb\u0007=red', 'a\\tb\\x07=[red]'],
  ])('%s', async (_what, column, cell, expected) => {
    expect(await marked(column, cell)).toBe(expected);
  });
});

const hostile = ['\u001b[31m', '\u001b]0;x\u0007', '\u202e', '\u2066', '\n', '\r', '\t', '\u0085'];
const odd = [
  '技',
  'ﾊﾞ',
  '👩🏽‍🚀',
  '🇯🇵',
  'e\u0301',
  '\u0301',
  '\u200b',
  '\u200d',
  '\ufe0f',
  '\u{e0041}',
  '한',
  '\ud83d',
];
const text = fc
  .array(fc.constantFrom(...hostile, ...odd, 'a', 'b', ' ', ' ', '.', '-', '/', '_', '0', '9'), {
    maxLength: 200,
  })
  .map((parts) => parts.join(''));

describe('any cells, at any width', () => {
  it('yield no line wider than the terminal, and no control characters', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(text, text, text, text, text), { minLength: 1, maxLength: 4 }),
        text,
        fc.integer({ min: 60, max: 200 }),
        async (rows, file, columns) => {
          const content = header + rows.map((cells) => csvRow(...cells)).join('');
          const report = await reportOf(content, { columns, file, style: chalk });
          for (const line of report.split('\n'))
            expect(stringWidth(line), line).toBeLessThanOrEqual(columns);
          expect(report.replace(/\u001b\[\d\d?m/g, '')).not.toMatch(
            /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u2028\u2029\u202e\u2066\u{e0041}]/u,
          );
        },
      ),
      { numRuns: 300 },
    );
  });

  it('have the marks below the wrong part', async () => {
    const folder = text.filter((part) => part.trim() === part && !/[=|;]/.test(part));
    await fc.assert(
      fc.asyncProperty(
        folder,
        folder,
        fc.integer({ min: 60, max: 200 }),
        async (before, behind, columns) => {
          const cell = `A${before}A=full|B=redonly|C${behind}C=full`;
          const content = header + csvRow('ada', 'okta', '', cell, '');
          const marks = marksOf(await reportOf(content, { columns }));
          expect(marks.map((mark) => mark.text)).toContain('redonly');
        },
      ),
      { numRuns: 300 },
    );
  });
});

/** The text above each line of marks, and the text before that. */
function marksOf(report: string): { before: string; text: string }[] {
  const lines = report.split('\n');
  return lines.flatMap((line, index) => {
    const [, blank = '', marks = ''] = /^( {11}\| +)(\^+)$/.exec(line) ?? [];
    if (marks === '') return [];
    const found = { before: '', text: '' };
    let column = 0;
    for (const { segment } of new Intl.Segmenter().segment(lines[index - 1] ?? '')) {
      if (column < blank.length) found.before += segment;
      else if (column < blank.length + marks.length) found.text += segment;
      column += stringWidth(segment);
    }
    return [{ ...found, before: found.before.slice('           | '.length) }];
  });
}

describe('many issues', () => {
  const like = Array.from({ length: 700 }, (_, index) => `u${index},okta,Europe/Paris,,`);

  it('of one kind are summarised with their lines', async () => {
    const report = await reportOf(`${header}${like.join('\n')}\n`);
    expect(report.match(/^line /gm)).toHaveLength(5);
    expect(report).toContain('695 more like it (time-zone-unknown), lines 7–701');
  });

  it('do not hide an error if they are warnings', async () => {
    const warnings = like.map((_, index) => `v${index},password,,,`);
    const content = `${header}${warnings.join('\n')}\nlast,okta,Paris,,Y\n`;
    const report = await reportOf(content, { maxIssues: 1 });
    expect(report).toMatch(/^line 702 {2}last\n {2}error/);
    expect(report).toContain('700 warnings (password-missing), lines 2–701');
    expect(await reportOf(content)).toMatch(/^line 702 {2}last\n {2}error/);
    const quiet = await reportOf(content, { only: 'errors' });
    expect(quiet).not.toContain('warning');
    expect(quiet).not.toContain('users.csv');
  });

  it('are selected so that the first of every kind is shown', async () => {
    const content = `${header}${like.slice(0, 9).join('\n')}\nlast,okta,Paris,,Y\n`;
    const report = await reportOf(content, { maxIssues: 2 });
    expect(report.match(/^line \d+/gm)).toEqual(['line 2', 'line 11']);
    expect(report).toContain('8 more like it (time-zone-unknown), lines 3–10');
    expect(await reportOf(content, { maxIssues: 0 })).not.toMatch(/^line/m);
  });
});

it('never shows a secret, even of a badly damaged file', async () => {
  const secret = 'Walnut-tram-93';
  const content = [
    'username,authentication_method,password,imported_password_hash,ssh_public_key,Password2',
    `ada,okta,${secret},${secret},${secret},${secret}`,
    `bob,nothing,${secret},${secret},${secret},${secret},more`,
    `,password_with_imported_hash,${secret},x${secret},${secret},${secret}`,
  ].join('\n');
  for (const columns of [null, 80])
    expect(await reportOf(content, { columns })).not.toContain(secret);
});

// A message may contain a name of the site as it is.
it.each([
  ['a pipe', lineLayout(plain)],
  ['a terminal', terminalLayout(80, plain)],
])('every part of an issue is escaped for %s', (_where, layout) => {
  const text = 'a\u001b[31m\u202e';
  const one = issue('username-taken', 2, text, text, text);
  const shown = [
    layout.row({ line: 2, cells: { username: text, [text]: text }, issues: [one] }),
    layout.further([{ ...one, count: 1, more: false, lines: new LineRanges() }], undefined),
    layout.summary(text, '', true),
  ].join('');
  expect(shown.match(/\\x1b\[31m\\u202e/g)?.length).toBeGreaterThanOrEqual(4);
  expect(shown).not.toMatch(/[\u001b\u202e]/);
});

describe('in a pipe', () => {
  it('prints one line per issue, with line and column', async () => {
    const content = `${header}ada,okta,Asia/Kolkata,,Y\n${csvRow('bob', 'okta', '', 'A=full|\nB=red', '')}cy,,,,\n`;
    expect(await reportOf(content, { columns: null })).toMatchInlineSnapshot(`
      "error    line 2, time_zone: "Asia/Kolkata" is not one of the site's time zone names. Did you mean "Kolkata"? Write: Kolkata
      error    line 2, self_managed: self_managed can be Y only when authentication_method is email_signup; here it is okta. Write N, or change the method. Write: N
      error    line 3, folder_permissions: "red" is not a permission. It must be one of admin, full, readonly, writeonly, list, bundle, history, readwrite.
      warning  line 5, password: The method is password but there is no password: a new user cannot sign in until one is set.

      users.csv: 3 rows, 1 valid, 2 with errors (3 errors, 1 warning)
      "
    `);
  });
});
