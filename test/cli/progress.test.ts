import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Io } from '../../src/cli/io.js';
import { progressOn } from '../../src/cli/progress.js';
import { openSandbox } from '../sandbox/open.js';
import { start, workspace } from './command.js';
import { usersCsv } from './site.js';

afterEach(() => vi.useRealTimers());

describe('an import that waits says why', () => {
  test.each([
    ['limited', 'because of its rate limit'],
    ['limited-bare', 'because of its rate limit'],
    ['bad-gateway', 'because the site answered with HTTP status 502'],
    ['lost-before', String.raw`because the connection broke \(ECONNRESET\)`],
  ] as const)('%s', async (kind, reason) => {
    let said = (): string => '';
    let requests = 0;
    const concerns = (): boolean => (requests += 1) > 1 && !said().includes('waiting');
    const sandbox = await openSandbox({ faults: { faults: [{ kind, share: 1 }], concerns } });
    const space = await workspace();
    const file = await space.file('users.csv', usersCsv(2));
    const args = ['import', file, '--yes', '--base-url', sandbox.url, '--state-dir', space.path];
    const running = start(args, { env: { FILES_API_KEY: sandbox.apiKey } });
    said = running.stderr;
    expect((await running.finished).code).toBe(0);
    expect(said()).toMatch(new RegExp(`^waiting \\d+ s, ${reason}$`, 'm'));
  });
});

test('sends a User-Agent, and shows errors of the site escaped and shortened', async () => {
  let said = (): string => '';
  const agents = new Set<string | undefined>();
  const server = http.createServer((request, response) => {
    agents.add(request.headers['user-agent']);
    // A refused key ends the import.
    response.writeHead(said().includes('waiting') ? 401 : 503, { 'X-Files-Error-Class': 'x/y' });
    response.end(JSON.stringify({ error: `\u001b[31mDown${'!'.repeat(300)}` }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const space = await workspace();
  try {
    const file = await space.file('users.csv', usersCsv(1));
    const at = ['--base-url', `http://127.0.0.1:${port}`, '--state-dir', space.path];
    const running = start(['import', file, '--yes', ...at], { env: { FILES_API_KEY: 'key' } });
    said = running.stderr;
    expect((await running.finished).code).toBe(4);
    expect([...agents]).toEqual([expect.stringMatching(/^files-bulk-import\/\d+\.\d+\.\d+/)]);
    expect(said()).toMatch(
      /^waiting \d+ s, because .*503 \(\\x1b\[31mDown!{100,160}… \(\d+ characters\)$/m,
    );
  } finally {
    server.close();
  }
});

describe('more rows than announced', () => {
  test('are shown as 100% on a terminal', async () => {
    const { stderr, progress } = await progressInto({ isTTY: true });
    progress.advance(6, 4);
    progress.stop();
    expect(stderr.read()).toContain('100%  4 of 4 rows');
  });

  test('are shown as 100% in a pipe', async () => {
    const { stderr, progress } = await progressInto({});
    progress.advance(150, 100);
    expect(stderr.read()).toBe('100 of 100 rows (100%)\n');
  });
});

test('of many overlapping waits, a pipe shows only those that last clearly longer', async () => {
  const { stderr, progress } = await progressInto({});
  vi.useFakeTimers({ toFake: ['Date'] });
  const waits = [
    [0, 3000],
    [10, 2000],
    [20, 5000],
    [30, 8000],
    [7000, 2000],
    [7000, 2100],
    [9000, 500],
  ] as const;
  for (const [at, ms] of waits) {
    vi.setSystemTime(at);
    progress.wait(ms, 'for the site to answer');
  }
  expect(stderr.read()).toBe(
    [3, 8, 2, 1].map((seconds) => `waiting ${seconds} s, for the site to answer\n`).join(''),
  );
});

async function progressInto(terminal: { readonly isTTY?: boolean }) {
  const stderr = Object.assign(new PassThrough({ encoding: 'utf8' }), {
    columns: 80,
    // Methods of a terminal that a pipe lacks.
    cursorTo: () => true,
    clearLine: () => true,
    moveCursor: () => true,
    ...terminal,
  });
  const io: Io = {
    version: '0.0.0',
    args: [],
    stdin: process.stdin,
    stdout: new PassThrough(),
    stderr,
    env: {},
    cwd: '/',
    endUnread: () => undefined,
  };
  return { stderr, progress: await progressOn(io, {}) };
}
