import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openWorkbook } from '../../src/source/workbook.js';
import { openSandbox } from '../sandbox/open.js';
import { run, shell, start, workspace, type Workspace } from './command.js';
import { usersCsv } from './site.js';
import { expectPrivate } from '../private.js';

let space: Workspace;

beforeEach(async () => {
  space = await workspace();
});

describe('columns', () => {
  it('lists every column as text', async () => {
    const { code, stdout } = await run(['columns']);
    expect(code).toBe(0);
    expect(stdout.match(/^\w+$/gm)).toHaveLength(25);
    expect(stdout).toContain('folder_permissions');
    expect((await run(['columns', '--all'])).stdout).toMatch(/^ssh_public_key$/m);
  });

  it('lists the same columns as JSON, Markdown and JSON Schema', async () => {
    const { columns } = JSON.parse((await run(['columns', '--json'])).stdout) as {
      columns: { name: string }[];
    };
    const names = columns.map(({ name }) => name);
    expect(names).toHaveLength(25);
    const schema = JSON.parse((await run(['columns', '--json-schema'])).stdout) as {
      properties: Record<string, { anyOf?: object[] }>;
      required: string[];
    };
    expect(Object.keys(schema.properties)).toEqual(names);
    expect(schema.required).toEqual(['username']);
    expect(schema.properties.site_admin?.anyOf).toContainEqual({
      type: 'string',
      enum: ['Y', 'N'],
    });
    const { stdout } = await run(['columns', '--markdown']);
    expect(stdout.match(/^\| `(\w+)`/gm)?.map((cell) => cell.slice(3, -1))).toEqual(names);
  });
});

describe('template', () => {
  it('writes a file that passes --strict, and a legend', async () => {
    const file = join(space.path, 'new.csv');
    expect((await run(['template', '-o', file])).code).toBe(0);
    expect((await run(['validate', file, '--strict'])).code).toBe(0);
    expect(await readFile(join(space.path, 'new.legend.txt'), 'utf8')).toContain('username');
    const again = await run(['template', '-o', file]);
    expect(again.code).toBe(2);
    expect(again.stderr).toContain(file);
  });

  it('writes nothing if a legend of that name exists', async () => {
    await writeFile(join(space.path, 'half.legend.txt'), 'mine');
    const { code, stderr } = await run(['template', '-o', join(space.path, 'half.csv')]);
    expect(code).toBe(2);
    expect(stderr).toContain('half.legend.txt exists already');
    expect(await readdir(space.path)).not.toContain('half.csv');
  });

  it('--xlsx writes a workbook to a new file or a pipe', async () => {
    const file = join(space.path, 'new.xlsx');
    expect(await run(['template', '--xlsx', '-o', file])).toMatchObject({ code: 0, stdout: '' });
    const { rows } = await openWorkbook(await readFile(file), { name: file });
    expect((await rows.next()).value).toHaveLength(13);
    const again = await run(['template', '-o', file]);
    expect(again).toMatchObject({ code: 2 });
    expect(again.stderr).toContain('exists already');
    expect((await run(['template', '--xlsx', '--legend'])).code).toBe(2);
    const piped = await shell(`$tool template --xlsx | cmp - ${file}`);
    expect(piped).toMatchObject({ code: 0, stdout: '' });
  });

  it('--xlsx without --output is refused on a terminal', async () => {
    const { code, stdout } = await shell(`script -qec "$tool template --xlsx" /dev/null`);
    expect(code).toBe(2);
    expect(stdout).toContain('give --output users.xlsx');
  });

  it('--empty writes only the header', async () => {
    const { stdout } = await run(['template', '--empty']);
    expect(stdout.trim().split('\n')).toHaveLength(1);
    expect(stdout.split(',')).toHaveLength(25);
  });
});

