import { describe, expect, test } from 'vitest';
import { renderAccount } from '../../src/report/account-text.js';
import { duration } from '../../src/report/count.js';
import { plain } from '../../src/report/style.js';
import type { RunAccount } from '../../src/run/account.js';

test.each([
  [0.2, '1 s'],
  [89.4, '89 s'],
  [90, '1 min 30 s'],
  [5399, '89 min 59 s'],
  [5400, '1 h 30 min'],
  [7199, '2 h 0 min'],
  [86_399, '24 h 0 min'],
])('%d s are %s', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

const account: RunAccount = {
  run: 'r',
  site: 'https://acme.files.com',
  journal: '/state/journal.ndjson',
  tally: {
    created: 0,
    updated: 0,
    unchanged: 0,
    completed: 0,
    skipped: 0,
    failed: 22,
    conflict: 0,
  },
  incomplete: 0,
  adopted: 0,
  groups: [],
  failures: Array.from({ length: 22 }, (_, index) => ({
    line: index + 2,
    username: `u${index}`,
    outcome: 'failed' as const,
    problems: [{ column: 'email', message: 'no' }],
  })),
  invalid: 0,
  remaining: 0,
  stop: undefined,
  passwords: undefined,
  rejects: undefined,
};

test('control characters in names are escaped', () => {
  const text = renderAccount(
    {
      ...account,
      groups: ['Sales\u001b[2J'],
      journal: '/\u001b[2J/journal',
      passwords: '/\u001b[2J/passwords',
      rejects: '/\u001b[2J/rejects',
      failures: [
        {
          line: 2,
          username: 'ada\u001b[2J',
          outcome: 'failed',
          problems: [{ column: null, message: 'no\u001b[2J' }],
        },
      ],
    },
    true,
    plain,
  );
  expect(text).not.toContain('\u001b');
  expect(text.split(String.raw`\x1b[2J`)).toHaveLength(7);
});

test('users created in part are counted separately', () => {
  const lines = (made: Partial<RunAccount>): string[] =>
    renderAccount({ ...account, failures: [], ...made }, false, plain).split('\n');
  const tally = { ...account.tally, created: 2, failed: 1 };
  expect(lines({ tally, incomplete: 1, adopted: 1 })).toEqual([
    '2 users created',
    '1 user created in part',
    '1 of the created users recognised on the site after a lost reply',
    '1 row failed',
    '',
  ]);
  expect(lines({ incomplete: 1 })).not.toContain('0 users created');
  expect(lines({})).toContain('0 users created');
});

describe('of many failed rows some are shown, and where to find the others', () => {
  test.each([
    ['/users.rejects.csv', 'and 2 more rows; the rejects file has them all'],
    // A stopped run writes no rejects.
    [undefined, 'and 2 more rows; --json shows them all'],
  ])('with rejects %s', (rejects, text) => {
    const lines = renderAccount({ ...account, rejects }, false, plain).split('\n');
    expect(lines.filter((line) => line.startsWith('failed'))).toHaveLength(20);
    expect(lines.map((line) => line.trim())).toContain(text);
  });
});
