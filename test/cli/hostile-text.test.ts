import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { sandboxKey, seed } from '../../src/sandbox/seed.js';
import { openSandbox } from '../sandbox/open.js';
import { run, shell, workspace, type Finished } from './command.js';

/** A title, a colour, a cleared screen by a C1 control, reversed text, and invisible characters. */
const controls = '\u001b]0;x\u0007\u001b[31m\u009b2J\u007f';
const hostile = `${controls}\u202e\u2066\u2028\u200b\u{e0041}`;
const name = `a${hostile}`;

/** Characters that a terminal would obey, or that hide what a text really is. */
const raw = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u2028\u202e\u2066\u{e0041}]/u;

/** A directory with a hostile path, and a way to write files there. */
async function directoryOf(): Promise<{
  directory: string;
  file: (called: string, text: string) => Promise<string>;
}> {
  const space = await workspace();
  const directory = join(space.path, name);
  await mkdir(directory);
  return {
    directory,
    async file(called, text) {
      const path = join(directory, called);
      await writeFile(path, text);
      return path;
    },
  };
}

/** Runs commands one after another, and collects the raw characters that they print. */
class Session {
  readonly found: string[] = [];
  readonly codes: (number | null)[] = [];
  said = '';

  constructor(private readonly env: Record<string, string> = {}) {}

  async run(...args: string[]): Promise<Finished> {
    const finished = await run(args, { env: this.env });
    this.look(args, finished);
    return finished;
  }

  look(args: readonly string[], { code, stdout, stderr }: Finished): void {
    this.codes.push(code);
    for (const text of [stdout, stderr]) {
      this.said += text;
      const at = text.search(raw);
      if (at !== -1) this.found.push(`${args[0]}: ${JSON.stringify(text.slice(at - 60, at + 20))}`);
      if (text.includes('this is a bug')) this.found.push(`${args.join(' ')} ${code}: ${text}`);
    }
  }
}

const damaged = [
  `username,full_name,company,group_ids,folder_permissions,notes,site_admin,require_2fa,x${hostile},email`,
  `ada,Ada ${name},${name},Sales,/x${name}=full,n${hostile},Y,,,`,
  `bob,Bob King,,Sales${hostile},/y=fulll${hostile},,,,,${hostile}@example.com`,
  `"c${hostile}",,,,,,maybe${hostile},${hostile},,`,
  `carl,,,No such ${name},,,,,,`,
  `#${hostile}`,
  `"${hostile}`,
].join('\n');

const sound = [
  'username,authentication_method,password,full_name,company,folder_permissions,notes',
  `ada,,secret-pass-1,Ada ${name},${name},/x${controls}=full,n${hostile}`,
  'bob,okta,,Bob King,,,',
].join('\n');

it('escapes text of a file, and its name', async () => {
  const { directory, file } = await directoryOf();
  const path = await file(`u${hostile}.csv`, damaged);
  const session = new Session();
  await session.run('validate', path);
  await session.run('validate', path, '--json');
  await session.run('validate', path, '--ndjson');
  await session.run('validate', path, '--format', 'github');
  await session.run('validate', path, '--rejects');
  await session.run('validate', path, '--rejects', path);
  await session.run('validate', path, '--report', join(directory, `r${hostile}.html`));
  await session.run('validate', path, '--report', path);
  await session.run('validate', path, '--sheet', hostile);
  await session.run('validate', path, '--encoding', hostile);
  await session.run('validate', path, '--delimiter', hostile);
  await session.run('validate', path, '--map', `${hostile}=${hostile}`);
  await session.run('validate', path, '--map', await file(`m${hostile}.json`, `{"${hostile}": 1}`));
  await session.run('validate', join(directory, `none${hostile}`));
  await session.run('validate', await file(`z${hostile}.xlsx`, 'PK\u0003\u0004'));
  await session.run('map', path);
  await session.run('map', path, '--json');
  await session.run('map', path, '--init', '-o', join(directory, `i${hostile}.json`));
  await session.run('fix', path);
  await session.run('fix', path, '--json');
  await session.run('fix', path, '--dry-run');
  await session.run('fix', path, '-o', path);
  await session.run('template', '-o', path);
  expect(session.found).toEqual([]);
  expect(session.said).toContain('u202e');
});