describe('sandbox', () => {
  /** Starts it; returns its address, its key, and how to stop it. */
  async function sandbox(...args: string[]) {
    const running = start(['sandbox', '--port', '0', ...args]);
    let output = '';
    running.child.stdout?.on('data', (text: string) => (output += text));
    running.child.stderr?.on('data', (text: string) => (output += text));
    while (!/sandbox0administrator0key/.test(output)) {
      if (running.child.exitCode !== null) throw new Error(output);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0] ?? '';
    return {
      url,
      env: { FILES_API_KEY: 'sandbox0administrator0key' },
      stop: (signal: NodeJS.Signals) => {
        running.child.kill(signal);
        return running.finished;
      },
    };
  }

  it('serves other processes, and keeps its site in --state', async () => {
    const file = await space.file('users.csv', usersCsv(10));
    const state = join(space.path, 'site.json');
    const first = await sandbox('--state', state, '--latency', '2', '--rate-limit', '500');
    const where = (url: string): string[] => ['--base-url', url, '--state-dir', space.path];
    const { code, stderr } = await run(['import', file, '--yes', ...where(first.url)], first);
    expect(code, stderr).toBe(0);
    await first.stop('SIGTERM');
    await expectPrivate(state);
    const kept = await readFile(state, 'utf8');
    expect(kept).toContain('User9');
    expect(kept).not.toContain('secret-pass');
    const second = await sandbox('--state', state);
    const again = await run(
      ['import', file, '--yes', '--restart', '--json', ...where(second.url)],
      second,
    );
    await second.stop('SIGINT');
    expect(again.code).toBe(1);
    const { issues } = JSON.parse(again.stdout) as { issues: { code: string }[] };
    expect(issues.filter((issue) => issue.code === 'username-taken')).toHaveLength(10);
  });

  it.each([
    [
      'says what it served',
      [],
      '\n1 request served.\nIgnored, as by the real site: POST /users colour (1 time)\n',
    ],
    ['prints only errors with --quiet', ['--quiet'], ''],
  ])('%s', async (_what, args, said) => {
    const { url, env, stop } = await sandbox(...args);
    await fetch(`${url}/api/rest/v1/users`, {
      method: 'POST',
      headers: { 'X-FilesAPI-Key': env.FILES_API_KEY, 'Content-Type': 'application/json' },
      body: JSON.stringify({ username: 'ada', colour: 'red' }),
    });
    const { code, stderr } = await stop('SIGINT');
    expect([code, stderr]).toEqual([0, said]);
  });

  it('injects faults on request, and lists those it knows', async () => {
    const file = await space.file('users.csv', usersCsv(12));
    const { url, env, stop } = await sandbox('--faults', 'lost-after=0.2,bad-gateway=0.1');
    const result = await run(
      ['import', file, '--yes', '--json', '--base-url', url, '--state-dir', space.path],
      { env },
    );
    await stop('SIGINT');
    expect(result.code, result.stderr).toBe(0);
    expect(JSON.parse(result.stdout)).toMatchObject({ created: 12 });
    const wrong = await run(['sandbox', '--port', '0', '--faults', 'sometimes']);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('lost-after');
  });
});

