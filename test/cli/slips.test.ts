import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { run, shell, workspace, type Workspace } from './command.js';

let space: Workspace;

beforeEach(async () => {
  space = await workspace();
});

it.each([
  ['a file without a command', ['users.csv'], 'The command comes first, then the file'],
  ['the file before the command', ['C:\\u.csv', 'validate'], 'The command comes first'],
  ['a flag before the command', ['--quiet', 'validate', 'u.csv'], 'Flags come after the command'],
  ['a path with spaces', ['validate', 'my', 'users.csv'], 'in quotation marks'],
  ['quotation marks round a path', ['validate', '"users.csv"'], 'quotation marks are taken'],
  ['an empty path, as of an unset variable', ['validate', ''], 'The path of the file is empty'],
  ['an empty --state-dir', ['runs', '--state-dir', ''], '--state-dir takes some text, not "".'],
  ['an empty --output', ['fix', 'u.csv', '-o', ''], '--output takes some text, not "".'],
  [
    '--update-passwords without updates',
    ['import', 'u.csv', '--update-passwords'],
    'add --existing update',
  ],
  [
    '--update-passwords without updates in a plan',
    ['plan', 'u.csv', '--update-passwords'],
    'add --existing update',
  ],
  ['no runs at all', ['resume', '--state-dir', 'state'], 'There are no runs in state.'],
  ['a missing plan', ['import', '--plan', 'p.json'], 'p.json does not exist. Check the'],
  [
    'a directory as a plan',
    ['import', '--plan', '.'],
    '. is a directory. Give the path of a file.',
  ],
  [
    'a directory as the state of a sandbox',
    ['sandbox', '--state', '.', '--port', '0'],
    '. is not the state of a sandbox.',
  ],
  ['a mapping to guess and to show', ['map', 'u.csv', '--init', '--json'], 'cannot be used with'],
  ['a name that is too long', ['template', '-o', 'x'.repeat(300)], 'its name is too long.'],
  ['a misspelt action', ['users', 'delet', 'u.csv'], 'no action "delet". Did you mean delete? The'],
  ['no action', ['users'], 'The actions are unlock, resend-welcome, reset-2fa, disable,'],
  [
    'an unknown shell',
    ['completion', 'powershell'],
    'no shell "powershell". The shells are bash, zsh',
  ],
  [
    'options about the site without --online',
    ['validate', 'u.csv', '--existing', 'skip', '--create-groups'],
    'add --online, or leave out --create-groups and --existing.',
  ],
  ['one such option', ['validate', 'u.csv', '--existing', 'update'], 'or leave out --existing.'],
  [
    'a profile and a workspace without --online',
    ['validate', 'u.csv', '--profile', 'staging', '--workspace-id', '3'],
    'add --online, or leave out --profile and --workspace-id.',
  ],
  [
    'a rate, a time-out, a concurrency and a state directory without --online',
    [
      'validate',
      'u.csv',
      '--rate',
      '1',
      '--timeout',
      '1',
      '--concurrency',
      '1',
      '--state-dir',
      's',
    ],
    'leave out --state-dir and --concurrency and --rate and --timeout.',
  ],
  ['a sandbox to undo on', ['undo', '1', '--sandbox'], 'A site of --sandbox ends with its command'],
  ['a sandbox to resume on', ['resume', '--sandbox'], 'A site of --sandbox ends with its command'],
  ['map with an output, but nothing to write', ['map', 'u.csv', '-o', 'm.json'], 'add --init'],
  ['an empty legend', ['template', '--empty', '--legend'], "'--empty' cannot be used with"],
  [
    'a latency longer than any timer',
    ['sandbox', '--latency', '99999999999', '--port', 'none'],
    '--latency takes a whole number from 0 to 86400000',
  ],
  ['columns in two formats', ['columns', '--markdown', '--json'], 'only one of --markdown, --json'],
  ['a plan to standard output', ['plan', 'users.csv', '-o', '-'], 'give --json'],
])('%s is refused, and the message says what to do', async (_what, args, hint) => {
  const { code, stdout, stderr } = await run(args, { cwd: space.path });
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain(hint);
});

it.each([
  [['fix', 'users.csv', '-o', 'x.xlsx'], 'fix writes CSV, so x.xlsx would not be a workbook'],
  [['validate', 'users.csv', '--rejects', 'x.xlsx'], '--rejects writes CSV, so x.xlsx would not'],
  [['validate', 'users.csv', '--rejects', '-'], 'give its path'],
  [['template', '-o', 'x.xls'], 'name it .csv or .xlsx'],
  [['template', '--xlsx', '-o', 'x.csv'], 'name it .xlsx'],
  [['template', '--legend', '-o', 'x.xlsx'], 'name it .txt'],
])('%j is refused, as the output would not match its name', async (args, hint) => {
  await space.file('users.csv', 'username,email\nada,none\n');
  const { code, stderr } = await run(args, { cwd: space.path });
  expect(stderr).toContain(hint);
  expect(code).toBe(2);
  expect(await readdir(space.path)).toEqual(['users.csv']);
});

