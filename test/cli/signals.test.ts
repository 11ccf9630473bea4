import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shell, start } from './command.js';
import { setUp, signalled } from './scene.js';

const long = `username,email\n${Array.from({ length: 100_000 }, (_, index) => `u${index},Nothing\n`).join('')}`;
const untilPartial = (directory: string): string =>
  `until ls -A ${directory} | grep -q partial; do sleep 0.01; done`;

describe('a partial file is not left behind', () => {
  it.each(['INT', 'TERM', 'HUP'])('by validate --rejects, on SIG%s', async (signal) => {
    const { space, file } = await setUp(long);
    const command = `$tool validate ${file} --rejects --quiet --max-issues 0`;
    const line = `${command} & ${untilPartial(space.path)}; kill -${signal} $!; wait $!`;
    expect((await shell(line)).code).toBe(130);
    expect(await readdir(space.path)).toEqual(['users.csv']);
  });

  it('by validate --online --rejects, on the second signal', async () => {
    const { space, file, at, env } = await setUp(long);
    const command = `$tool validate ${file} --online --rejects --quiet --max-issues 0 ${at.join(' ')}`;
    const line = `${command} & ${untilPartial(space.path)}; while kill -TERM $!; do sleep 0.05; done 2> /dev/null; wait $!`;
    const { code, stderr } = await shell(line, env);
    expect(code, stderr).toBe(130);
    expect(await readdir(space.path)).toEqual(['users.csv']);
  });

  it('by export -o, on SIGTERM', async () => {
    const scene = await setUp('', { latency: 100 });
    const { space, at, env } = scene;
    const output = join(space.path, 'out.csv');
    const { code, stderr } = await signalled(
      scene,
      'SIGTERM',
      () => start(['export', '-o', output, ...at], { env }),
      (method, path) => method === 'GET' && path.endsWith('/users'),
    );
    expect(code, stderr).toBe(130);
    expect(await readdir(space.path)).toEqual(['users.csv']);
  });
});

describe('a command that waits for standard input', () => {
  it.each([['import - --yes'], ['plan -'], ['validate - --online'], ['users disable - --yes']])(
    'ends on the first signal: %s',
    async (command) => {
      const { sandbox, space, at, env } = await setUp('');
      const pipe = join(space.path, 'pipe');
      // More than a pipe holds: once it is written, the command is reading.
      const line = `mkfifo ${pipe}; $tool ${command} ${at.join(' ')} < ${pipe} & ( head -c 1000000 /dev/zero; kill -TERM $!; exec sleep 30 ) > ${pipe} & writer=$!; wait %1; code=$?; kill $writer; exit $code`;
      const { code, stderr } = await shell(line, env);
      expect(code, stderr).toBe(130);
      expect(stderr).toContain('Stopped: nothing was created or changed.');
      expect(sandbox.content.users.size).toBe(1);
    },
  );
});
