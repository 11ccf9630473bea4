import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSandbox } from '../sandbox/open.js';
import { run, workspace } from './command.js';

async function setUp() {
  const sandbox = await openSandbox();
  const space = await workspace();
  const at = (name: string): string => join(space.path, name);
  const tool = (args: readonly string[], env: Record<string, string> = {}) =>
    run([...args], { env });
  const site = ['--base-url', sandbox.url, '--state-dir', at('state')];
  return { sandbox, space, at, tool, site };
}

const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');

describe.each([
  [
    'output redirected by Windows PowerShell',
    (text: string) => utf16(text.replaceAll('\n', '\r\n')),
  ],
  ['UTF-16, big-endian', (text: string) => utf16(text).swap16()],
  ['UTF-8 with a byte order mark', (text: string) => Buffer.from(`\ufeff${text}`)],
])('%s', (_what, encode) => {
  it('is read as a key file', async () => {
    const { sandbox, at, tool, site } = await setUp();
    await writeFile(at('key'), encode(`${sandbox.apiKey}\n`), { mode: 0o600 });
    const { code, stderr } = await tool(['whoami', ...site, '--api-key-file', at('key')]);
    expect(code, stderr).toBe(0);
  });

  it('is read as a mapping', async () => {
    const { space, at, tool } = await setUp();
    const file = await space.file('users.csv', 'username,password\nada,secret-pass-1\n');
    const { stdout } = await tool(['map', file, '--init']);
    await writeFile(at('map.json'), encode(stdout));
    const { code, stderr } = await tool(['validate', file, '--map', at('map.json')]);
    expect(code, stderr).toBe(0);
  });

  it('is read as a plan', async () => {
    const { sandbox, space, at, tool, site } = await setUp();
    const env = { FILES_API_KEY: sandbox.apiKey };
    const file = await space.file('users.csv', 'username,password\nada,secret-pass-1\n');
    const { stdout } = await tool(['plan', file, '--json', ...site], env);
    await writeFile(at('plan.json'), encode(stdout));
    const done = await tool(['import', '--plan', at('plan.json'), '--yes', ...site], env);
    expect(done.code, done.stderr).toBe(0);
    expect(sandbox.content.snapshot().users.map(({ username }) => username)).toContain('ada');
  });
});

it.each(['"', "'"])('a key in %s is refused, and is not sent', async (quote) => {
  const { sandbox, tool, site } = await setUp();
  const FILES_API_KEY = `${quote}${sandbox.apiKey}${quote}`;
  const { code, stderr } = await tool(['whoami', ...site], { FILES_API_KEY });
  expect(code).toBe(2);
  expect(stderr).toContain('quotation marks');
  expect(stderr).not.toContain(sandbox.apiKey);
  expect(sandbox.traffic.total).toBe(0);
});

it('an unreadable key file is reported with the reason', async () => {
  const { at, tool, site } = await setUp();
  const { code, stderr } = await tool(['whoami', ...site, '--api-key-file', at('key')]);
  expect(code).toBe(2);
  expect(stderr).toContain('there is no such file or directory');
});
