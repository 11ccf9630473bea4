import { beforeAll, describe, expect, it } from 'vitest';
import { run, shell } from './command.js';

let commands: string[] = [];

beforeAll(async () => {
  const { stdout } = await run(['--help']);
  commands = Array.from(stdout.matchAll(/^ {2}([a-z]+) {2,}[a-z]/gm), ([, name = '']) => name);
});

describe('--help', () => {
  it('shows the help of one command', async () => {
    expect((await run(['runs', '--help'])).stdout).toMatchInlineSnapshot(`
      "Examples:
        files-bulk-import runs
        files-bulk-import runs --json

      Usage: files-bulk-import runs [options]

      list runs and their state

      Options:
        --state-dir <directory>  where runs are kept
        --json                   print one JSON document

      Common options:
        --no-color               no colour and no animation
        --quiet                  print only errors
        --debug                  add stack traces and requests, with secrets removed
        -h, --help               show this help

      Exit codes:
        0    all of it worked; warnings alone are 0 unless --strict
        1    the file has errors (nothing was created), or with --strict warnings
        2    usage, configuration, or a file that cannot be read
        3    the import ran and some rows failed; the others are created
        4    the site refused us: key invalid, not a site administrator
        5    the run stopped before its end and can be resumed
        130  interrupted; can be resumed
      "
    `);
  });

  it('begins with examples and ends with the exit codes', async () => {
    expect(commands).toEqual(expect.arrayContaining(['validate', 'import', 'completion']));
    for (const command of [[], ...commands.map((name) => [name])]) {
      const { code, stdout } = await run([...command, '--help']);
      expect(code).toBe(0);
      expect(stdout).toMatch(/^Examples:\n {2}\S/);
      expect(stdout).toContain(['  files-bulk-import', ...command].join(' '));
      for (const exitCode of [0, 1, 2, 3, 4, 5, 130])
        expect(stdout).toMatch(new RegExp(`^ *${exitCode} +\\w`, 'm'));
      expect(stdout).toMatch(/-h, --help +show this help$/m);
    }
  });

  it('lists the flags of the command before the common ones', async () => {
    const { stdout } = await run(['import', '--help']);
    const headings = stdout.match(/^\w.*:$/gm);
    expect(headings).toEqual([
      'Examples:',
      'Arguments:',
      'Options:',
      'How the file is read:',
      'The site and its requests:',
      'The report:',
      'Common options:',
      'Exit codes:',
    ]);
  });

  it('equals the command help, and goes to standard error if no command was given', async () => {
    const { stdout } = await run(['import', '--help']);
    expect(await run(['help', 'import'])).toMatchObject({ code: 0, stdout });
    const nothing = await run([]);
    expect(nothing).toMatchObject({ code: 2, stdout: '' });
    expect(nothing.stderr).toContain('Usage:');
  });
});

describe('help on a terminal', () => {
  const onTerminal = async (line: string, env: Record<string, string> = {}): Promise<string> => {
    const quoted = `script -qec "${line}" /dev/null`;
    return (await shell(quoted, { TERM: 'xterm-256color', ...env })).stdout.replaceAll('\r', '');
  };

  // One command with many flags is enough to show that folding works at other widths.
  it.each([60, 100, 200])('fits %i columns, except for examples', async (columns) => {
    for (const command of columns === 60 ? ['', ...commands] : ['import']) {
      const text = await onTerminal(`stty cols ${columns}; $tool ${command} --help --no-color`);
      const [, behind = ''] = /\n\n(Usage:.*)/s.exec(text) ?? [];
      for (const line of behind.split('\n')) expect(line.length, line).toBeLessThanOrEqual(columns);
      expect(behind).toContain('Exit codes:');
    }
  });

  it.each([
    ['has bold headings', '$tool runs --help', {}, true],
    ['has none with NO_COLOR', '$tool runs --help', { NO_COLOR: '1' }, false],
    ['has none with TERM=dumb', '$tool runs --help', { TERM: 'dumb' }, false],
    ['has none with --no-color', '$tool runs --help --no-color', {}, false],
    ['has none in a pipe', '$tool runs --help | cat', {}, false],
  ])('%s', async (_what, line, env, expected) => {
    const text = await onTerminal(line, env);
    expect(text).toContain('Examples:');
    expect(text).toContain('Exit codes:');
    const bold = text.match(/\u001b\[1m\w[^\n]*\u001b\[22m/g) ?? [];
    expect(bold.length > 0).toBe(expected);
    if (!expected) expect(text).not.toContain('\u001b');
  });
});

describe('a usage error ends with 2, and suggests what to do', () => {
  it.each([
    ['an unknown command', ['imprt', 'x.csv'], 'Did you mean import?'],
    ['the help of an unknown command', ['help', 'imprt'], 'Did you mean import?'],
    ['an unknown flag', ['import', 'x.csv', '--exsting'], 'Did you mean --existing?'],
    [
      'an unknown choice',
      ['import', 'x.csv', '--existing', 'replace'],
      "option '--existing <what>' argument 'replace' is invalid. Allowed choices are error, skip, update.",
    ],
    ['no file', ['validate'], "missing required argument 'file'"],
  ])('%s', async (_what, args, message) => {
    const { code, stdout, stderr } = await run(args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^files-bulk-import: /);
    expect(stderr).toContain(message);
    expect(stderr).toContain('--help');
  });
});

it('--version prints only the version', async () => {
  const { code, stdout } = await run(['--version']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