it('escapes text of a file on a terminal', async () => {
  const { file } = await directoryOf();
  const FILE = await file('users.csv', damaged);
  const session = new Session();
  for (const command of ['validate', 'validate --json', 'map', 'fix --dry-run']) {
    const line = `script -qec '$tool ${command} "$FILE"' /dev/null`;
    const { stdout, ...rest } = await shell(line, { FILE, TERM: 'xterm' });
    // Remove our own colours, and the line ends of a terminal.
    const text = stdout.replaceAll('\r\n', '\n').replace(/\u001b\[(?:1|2|22|3[1-69])m/g, '');
    session.look([command], { ...rest, stdout: text });
  }
  expect(session.found).toEqual([]);
  expect(session.said).toContain('u202e');
});

it('escapes arguments', async () => {
  const session = new Session({ FILES_API_KEY: hostile });
  await session.run(hostile);
  await session.run('validate');
  await session.run('validate', `--${hostile}`, 'users.csv');
  await session.run('columns', hostile);
  await session.run('completion', hostile);
  await session.run('users', hostile, 'users.csv');
  await session.run('validate', 'users.csv', '--format', hostile);
  await session.run('validate', 'users.csv', '--max-issues', hostile);
  await session.run('validate', 'users.csv', '--online', '--rate', hostile);
  await session.run('whoami', '--site', hostile);
  await session.run('whoami', '--base-url', hostile);
  await session.run('whoami', '--site', 'acme', '--profile', hostile);
  await session.run('whoami', '--site', 'acme', '--api-key-file', hostile);
  await session.run('whoami', '--site', 'acme');
  await session.run('resume', hostile, '--state-dir', hostile);
  await session.run('undo', hostile, '--state-dir', hostile);
  await session.run('runs', '--state-dir', hostile);
  expect(session.found).toEqual([]);
});

it('escapes text of a site in every command', async () => {
  const content = seed(sandboxKey);
  const okta = { id: 21, protocol: 'saml', provider: 'okta', label: name, enabled: true };
  const { directory, file } = await directoryOf();
  const sandbox = await openSandbox({
    content: {
      ...content,
      settings: { ...content.settings, name, subdomain: hostile },
      users: [
        {
          id: 1,
          groupIds: [],
          adminGroupIds: [],
          username: `admin${hostile}`,
          fields: { name, site_admin: true },
        },
        {
          id: 2,
          username: `u${controls}`,
          fields: { company: name },
          groupIds: [9],
          adminGroupIds: [],
        },
      ],
      groups: [...content.groups, { id: 9, name: `sales${hostile}`, fields: {} }],
      ssoStrategies: [okta, { ...okta, id: 22, provider: `okta${hostile}` }],
      permissions: [
        {
          id: 31,
          path: `/p${hostile}`,
          userId: 2,
          groupId: null,
          permission: 'full',
          recursive: true,
        },
      ],
      folders: [...content.folders, `p${hostile}`],
    },
  });
  const session = new Session({ FILES_API_KEY: sandboxKey });
  const state = join(directory, 'state');
  const at = ['--base-url', sandbox.url, '--state-dir', state];
  const path = await file(`u${hostile}.csv`, sound);
  const bad = await file(`bad${hostile}.csv`, damaged);
  const leavers = await file('leavers.csv', `username\nbob\n"u${controls}"\n`);
  const plan = join(directory, `plan${hostile}.json`);

  await session.run('whoami', ...at);
  await session.run('whoami', ...at, '--json', '--debug');
  await session.run('export', ...at, '--json');
  await session.run('export', ...at, '--group', `Sales${hostile}`);
  await session.run('export', ...at, '-o', join(directory, `x${hostile}.csv`));
  await session.run('validate', bad, '--online', ...at);
  await session.run('validate', bad, '--online', '--rejects', '--json', ...at);
  await session.run('plan', bad, ...at);
  await session.run('plan', path, ...at, '-o', plan);
  await session.run('plan', path, ...at, '--json');
  await session.run('plan', path, ...at, '--max-new', '0');
  await session.run('import', '--plan', plan, ...at, '--yes');
  await session.run('import', bad, ...at, '--skip-invalid', '--yes', '--debug');
  await session.run('import', path, ...at, '--yes', '--json');
  await session.run('import', path, ...at, '--yes', '--existing', 'skip');
  await session.run('import', path, ...at, '--yes', '--existing', 'skip', '--restart', '--json');
  await session.run('runs', '--state-dir', state);
  const { stdout } = await session.run('runs', '--state-dir', state, '--json');
  // What the command prints.
  const { runs } = JSON.parse(stdout) as { runs: { run: string; startedAt: string }[] };
  const [runId = '', begunAnew = ''] = runs
    .sort((a, b) => a.startedAt.localeCompare(b.startedAt))
    .map(({ run }) => run);
  await session.run('resume', runId, '--state-dir', state, '--yes');
  await session.run('resume', begunAnew, '--state-dir', state, '--yes');
  await session.run('users', 'disable', leavers, ...at, '--yes');
  await session.run('users', 'disable', leavers, ...at, '--yes', '--json', '--debug');
  await session.run('undo', runId, '--state-dir', state, '--yes');
  expect(session.found).toEqual([]);
  expect(session.codes.join('')).toBe('00020111001010200020000');
  expect(session.said).toContain('u202e');
});

it.each([400, 401, 403, 404, 422, 429, 200])('escapes a reply with status %i', async (status) => {
  const { directory, file } = await directoryOf();
  const url = await serve((_, response) => refuse(response, status));
  const session = new Session({ FILES_API_KEY: sandboxKey });
  const at = ['--base-url', url, '--state-dir', join(directory, 'state'), '--debug'];
  await session.run('whoami', ...at);
  await session.run('import', await file('users.csv', sound), ...at, '--yes');
  expect(session.found).toEqual([]);
  // The messages for 200 and 429 are our own.
  expect(session.said).toMatch([200, 429].includes(status) ? `GET /api_key ${status}` : 'u202e');
});

it('escapes the reply to a change', async () => {
  const { directory, file } = await directoryOf();
  const sandbox = await openSandbox();
  let status = 422;
  const url = await serve((request, response) => {
    if (request.method !== 'GET' && status !== 200) refuse(response, status);
    else pass(request, response, sandbox.url);
  });
  const session = new Session({ FILES_API_KEY: sandboxKey });
  const at = ['--base-url', url, '--state-dir', join(directory, 'state')];
  const path = await file('users.csv', sound);
  const leavers = await file('leavers.csv', 'username\nada\n');

  for (const refusal of [422, 403]) {
    status = refusal;
    await session.run('import', path, ...at, '--yes', '--restart');
    await session.run('import', path, ...at, '--yes', '--restart', '--json');
  }
  status = 200;
  const { stdout } = await session.run('import', path, ...at, '--yes', '--restart', '--json');
  const { run: made } = JSON.parse(stdout) as { run: string };
  for (const refusal of [422, 403]) {
    status = refusal;
    await session.run('users', 'disable', leavers, ...at, '--yes', '--restart');
    await session.run('undo', made, ...at.slice(2), '--yes');
  }
  expect(session.found).toEqual([]);
  expect(session.codes).toEqual([3, 3, 4, 4, 0, 3, 3, 4, 4]);
});

/** Starts a server; returns its address. */
async function serve(handler: http.RequestListener): Promise<string> {
  const server = http.createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function refuse(response: http.ServerResponse, status: number): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Retry-After': '601' });
  response.end(
    JSON.stringify({
      error: `No. ${hostile}`,
      title: hostile,
      type: `not-authenticated/${hostile}`,
      errors: [hostile, { error: hostile }],
      model_errors: {
        [`username${hostile}`]: [hostile],
        username: hostile,
        ['__proto__']: [hostile],
      },
      data: { host: `x${hostile}.files.com` },
    }),
  );
}

function pass(request: http.IncomingMessage, response: http.ServerResponse, to: string): void {
  const { method, headers, url } = request;
  const onward = http.request(new URL(url ?? '', to), { method, headers }, (reply) => {
    response.writeHead(reply.statusCode ?? 500, reply.headers);
    reply.pipe(response);
  });
  request.pipe(onward);
}
