import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { shellQuote, withVariable } from '../../src/cli/shell-quote.js';

describe('shellQuote', () => {
  it.each(['users.csv', "it's $(date).csv", 'a\\b', 'a\u202eb', '`x` "y"', ' two  spaces '])(
    'passes %j through bash unchanged',
    (word) => {
      const said = execFileSync('bash', ['-c', `printf %s ${shellQuote(word, 'linux')}`], {
        encoding: 'utf8',
        env: { ...process.env, LC_ALL: 'C.UTF-8' },
      });
      expect(said).toBe(word);
    },
  );

  it.each([
    ['a path', 'C:\\Users\\ada\\users.csv', 'C:\\Users\\ada\\users.csv'],
    ['spaces', 'C:\\my files\\users.csv', '"C:\\my files\\users.csv"'],
    ['a command for cmd.exe', 'a&calc.csv', '"a&calc.csv"'],
    ['a command for PowerShell', '$(calc)`.csv', '"`$(calc)``.csv"'],
    ['a typographic quote, which PowerShell accepts', 'a\u201db', '"a`\u201db"'],
    ['a quote', 'Say "x"=company', '"Say ""x""=company"'],
    ['a directory', 'D:\\my state\\', '"D:\\my state\\\\"'],
    ['a direction mark', 'a\u202eb.csv', '"a\\u202eb.csv"'],
  ])('on Windows: %s', (_what, word, quoted) => {
    expect(shellQuote(word, 'win32')).toBe(quoted);
  });
});

it.each([
  ['linux', 'KEY=abc tool import'],
  ['win32', '$env:KEY="abc"; tool import'],
] as const)('a variable for one command on %s', (platform, typed) => {
  expect(withVariable('KEY', 'abc', 'tool import', platform)).toBe(typed);
});
