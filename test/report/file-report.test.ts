import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import type { Issue } from '../../src/columns/issue.js';
import { defused } from '../../src/report/file/csv.js';
import {
  fileReport,
  reportExtensions,
  reportStarts,
  type ReportExtension,
} from '../../src/report/file/file-report.js';
import { githubLayout } from '../../src/report/issues/github.js';
import { textReport } from '../../src/report/issues/text.js';
import { plain } from '../../src/report/style.js';
import type { RunAccount } from '../../src/run/account.js';
import { Progress } from '../../src/run/journal/progress.js';
import { scriptJson, text } from '../../src/report/file/html/markup.js';
import type { RowFindings } from '../../src/validate/row-findings.js';

const summary = { rows: 3, valid: 2, invalid: 1, errors: 1, warnings: 0, comments: 0 };

function issueWith(message: string, suggestion: string | null = null): Issue {
  return {
    severity: 'error',
    code: 'email-malformed',
    line: 2,
    column: 'email',
    message,
    suggestion,
  };
}

function rowWith(cell: string, message = `${cell} is no address`): RowFindings {
  return { line: 2, cells: { username: 'ada', email: cell }, issues: [issueWith(message, cell)] };
}

async function reportOf(
  extension: ReportExtension,
  rows: readonly RowFindings[],
  file = 'users.csv',
) {
  const now = Date.parse('2026-06-01T12:00:00Z');
  const report = await fileReport(extension, { file, program: 'files-bulk-import 1.2.3', now });
  return (
    report.start +
    rows.map((row) => report.add([row])).join('') +
    report.end({ summary, account: null, kept: false })
  );
}