it('an uncaught exception is reported as a bug, with 5', async () => {
  // Thrown outside everything that a command awaits, such as in an event of a stream.
  const defect = "process.once('SIGUSR2', () => { throw new Error('a\\x1bb'); })";
  const { child, finished } = start(['sandbox', '--port', '0'], {
    env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(defect)}` },
  });
  child.stdout?.once('data', () => child.kill('SIGUSR2'));
  const { code, stderr } = await finished;
  expect(code).toBe(5);
  expect(stderr).toContain('a bug, please report it: a\\x1bb');
});

describe('an error of the system is explained', () => {
  it.each([
    [
      'a state directory that cannot be created',
      ['--state-dir', '/proc/nowhere'],
      /\/proc\/nowhere/,
    ],
    ['a state directory that is a file', ['--state-dir', '/etc/hostname'], /\/etc\/hostname/],
  ])('%s', async (_what, args, message) => {
    const file = await space.file('users.csv', usersCsv(2));
    const { code, stderr } = await run(['import', file, '--sandbox', '--yes', ...args]);
    expect(code, stderr).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).toContain('cannot be used');
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('a temporary directory that does not exist, without an endless sandbox', async () => {
    const file = await space.file('users.csv', usersCsv(2));
    const running = start(['import', file, '--sandbox', '--yes'], { env: { TMPDIR: '/nowhere' } });
    onTestFinished(() => void running.child.kill('SIGKILL'));
    const { code, stderr } = await running.finished;
    expect([code, stderr]).toEqual([2, expect.stringMatching(/\/nowhere\/.* cannot be used: /)]);
  });

  it('a current directory that was deleted', async () => {
    const { code, stderr } = await shell('cd $(mktemp -d) && rmdir $PWD && $tool template', {
      TMPDIR: space.path,
    });
    expect(code).toBe(2);
    expect(stderr).toContain('The current directory cannot be used');
  });

  it('a port that is taken or invalid, and a state file that is something else', async () => {
    const taken = await openSandbox();
    const { port } = new URL(taken.url);
    expect(await run(['sandbox', '--port', port])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`Port ${port} cannot be used: another program`) as string,
    });
    await taken.close();
    expect((await run(['sandbox', '--port', '65536'])).code).toBe(2);
    for (const content of ['[]', '{"version":1}']) {
      const state = await space.file('site.json', content);
      const { code, stderr } = await run(['sandbox', '--port', '0', '--state', state]);
      expect(stderr).toContain('not the state of a sandbox');
      expect(code).toBe(2);
    }
  });

  it('a state file that cannot be written, before the sandbox is used', async () => {
    const state = join(space.path, 'nowhere', 'site.json');
    const running = start(['sandbox', '--port', '0', '--state', state]);
    running.child.stdout?.once('data', () => running.child.kill('SIGINT'));
    const { code, stdout, stderr } = await running.finished;
    expect(stdout).toBe('');
    expect(stderr).toContain(`--state ${state} cannot be written: there is no such file`);
    expect(code).toBe(2);
  });
});

it('import --dry-run suggests plan', async () => {
  const { code, stderr } = await run(['import', 'users.csv', '--dry-run', '--sandbox']);
  expect(code).toBe(2);
  expect(stderr).toContain('files-bulk-import plan shows what an import would do');
});

describe('the site and the key', () => {
  const file = (): Promise<string> => space.file('users.csv', 'username,password\nada,secret-1\n');

  it.each([
    ['no site', [], { FILES_API_KEY: 'k' }, /--site/],
    ['no key', ['--site', 'acme'], {}, /FILES_API_KEY/],
    ['two sites', ['--site', 'acme', '--base-url', 'https://a.files.com'], {}, /--base-url/],
    ['a site and the sandbox', ['--site', 'acme', '--sandbox'], {}, /--sandbox/],
    ['http beyond loopback', ['--base-url', 'http://acme.files.com'], {}, /https/],
    ['an invalid address', ['--base-url', 'acme'], {}, /address|URL/i],
    ['a missing key file', ['--site', 'acme', '--api-key-file', '/nowhere/key'], {}, /key/],
  ])('%s is a usage error', async (_what, args, env, message) => {
    const { code, stderr } = await run(['import', await file(), '--yes', ...args], {
      env: env,
    });
    expect(code, stderr).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('a site that does not answer ends with 5, and is named', async () => {
    const { code, stderr } = await run(
      [
        'import',
        await file(),
        '--yes',
        '--base-url',
        'http://127.0.0.1:9',
        '--state-dir',
        space.path,
      ],
      { env: { FILES_API_KEY: 'some0key' } },
    );
    expect(code, stderr).toBe(5);
    expect(stderr).toContain('127.0.0.1:9');
    expect(stderr).not.toContain('some0key');
  });
});
