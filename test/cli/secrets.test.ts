import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { sandboxKey } from '../../src/sandbox/seed.js';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import { openSandbox } from '../sandbox/open.js';
import { run, workspace, type Workspace } from './command.js';

const hash = '5e5a0b6c1d2e3f405162738495a6b7c8d9eafb0c';
/** What must never be shown, wherever it is in a file. */
const secrets = [sandboxKey, 'Sesam-open-71', 'Sesam-open-72', 'Sesam-open-73', hash];

const sound = `username,authentication_method,password,imported_password_hash,email
ada,password,Sesam-open-71,,ada@example.com
bob,password_with_imported_hash,,${hash},bob@example.com
`;
/** Files in which a mistake has put a password in the wrong place. */
const damaged: Readonly<Record<string, string>> = {
  'the right column, next to an error': 'username,password,email\nada,Sesam-open-71,ada at x\n',
  'one cell too far': 'username,full_name,password,email\nada,Ada,King,Sesam-open-71,a@x.example\n',
  'one cell too near': 'username,full_name,password,email\nada,Sesam-open-71,a@x.example\n',
  'a cell too many': 'username,email,password\nada,a@x.example,Lovelace,Sesam-open-71\n',
  'a header misspelt': 'username,pasword,email\nada,Sesam-open-71,a@x\n',
  'a header in German': 'username,Passwort,email\nada,Sesam-open-71,a@x\n',
  twice: 'username,password,password\nada,Sesam-open-71,Sesam-open-72\n',
  'a quote that is not closed': 'username,password\nada,"Sesam-open-71\nbob,Sesam-open-72\n',
  'a quote inside': 'username,password,email\nada,Sesam-open-71"x,a@x\n',
  'for a method without one': `username,authentication_method,password\nada,okta,Sesam-open-71\n`,
  'an invalid hash': 'username,imported_password_hash\nada,Sesam-open-71\n',
  'invalid UTF-8': 'username,password,email\nada,Sesam-open-71\u00ff,a@x\n',
  'no header': 'ada,password,Sesam-open-71\nbob,password,Sesam-open-72\n',
  'an SSH key column': 'username,ssh_public_key\nada,ssh-ed25519 Sesam-open-71\n',
  'the API key of the site': `username,notes,api_key\nada,,${sandboxKey}\n`,
};

let space: Workspace;
let sandbox: Sandbox;

beforeEach(async () => {
  space = await workspace();
  sandbox = await openSandbox();
});

/** Runs a command in the workspace; returns its output and all files there, by name. */
async function tracesOf(
  args: readonly string[],
  env: Record<string, string> = { FILES_API_KEY: sandboxKey },
): Promise<{ code: number | null; traces: Map<string, string> }> {
  const { code, stdout, stderr } = await run(args, { cwd: space.path, env });
  const traces = new Map([
    ['stdout', stdout],
    ['stderr', stderr],
  ]);
  for (const path of await readdir(space.path, { recursive: true })) {
    const whole = join(space.path, path);
    if ((await stat(whole)).isFile()) traces.set(path, await readFile(whole, 'latin1'));
  }
  return { code, traces };
}

/** The text as it is, and as encoded in URLs, HTML and base64. */
function hiding(text: string): string[] {
  return [
    text,
    encodeURIComponent(text),
    text.replaceAll('$', '&#36;'),
    Buffer.from(text).toString('base64').slice(0, -4),
  ];
}

/** The places that contain a secret, except files that may. */
function leaks(traces: ReadonlyMap<string, string>, allowed: RegExp): string[] {
  return [...traces]
    .filter(([place]) => !allowed.test(place))
    .filter(([, text]) =>
      secrets.some((secret) => hiding(secret).some((form) => text.includes(form))),
    )
    .map(([place, text]) => `${place}: ${text}`);
}

