import { afterEach, beforeEach, expect, it } from 'vitest';
import { run, shell, workspace } from './command.js';

let space: Awaited<ReturnType<typeof workspace>>;

beforeEach(async () => {
  space = await workspace();
});

afterEach(() => space.remove());

it('a terminal that cannot place text has the sentences of a pipe: no marks, no colours', async () => {
  const file = await space.file('users.csv', 'username,time_zone\nada,Asia/Kolkata\n');
  const onTerminal = (TERM: string) =>
    shell(`script -qfec "$tool validate ${file}" /dev/null`, { TERM });
  const { stdout, code } = await onTerminal('dumb');
  expect(code).toBe(1);
  expect(stdout.replaceAll('\r\n', '\n')).toBe((await run(['validate', file])).stdout);
  expect((await onTerminal('xterm')).stdout).toContain('^^^');
});
