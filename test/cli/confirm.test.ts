import { spawn } from 'node:child_process';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.js';
import { bin, workspace } from './command.js';
import { usersCsv } from './site.js';

let space: Awaited<ReturnType<typeof workspace>>;
let sandbox: Sandbox;

beforeEach(async () => {
  space = await workspace();
  sandbox = await startSandbox();
});

afterEach(async () => {
  await sandbox.close();
  await space.remove();
});

/** Imports two users on a terminal, and types an answer when asked. */
async function answering(answer: string): Promise<{ code: number | null; output: string }> {
  const file = await space.file('users.csv', usersCsv(2));
  const line = `${process.execPath} ${bin} import ${file} --base-url ${sandbox.url} --state-dir ${space.path}/state`;
  const child = spawn('script', ['-qfec', line, '/dev/null'], {
    env: { ...process.env, FILES_API_KEY: sandbox.apiKey, NO_COLOR: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const asked = output.includes('Proceed?');
    output += text;
    if (!asked && output.includes('Proceed?')) child.stdin.write(answer);
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, output };
}

it.each([
  ['yes', 'y\r', 0, '2 users created', 2],
  ['no', 'n\r', 130, 'Nothing was created.', 0],
  ['nothing but Enter', '\r', 130, 'Nothing was created.', 0],
  ['Ctrl-C', '\u0003', 130, 'Nobody agreed to this: nothing was done.', 0],
  ['Ctrl-D', '\u0004', 130, 'Nobody agreed to this: nothing was done.', 0],
])('%s is an answer', async (_what, typed, expected, told, created) => {
  const { code, output } = await answering(typed);
  expect(output).toContain(told);
  expect(code).toBe(expected);
  expect(sandbox.content.userNamed('User0') === undefined ? 0 : 2).toBe(created);
});