describe.each(Object.entries(damaged))(
  'a secret in a file with %s is not shown by',
  (_what, csv) => {
    const reports = ['html', 'csv', 'json', 'md'].flatMap((kind) => ['--report', `report.${kind}`]);

    it.each([
      ['validate', ['validate', 'in.csv', '--debug', ...reports]],
      ['validate --json', ['validate', 'in.csv', '--json', '--strict']],
      ['validate --ndjson', ['validate', 'in.csv', '--ndjson']],
      ['validate for workflows', ['validate', 'in.csv', '--format', 'github']],
      ['fix', ['fix', 'in.csv', '-o', 'rejects.csv']],
      ['plan', ['plan', 'in.csv', '--sandbox', '--debug']],
      [
        'import',
        ['import', 'in.csv', '--sandbox', '--yes', '--skip-invalid', '--debug', '--state-dir', 's'],
      ],
    ])('%s', async (_command, args) => {
      await space.file('in.csv', csv);
      const { code, traces } = await tracesOf(args, {});
      expect([0, 1, 3]).toContain(code);
      expect(leaks(traces, /^(in|.*rejects.*)\.csv$/)).toEqual([]);
    });
  },
);

it('no secret appears in a plan, journal, report, export, or the output of any command', async () => {
  await space.file('in.csv', sound);
  await space.file('leavers.csv', 'username,password\nada,Sesam-open-71\n');
  const at = ['--base-url', sandbox.url, '--state-dir', 'state', '--debug'];
  const reports = ['html', 'csv', 'json', 'md'].flatMap((kind) => ['--report', `report.${kind}`]);
  for (const args of [
    ['plan', 'in.csv', ...at, '-o', 'plan.json'],
    ['plan', 'in.csv', ...at, '--json'],
    ['import', '--plan', 'plan.json', ...at, '--yes', ...reports],
    [
      'import',
      'in.csv',
      ...at,
      '--existing',
      'update',
      '--update-passwords',
      '--restart',
      '--yes',
      '--json',
    ],
    ['runs', '--state-dir', 'state', '--json'],
    ['users', 'disable', 'leavers.csv', ...at, '--yes', '--json'],
    ['export', ...at, '-o', 'export.csv'],
    ['whoami', ...at, '--json'],
  ]) {
    const { code, traces } = await tracesOf(args);
    expect([args[0], code, leaks(traces, /^(in|leavers)\.csv$/)]).toEqual([args[0], 0, []]);
  }
  expect(sandbox.content.userNamed('ada')).toBeDefined();
});

/** The sandbox behind a server that refuses users, and repeats the whole request with its headers. */
async function repeating({ url }: Sandbox): Promise<http.Server> {
  const server = http.createServer((request, response) => {
    const { method = 'GET', headers } = request;
    const target = new URL(request.url ?? '/', url);
    if (method === 'POST' && target.pathname.endsWith('/users')) {
      let text = '';
      request.on('data', (piece: Buffer) => (text += piece.toString()));
      request.on('end', () => {
        response.writeHead(422, { 'Content-Type': 'application/json' });
        const error = `No: ${text} ${JSON.stringify(headers)}`;
        response.end(
          JSON.stringify({ type: 'bad-request/x', error, detail: error, errors: [text] }),
        );
      });
      return;
    }
    request.pipe(
      http.request(target, { method, headers }, (reply) => {
        response.writeHead(reply.statusCode ?? 500, reply.headers);
        reply.pipe(response);
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

it('secrets in the error message of a site are not shown', async () => {
  const server = await repeating(sandbox);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await space.file('in.csv', sound);
  const at = ['--base-url', url, '--state-dir', 'state', '--yes', '--debug'];
  const reports = ['html', 'csv', 'json', 'md'].flatMap((kind) => ['--report', `report.${kind}`]);
  const { code, traces } = await tracesOf(['import', 'in.csv', ...at, ...reports]);
  server.close();
  expect([...traces.values()].join('')).toContain('No: {');
  expect(code).toBe(3);
  expect(leaks(traces, /^(in|.*rejects.*)\.csv$/)).toEqual([]);
});