describe('a CSV report defuses', () => {
  test.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1+1',
    ' =1+1',
    '\r=1',
    '\n=1',
    '＝1+1',
    "=cmd|' /C calc'!A0",
    '\u0000=1',
    '"=1+1"',
    '\n\n=1',
  ])('%j', async (cell) => {
    expect(defused(cell)).toMatch(/^'/);
    const rows = ['', 'a;', 'a|', 'a\t', 'a\n', 'a;"'].map((before) => rowWith(before + cell));
    const report = (await reportOf('.csv', rows)).slice(1);
    expect(parse(report)[0]).toEqual(reportStarts['.csv'].slice(1).trim().split(','));
    // A spreadsheet may expect another delimiter.
    const options = { relax_quotes: true, relax_column_count: true };
    for (const delimiter of [',', ';', '\t', '|'])
      for (const written of parse(report, { ...options, delimiter }).flat())
        expect(written, delimiter).not.toMatch(/^[\s\p{Cc}"]*[=+\-@＝]/u);
  });

  test('but no harmless text', () => {
    for (const cell of ['a=b', 'ada', "'", '', '1-2', 'a-1; b', '/Sales=readonly|/Support=full'])
      expect(defused(cell)).toBe(cell);
  });
});

describe('Markdown escapes', () => {
  test.each([
    ['an external image', '![x](http://example.com/x.png)', /(?<!\\)!\[|\]\(/],
    ['a link', 'see http://example.com', /http:\/\//],
    ['a cell separator', 'a | b', /a \| b/],
    ['HTML', '<img src=x onerror=alert(1)>', /(?<!\\)<img/],
    ['a mention', 'ask @octocat', /@octocat/],
    ['code', '`rm -rf`', /(?<!\\)`/],
    ['a heading', 'a\n\n# b', /^# b/m],
    ['math', '$x$', /(?<!\\)\$x/],
    ['an issue reference', 'see #12', /#12/],
  ])('%s', async (_what, cell, harm) => {
    const report = await reportOf('.md', [rowWith(cell, 'A message.')]);
    expect(report).not.toMatch(harm);
    expect(report.split('\n').filter((line) => line.startsWith('| 2 |'))).toHaveLength(1);
  });
});

function github(rows: readonly RowFindings[], file = 'users.csv'): string {
  const options = { file, style: plain, maxIssues: 10 };
  const report = textReport({ ...options, layout: githubLayout(file) });
  return report.add(rows) + report.end(summary);
}

describe('workflow commands', () => {
  test('are few, but mention every issue', () => {
    const rows = Array.from({ length: 300 }, (_, at) => ({ ...rowWith('x'), line: at + 2 }));
    const lines = rows.map((row) => ({
      ...row,
      issues: row.issues.map((issue) => ({ ...issue, line: row.line })),
    }));
    expect(github(lines).trimEnd().split('\n').slice(4)).toEqual([
      expect.stringMatching(/^::error file=users\.csv,line=6,title=email-malformed \(email\)::/),
      '::error file=users.csv,title=email-malformed (email)::295 more like it (email-malformed), lines 7–301',
      expect.stringMatching(/^::notice file=users\.csv::/),
    ]);
  });
});

describe('Markdown', () => {
  test('is short enough for an issue tracker', async () => {
    const rows = Array.from({ length: 200 }, () =>
      rowWith(`<@${'x|'.repeat(5000)}>`, 'm'.repeat(300)),
    );
    const report = await reportOf('.md', rows);
    expect(report.length).toBeLessThan(65_536);
    expect(report).toContain('… \\(10,003 characters\\)');
  });
});

describe('a workflow command cannot be forged by', () => {
  test.each([
    ['a cell', 'x\n::error::forged'],
    ['a cell with a carriage return', 'x\r::set-output name=a::b'],
    ['an escape sequence', '\u001b[2K::error::forged'],
  ])('%s', (_what, cell) => {
    const lines = github([rowWith(cell)])
      .trimEnd()
      .split(/[\n\r]/);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^::error file=users\.csv,line=2,title=email-malformed \(email\)::/);
    expect(lines.join('')).not.toContain('\u001b');
  });

  test('a file name', () => {
    expect(github([rowWith('x')], 'a,line=9::x%\n.csv')).toMatch(
      /^::error file=a%2Cline=9%3A%3Ax%25\\n\.csv,line=2,/,
    );
  });
});

describe('nothing breaks out of the HTML page', () => {
  const hostile = [
    '</script><script>alert(1)</script>',
    '<!--<script>',
    ']]>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '\u2028\u2029',
    '${alert(1)}',
    '&lt;b&gt;',
  ];

  test.each(hostile)('%j', async (cell) => {
    const page = await reportOf('.html', [rowWith(cell)], `${cell}.csv`);
    const data = /<script type="application\/json" data-part="issues">(.*?)<\/script>/s.exec(page);
    const [row] = JSON.parse(data?.[1] ?? '[]') as RowFindings[];
    expect(row?.cells.email).toBe(cell);
    const rest = page.replace(data?.[0] ?? '', '');
    // The page's own script, and no other.
    expect(rest.match(/<script/g)).toHaveLength(1);
    const [seen] = rest.split('<script');
    expect(seen).not.toMatch(/<img|<!--<|<[^>]*\son\w+=/);
    expect(text(cell)).not.toMatch(/[<>"'\u2028]/);
    expect(scriptJson(cell)).not.toMatch(/[<>\u2028]/);
  });

  test('its policy allows only its own script and style', async () => {
    const page = await reportOf('.html', []);
    expect(page).toMatch(
      /http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'/,
    );
    expect(page).not.toMatch(/https?:\/\//);
  });
});

describe('an HTML page', () => {
  test('can be read without JavaScript', async () => {
    const page = await reportOf('.html', [rowWith('ada@example')]);
    const seen = page.slice(page.indexOf('<main>'));
    expect(seen).toContain('1 error in 1 of 3 rows');
    // Nothing is expressed by colour alone.
    expect(seen).toContain('In the file: <del>ada@example</del>');
    expect(seen).toMatch(/<b>\d+ errors?<\/b>/);
    expect(seen).toContain('email-malformed');
  });

  test.each([
    [12, undefined],
    [15, 'and 3 more'],
  ])('says what its charts leave out of %d columns', async (columns, more) => {
    const issues = Array.from({ length: columns }, (_, index) => ({
      ...issueWith('x'),
      column: `column ${index}`,
    }));
    const page = await reportOf('.html', [{ ...rowWith('x'), issues }]);
    expect(/<p class="status">(and \d+ more)<\/p>/.exec(page)?.[1]).toBe(more);
  });

  test('leaves out issues beyond what a browser can handle, and says so', async () => {
    const report = await fileReport('.html', { file: 'f', program: 'p', now: 0 });
    let length = 0;
    for (let n = 0; n < 101_000; n += 1) length += report.add([rowWith('x')]).length;
    const end = report.end({ summary, account: null, kept: false });
    expect(length).toBeLessThan(100_001 * 400);
    expect(end).toContain('1,000 more do not fit');
  });
});

test('a JSON report has issues, outcomes and counts', async () => {
  const report = await fileReport('.json', { file: 'f', program: 'p', now: 0 });
  const outcome = { line: 3, username: 'bob', outcome: 'failed', problems: [] } as const;
  const written =
    report.add([rowWith('x')]) +
    report.addOutcome(outcome) +
    report.end({ summary, account: null, kept: false });
  expect(JSON.parse(written)).toMatchObject({
    version: 1,
    file: 'f',
    issues: [{ line: 2, column: 'email' }],
    outcomes: [outcome],
    ...summary,
    run: null,
  });
  expect(JSON.parse(await reportOf('.json', []))).toMatchObject({ issues: [], outcomes: [] });
});

test.each(reportExtensions)(
  'a %s report begins with the text by which it may be replaced',
  async (extension) => {
    for (const rows of [[], [rowWith('x')]]) {
      const report = await reportOf(extension, rows);
      expect(report.slice(0, reportStarts[extension].length)).toBe(reportStarts[extension]);
    }
  },
);

test('a CSV report shortens cells beyond the limit of spreadsheets', async () => {
  const [, line] = parse(await reportOf('.csv', [rowWith('x'.repeat(40_000))]));
  expect(line?.at(-1)).toBe(`${'x'.repeat(32_000)}… (40,000 characters)`);
});

describe('a run that stopped before its end', () => {
  const account: RunAccount = {
    run: '20260601-120000-abc123',
    site: 'https://acme.files.com',
    journal: '/state/runs/20260601-120000-abc123/journal.ndjson',
    tally: { ...new Progress().tally, created: 1 },
    incomplete: 0,
    adopted: 0,
    groups: [],
    failures: [],
    invalid: 0,
    remaining: 2,
    stop: { reason: 'interrupted' },
    passwords: undefined,
    rejects: undefined,
  };
  const lost = {
    ...account,
    stop: { reason: 'journal', message: 'Gone.', lost: true },
  } as const;

  test.each([
    ['is said to be resumable', account, true, true],
    ['is not, once its journal is lost', lost, true, false],
    ['is not, on a sandbox that is gone', account, false, false],
  ])('%s', async (_, run, kept, resumable) => {
    for (const extension of ['.html', '.md'] as const) {
      const report = await fileReport(extension, { file: 'f', program: 'p', now: 0 });
      const end = report.end({ summary, account: run, kept });
      expect(end).toContain('The run stopped before its end');
      expect(end.includes('can be resumed')).toBe(resumable);
    }
  });

  test('has a journal to look into only if that is kept', async () => {
    const report = await fileReport('.html', { file: 'f', program: 'p', now: 0 });
    expect(report.end({ summary, account, kept: true })).toContain(account.journal);
    expect(report.end({ summary, account, kept: false })).not.toContain(account.journal);
  });
});

test('what is left out of an import does not keep the other rows from it', async () => {
  for (const extension of ['.html', '.md'] as const)
    expect(await reportOf(extension, [rowWith('x')])).not.toContain('nothing can be created');
});
