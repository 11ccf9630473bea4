import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { run, shell, workspace, type Workspace } from './command.js';

let space: Workspace;

beforeEach(async () => {
  space = await workspace();
});

const good = 'username,authentication_method\nada,okta\nbob,okta\n';
const wrong = [
  'username,password,self_managed,time_zone',
  'ada,secret-pass-1,N,London',
  'bob,hunter-two-2,Y,London',
  'carl,,N,Asia/Kolkata',
  '',
].join('\n');

const broken = fileURLToPath(new URL('../../samples/broken.csv', import.meta.url));

function parse(text: string): unknown {
  return JSON.parse(text);
}

describe('validate --json', () => {
  it('prints one document with every issue, its line and its column', async () => {
    const file = await space.file('wrong.csv', wrong);
    const { code, stdout, stderr } = await run(['validate', file, '--json']);
    expect(code).toBe(1);
    expect(stderr).toBe('');
    expect(parse(stdout)).toEqual({
      version: 1,
      file,
      rows: 3,
      valid: 1,
      invalid: 2,
      errors: 2,
      warnings: 1,
      comments: 0,
      issues: [
        {
          severity: 'error',
          code: 'self-managed-needs-email-signup',
          line: 3,
          column: 'self_managed',
          message: expect.stringContaining('email_signup') as string,
          suggestion: 'N',
        },
        {
          severity: 'error',
          code: 'time-zone-unknown',
          line: 4,
          column: 'time_zone',
          message: expect.stringContaining('Kolkata') as string,
          suggestion: 'Kolkata',
        },
        {
          severity: 'warning',
          code: 'password-missing',
          line: 4,
          column: 'password',
          message: expect.any(String) as string,
          suggestion: null,
        },
      ],
    });
  });

  it('lists every issue, where text output groups them', async () => {
    const rows = Array.from({ length: 700 }, (_, index) => `u${index},okta,Europe/Paris`);
    const file = await space.file(
      'like.csv',
      `username,authentication_method,time_zone\n${rows.join('\n')}\n`,
    );
    const whole = parse((await run(['validate', file, '--json'])).stdout) as { issues: unknown[] };
    expect(whole.issues).toHaveLength(700);
    const { stdout } = await run(['validate', file]);
    expect(stdout.split('\n').length).toBeLessThan(30);
    expect(stdout).toMatch(/695 more/);
    expect(stdout).toContain('700 errors');
  });

  it('is suggested if text output omits issues, and --max-issues shows more of a kind', async () => {
    const zones = await space.file('zones.csv', `username,time_zone\n${rowsOf(8)}`);
    const few = (await run(['validate', zones])).stdout;
    expect(few.match(/is not one of/g)).toHaveLength(5);
    expect(few).toContain('To see each of them: --report issues.html, or --json\n');
    const more = (await run(['validate', zones, '--max-issues', '20'])).stdout;
    expect(more.match(/is not one of/g)).toHaveLength(8);
    expect(more).not.toContain('To see each');
  });

  it('prints at most --max-issues, but counts all issues', async () => {
    const { stdout } = await run(['validate', broken, '--json', '--max-issues', '3']);
    const report = parse(stdout) as { issues: unknown[]; errors: number };
    expect(report.issues).toHaveLength(3);
    expect(report.errors).toBeGreaterThan(20);
  });
});

it('validate --ndjson prints one issue per line, then a summary', async () => {
  const file = await space.file('lines.csv', wrong);
  const { code, stdout } = await run(['validate', file, '--ndjson']);
  expect(code).toBe(1);
  const lines = stdout.trim().split('\n').map(parse);
  expect(lines).toHaveLength(4);
  expect(lines[0]).toMatchObject({ code: 'self-managed-needs-email-signup', line: 3 });
  expect(lines[3]).toMatchObject({ version: 1, file, rows: 3, errors: 2, warnings: 1 });
});

