import { beforeEach, expect, it } from 'vitest';
import { run, shell, workspace, type Workspace } from './command.js';

let space: Workspace;

beforeEach(async () => {
  space = await workspace();
});

it.each([
  ['columns', 'columns'],
  ['fix', 'fix users-of-every-department-and-subsidiary.csv --dry-run'],
  ['map', 'map users-of-every-department-and-subsidiary.csv'],
  ['an error', 'validate no-file-of-this-name-is-anywhere-to-be-found.csv'],
  ['a usage error', 'users'],
  ['a sandbox', 'import new.csv --sandbox --yes'],
])('%s is wrapped on a narrow terminal', async (_what, line) => {
  const long = 'users-of-every-department-and-subsidiary.csv';
  await space.file(long, `username,time_zone,an_${'unknown'.repeat(9)}\nada,Asia/Kolkata,\n`);
  await space.file('new.csv', 'username,password\nada,secret-pass-1\n');
  const { stdout } = await shell(
    `cd ${space.path} && script -qfec "stty cols 60; $tool ${line}" /dev/null`,
    { TERM: 'xterm', NO_COLOR: '1' },
  );
  const lines = stdout.replaceAll('\r', '').split('\n');
  expect(lines.length).toBeGreaterThan(2);
  expect(lines.filter(({ length }) => length > 60)).toEqual([]);
});

it.each([
  ['fix', '"Asia/Kolkata" becomes "Kolkata" (time-zone-unknown)', '"Asia/Kolkata" → "Kolkata"'],
  ['map', 'time_zone  is time_zone', 'time_zone  → time_zone'],
])(
  '%s prints words instead of an arrow on a dumb terminal and in a pipe',
  async (command, words, arrow) => {
    await space.file('users.csv', 'username,time_zone\nada,Asia/Kolkata\n');
    const line = `${command} users.csv${command === 'fix' ? ' --dry-run' : ''}`;
    const onTerminal = (TERM: string) =>
      shell(`cd ${space.path} && script -qfec "$tool ${line}" /dev/null`, { TERM, NO_COLOR: '1' });
    expect((await run(line.split(' '), { cwd: space.path })).stdout).toContain(words);
    expect((await onTerminal('dumb')).stdout).toContain(words);
    expect((await onTerminal('xterm')).stdout).toContain(arrow);
  },
);

it('a dumb terminal gets the output of a pipe: no marks, no colours', async () => {
  const file = await space.file('users.csv', 'username,time_zone\nada,Asia/Kolkata\n');
  const onTerminal = (TERM: string) =>
    shell(`script -qfec "$tool validate ${file}" /dev/null`, { TERM });
  const { stdout, code } = await onTerminal('dumb');
  expect(code).toBe(1);
  expect(stdout.replaceAll('\r\n', '\n')).toBe((await run(['validate', file])).stdout);
  expect((await onTerminal('xterm')).stdout).toContain('^^^');
});