it.each([
  ['--api-key-file', ['--site', 'acme'], '--api-key-file takes the path of a file'],
  ['--site', [], '--site takes the name of a site'],
  ['--profile', [], '--profile takes the name of a profile'],
  ['--workspace-id', ['--site', 'acme'], '--workspace-id takes a whole number'],
])('a key given to %s is not repeated', async (flag, others, expected) => {
  const key = 'f00dfeed'.repeat(8);
  const { code, stdout, stderr } = await run(['whoami', flag, key, ...others, '--debug'], {
    cwd: space.path,
    env: { HOME: space.path, FILES_API_KEY: flag === '--site' ? 'k' : '' },
  });
  expect(code).toBe(2);
  expect(stdout + stderr).not.toContain('f00dfeed');
  expect(stderr).toContain(expected);
  expect(stderr).toContain('looks like an API key');
});

it.each([
  ['--timeout', '3000000', '--timeout takes a number above 0, up to 86400, not "3000000".'],
  ['--rate', '1e-9', '--rate takes a number of at least 0.001, not "1e-9".'],
  ['--concurrency', '100000', '--concurrency takes a whole number from 1 to 1000, not "100000".'],
])('%s %s is out of range', async (flag, value, expected) => {
  const { code, stderr } = await run(['whoami', '--sandbox', flag, value], { cwd: space.path });
  expect(code).toBe(2);
  expect(stderr).toContain(expected);
});

it('a missing key file is named', async () => {
  const { stderr } = await run(['whoami', '--site', 'acme', '--api-key-file', 'key.txt'], {
    cwd: space.path,
  });
  expect(stderr).toContain('The API key file key.txt cannot be read');
});

describe('-o - is standard output', () => {
  it.each([
    ['template', []],
    ['template', ['--legend']],
    ['map', ['users.csv', '--init']],
  ])('of %s %j', async (command, args) => {
    await space.file('users.csv', 'username\nada\n');
    const { stdout } = await run([command, ...args], { cwd: space.path });
    const dashed = await run([command, ...args, '-o', '-'], { cwd: space.path });
    expect(dashed).toMatchObject({ code: 0, stdout });
    expect(await readdir(space.path)).toEqual(['users.csv']);
  });
});

it('resume and runs mention unreadable runs', async () => {
  const directory = join(space.path, 'state', 'runs', '20260101-120000-abcdef');
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'journal.ndjson'), '{"type":"what"}\n');
  const state = ['--state-dir', join(space.path, 'state')];
  const resumed = await run(['resume', ...state]);
  expect(resumed.stderr).toContain('no run to resume. Of 1 run the journal cannot be read');
  const listed = await run(['runs', ...state]);
  expect(listed).toMatchObject({ code: 0, stdout: '' });
  expect(listed.stderr).toMatch(/^20260101-120000-abcdef {2}unreadable .*\n$/);
});

it('template --legend -o writes only the legend', async () => {
  const { stdout } = await run(['template', '--legend']);
  await run(['template', '--legend', '-o', 'legend.txt'], { cwd: space.path });
  expect(await readdir(space.path)).toEqual(['legend.txt']);
  expect(await readFile(join(space.path, 'legend.txt'), 'utf8')).toBe(stdout);
});

it('--version to a full disk ends with 5', async () => {
  const { code, stderr } = await shell('$tool --version > /dev/full');
  expect(code).toBe(5);
  expect(stderr).toContain('Standard output cannot be used: the disk is full.');
});

it('rows without rejects because of a wrong header are not called unreadable', async () => {
  await space.file('users.csv', 'email,email\na@example.com,b@example.com\n');
  const { stderr } = await run(['validate', 'users.csv', '--rejects'], { cwd: space.path });
  expect(stderr).toBe(
    '1 row is not in a rejects file: first correct it or the header in the file itself.\n',
  );
});

it('a --base-url where something else answers is named', async () => {
  const server = http.createServer((_, response) => {
    response.writeHead(404, { 'Content-Type': 'text/html' }).end('<!doctype html><p>Not found');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await space.file('users.csv', 'username,authentication_method\nada,okta\n');
  for (const command of [
    ['import', 'users.csv', '--yes'],
    ['users', 'disable', 'users.csv', '--yes'],
    ['whoami'],
  ]) {
    const { code, stdout, stderr } = await run([...command, '--base-url', url], {
      cwd: space.path,
      env: { FILES_API_KEY: 'key1that2is3secret', HOME: space.path },
    });
    expect(stderr.trimEnd().split('\n').at(-1)).toBe(
      `files-bulk-import: ${url}/api/rest/v1 does not answer like Files.com (HTTP status 404, not from the API). Check the name or address of the site.`,
    );
    expect([code, stdout], command.join(' ')).toEqual([2, '']);
  }
  server.close();
});