describe('validate as text', () => {
  it('says what is wrong, where, and what to write instead, but shows no password', async () => {
    const file = await space.file('shown.csv', wrong);
    const { code, stdout } = await run(['validate', file]);
    expect(code).toBe(1);
    expect(stdout).toContain('line 4, time_zone');
    expect(stdout).toContain('Kolkata');
    expect(stdout).toContain('3 rows');
    expect(stdout).not.toContain('hunter');
  });

  it('shows no password of a badly damaged file', async () => {
    const secret = 'do-not-show-this';
    const file = await space.file(
      'secret.csv',
      `username,authentication_method,password\na,okta,${secret}\nb,nothing,"${secret}\nc,,${secret}`,
    );
    for (const flags of [[], ['--json'], ['--ndjson'], ['--debug']]) {
      const { stdout, stderr } = await run(['validate', file, ...flags]);
      expect(stdout + stderr).not.toContain(secret);
    }
  });

  it('ends with 0 for warnings, with 1 under --strict', async () => {
    const file = await space.file('warned.csv', 'username\nada\n');
    expect((await run(['validate', file])).code).toBe(0);
    expect((await run(['validate', file, '--strict'])).code).toBe(1);
    const clean = await space.file('good.csv', good);
    expect((await run(['validate', clean, '--strict'])).code).toBe(0);
  });

  it('prints only errors with --quiet', async () => {
    const clean = await space.file('quiet.csv', 'username\nada\n');
    expect(await run(['validate', clean, '--quiet'])).toMatchObject({ stdout: '', stderr: '' });
    const file = await space.file('loud.csv', wrong);
    const { stdout } = await run(['validate', file, '--quiet']);
    expect(stdout).toContain('error');
    expect(stdout).not.toContain('warning');
  });

  it('prints warnings with --quiet --strict', async () => {
    const file = await space.file(
      'warned.csv',
      'username,authentication_method,colour\nada,okta,red\n',
    );
    const strict = await run(['validate', file, '--quiet', '--strict']);
    expect(strict).toMatchObject({ code: 1, stderr: '' });
    expect(strict.stdout).toMatch(/^warning .*colour.*\n$/);
    expect(await run(['validate', file, '--quiet'])).toMatchObject({ code: 0, stdout: '' });
    const clean = await space.file('quiet.csv', 'username,authentication_method\nada,okta\n');
    const nothing = await run(['validate', clean, '--quiet', '--strict']);
    expect(nothing).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });

  it('escapes control characters of the file', async () => {
    const file = await space.file(
      'hostile.csv',
      'username,time_zone\u001b[31m,time_zone\nada,,\u001b]0;owned\u0007\u202eLondon\n',
    );
    const { stdout, stderr } = await run(['validate', file]);
    expect(stdout + stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(stdout).toContain('time_zone');
  });

  it('reads standard input', async () => {
    const { code, stdout } = await run(['validate', '-', '--json'], { input: wrong });
    expect(code).toBe(1);
    expect(parse(stdout)).toMatchObject({ rows: 3, errors: 2 });
  });
});

describe('what cannot be read ends with 2', () => {
  it.each([
    [
      'a missing file',
      'missing.csv',
      undefined,
      /missing\.csv.*(no such file|not there|not exist)/i,
    ],
    ['an empty file', 'empty.csv', '', /empty/],
    ['a file of blank lines', 'blank.csv', '\n\r\n\n', /empty/],
    ['a file of comments', 'comments.csv', '# a\n# b\n', /only comments/],
    ['half a workbook', 'users.xlsx', 'PK\u0003\u0004\u0000\u0000', /damaged workbook/],
    ['a picture', 'users.png', 'PNG\r\n\u0000\u0001', /not a text file/],
    ['an old workbook', 'users.xls', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /\.xlsx/],
  ])('%s', async (_what, name, content, message) => {
    const file = join(space.path, name);
    if (content !== undefined) await writeFile(file, content);
    const { code, stdout, stderr } = await run(['validate', file, '--json']);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('a directory', async () => {
    const directory = join(space.path, 'folder.csv');
    await mkdir(directory);
    const { code, stderr } = await run(['validate', directory]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/directory/);
  });

  it.runIf(process.getuid?.() !== 0)('a file without read permission', async () => {
    const file = join(space.path, 'closed.csv');
    await writeFile(file, good, { mode: 0o000 });
    const { code, stderr } = await run(['validate', file]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/permission/);
  });

  it.each([
    ['an unknown option', ['--nonsense'], /--nonsense/],
    ['no file', [], /file/],
    ['an invalid number', ['x.csv', '--max-issues', 'many'], /--max-issues/],
  ])('%s', async (_what, args, message) => {
    const { code, stderr } = await run(['validate', ...args]);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});

it('a broken pipe ends quietly', async () => {
  const rows = Array.from({ length: 20_000 }, (_, index) => `u${index},nothing`);
  const file = await space.file('long.csv', `username,authentication_method\n${rows.join('\n')}\n`);
  const { stdout: output } = await shell(
    `$tool validate ${file} --ndjson | head -n 1; echo "\${PIPESTATUS[0]}"`,
  );
  const [first = '', ...rest] = output.trim().split('\n');
  expect(parse(first)).toMatchObject({ line: 2 });
  expect(rest).toEqual(['1']);
});

it('a missing temporary directory is named, rather than standard input', async () => {
  const { code, stderr } = await run(['validate', '-'], {
    input: 'username\nada\n',
    // Windows reads only TEMP.
    env: { TMPDIR: '/nowhere', TEMP: '/nowhere' },
  });
  expect(stderr).toContain(
    'temporary directory /nowhere (ENOENT). Set TMPDIR (on Windows: TEMP) to a writable one.',
  );
  expect(code).toBe(2);
});

it.skipIf(!existsSync('/dev/full'))('output to a full disk ends with 5', async () => {
  const file = await space.file('short.csv', 'username\nada\n');
  const { code, stderr } = await shell(`$tool validate ${file} > /dev/full`);
  expect(stderr).toBe('files-bulk-import: Standard output cannot be used: the disk is full.\n');
  expect(code).toBe(5);
});

describe('colour', () => {
  it.each([
    ['is off in a pipe', '$tool validate FILE', {}, false],
    ['is used on a terminal', 'script -qec "$tool validate FILE" /dev/null', {}, true],
    [
      'is off with NO_COLOR',
      'script -qec "$tool validate FILE" /dev/null',
      { NO_COLOR: '1' },
      false,
    ],
    [
      'is off with TERM=dumb',
      'script -qec "$tool validate FILE" /dev/null',
      { TERM: 'dumb' },
      false,
    ],
    ['is off with --no-color', 'script -qec "$tool validate FILE --no-color" /dev/null', {}, false],
  ])('%s', async (_what, line, env, expected) => {
    const file = await space.file('coloured.csv', wrong);
    const { stdout: output } = await shell(line.replace('FILE', file), {
      TERM: 'xterm-256color',
      ...env,
    });
    expect(output).toContain('time_zone');
    expect(output.includes('\u001b[')).toBe(expected);
  });
});

function rowsOf(count: number): string {
  return Array.from({ length: count }, (_, index) => `u${index},Asia/Kolkata\n`).join('');
}
