import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import { openSandbox } from '../sandbox/open.js';
import { bin, workspace, type Workspace } from './command.js';
import { usersCsv } from './site.js';

let space: Workspace;
let sandbox: Sandbox;

beforeEach(async () => {
  space = await workspace();
  sandbox = await openSandbox();
});

interface Asked {
  readonly code: number | null;
  readonly output: string;
}

/** Imports two users on a terminal, and types this answer to the question. */
async function answering(answer: string): Promise<Asked> {
  const file = await space.file('users.csv', usersCsv(2));
  return onTerminal(`import ${file}`, answer);
}

function onTerminal(command: string, answer: string, early = ''): Promise<Asked> {
  return typed(lineOf(command), early, [['[y/N]', answer]]);
}

function lineOf(command: string): string {
  return `${process.execPath} ${bin} ${command} --base-url ${sandbox.url} --state-dir ${space.path}/state`;
}

/** Runs a line on a terminal; types each text once the other is shown after what was typed before. */
async function typed(
  line: string,
  first: string,
  then: readonly (readonly [shown: string, text: string])[],
): Promise<Asked> {
  const child = spawn('script', ['-qfec', line, '/dev/null'], {
    env: { ...process.env, FILES_API_KEY: sandbox.apiKey, NO_COLOR: '1' },
    stdio: ['pipe', 'pipe', 'inherit'],
    timeout: 120_000,
  });
  child.stdin.write(first);
  const left = [...then];
  let output = '';
  let from = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    const [[shown, next] = ['', '']] = left;
    if (left.length === 0 || !output.includes(shown, from)) return;
    from = output.length;
    left.shift();
    child.stdin.write(next);
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, output };
}

it.each([
  ['yes', 'y\r', 0, '2 users created', 2],
  ['no', 'n\r', 130, 'Nothing was created.', 0],
  ['nothing but Enter', '\r', 130, 'Nothing was created.', 0],
  ['Ctrl-C', '\u0003', 130, 'Stopped: nothing was created or changed.', 0],
  ['Ctrl-D', '\u0004', 130, 'This was not confirmed: nothing was done.', 0],
])('accepts the answer: %s', async (_what, typed, expected, told, created) => {
  const { code, output } = await answering(typed);
  expect(output).toContain(told);
  expect(code).toBe(expected);
  expect(sandbox.content.userNamed('User0') === undefined ? 0 : 2).toBe(created);
});

it.each(['y\r', 'y'])('%j typed before the question is not an answer', async (early) => {
  const file = await space.file('users.csv', usersCsv(2));
  const { code, output } = await onTerminal(`import ${file}`, '\r', early);
  expect(output).toContain('Create 2 users? [y/N] ');
  expect(output).toContain('Nothing was created.');
  expect(code).toBe(130);
});

it('can be answered after Ctrl-Z and fg', async () => {
  const file = await space.file('users.csv', usersCsv(2));
  const { code } = await typed('bash --norc -i', `${lineOf(`import ${file}`)}\r`, [
    ['[y/N]', '\u001a'],
    ['Stopped', 'fg\r'],
    ['[y/N]', 'y\r'],
    ['2 users created', 'exit\r'],
  ]);
  expect(code).toBe(0);
  expect(sandbox.content.userNamed('User0')).toBeDefined();
});

it('issues are shown before the question, and not again after it', async () => {
  const file = await space.file(
    'users.csv',
    'username,authentication_method,colour\nada,okta,red\n',
  );
  const { code, output } = await onTerminal(`import ${file}`, 'y\r');
  expect(code).toBe(0);
  const [before = '', after = ''] = output.split('Plan for');
  expect(before).toContain('colour: There is no column "colour"; it is ignored.');
  expect(before).toContain('files-bulk-import explain header-unknown-column');
  expect(after).toContain('users.csv: 1 row, 1 valid (1 warning)');
  expect(after).not.toContain('colour');
});

it.each(['import', 'users resend-welcome', 'undo'])(
  '%s --quiet shows the plan if it asks for confirmation',
  async (name) => {
    const csv = 'username,authentication_method,email,site_admin\nada,okta,ada@example.com,Y\n';
    const file = await space.file('users.csv', csv);
    if (name !== 'import') await onTerminal(`import ${file} --yes`, '');
    const [what = ''] = name === 'undo' ? readdirSync(join(space.path, 'state', 'runs')) : [file];
    const { code, output } = await onTerminal(`${name} ${what} --quiet`, 'n\r');
    const [before] = output.split('[y/N]');
    expect(before).toMatch(/^(Plan for|Undo of run)/m);
    expect(before).toMatch(/1 site administrator|admin.*: ada|ada \(id/);
    expect(code).toBe(130);
  },
);

it('undo names the users that it leaves only once', async () => {
  const file = await space.file('users.csv', usersCsv(2));
  await onTerminal(`import ${file} --yes`, '');
  Object.assign(sandbox.content.userNamed('User0') ?? {}, { username: 'renamed' });
  const [run = ''] = readdirSync(join(space.path, 'state', 'runs'));
  const { code, output } = await onTerminal(`undo ${run}`, 'y\r');
  expect(code).toBe(3);
  expect(output.split('its username is now "renamed"')).toHaveLength(2);
  expect(output).toContain('1 user deleted');
  expect(output).toContain('1 user left');
});

it('users reports unknown users before it asks', async () => {
  sandbox.content.addUser({
    id: 50,
    username: 'ada',
    fields: { created_at: '2025-01-06T09:00:00Z' },
    groupIds: [],
    adminGroupIds: [],
  });
  const file = await space.file('users.csv', 'username\nada\nnobody-of-that-name\n');
  const { output } = await onTerminal(`users disable ${file}`, 'n\r');
  const [before = '', plan] = output.split('Plan for');
  expect(plan).toContain('Disable 1 user? [y/N] ');
  expect(plan).toContain('Nothing was done.');
  expect(before).toContain('nobody-of-that-name');
});

it('an undo that is declined is one document with --json too', async () => {
  await answering('y\r');
  const [id = ''] = readdirSync(join(space.path, 'state', 'runs'));
  const path = join(space.path, 'undo.json');
  const { code } = await onTerminal(`undo ${id} --json > ${path}`, 'n\r');
  expect(code).toBe(130);
  const declined = { version: 1, run: id, deleted: 0, gone: 0, left: [], stopped: 'interrupted' };
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject(declined);
  expect(sandbox.content.userNamed('User0')).toBeDefined();
});
