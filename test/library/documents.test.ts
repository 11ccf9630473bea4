import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root, runScript, useInstalled } from './installed.js';

const page = await readFile(join(root, 'docs/library.md'), 'utf8');
const readme = await readFile(join(root, 'README.md'), 'utf8');
const blocks = [...(page + readme).matchAll(/^```js\n(.*?)^```/gms)].map(([, code = '']) => code);

useInstalled();

describe('docs/library.md and the README', () => {
  it('have examples', () => {
    expect(blocks.length).toBeGreaterThan(3);
  });

  it.each(blocks.map((code, index) => [index + 1, code] as const))(
    'example %i runs unchanged',
    async (_index, code) => {
      const { output, code: ended } = await runScript('example.mjs', code);
      expect(await ended, output.stderr).toBe(0);
      expect(output.stderr).toBe('');
    },
  );

  it('mention everything that the library exports', async () => {
    const library = await import('files-bulk-import');
    for (const name of Object.keys(library)) expect(page).toMatch(new RegExp(`\\b${name}\\b`));
    const errors = [...page.matchAll(/`(\w+Error)`/g)].map(([, name]) => name);
    for (const name of errors) expect(library).toHaveProperty(name ?? '');
  });
});

async function example(name: string): Promise<string> {
  return readFile(join(root, 'examples', name), 'utf8');
}

describe('examples', () => {
  it('validate.mjs prints the issues', async () => {
    const { output, code } = await runScript('validate.mjs', await example('validate.mjs'), [
      'samples/broken.csv',
    ]);
    expect(await code).toBe(0);
    expect(output.stdout).toContain('12 of 43 rows are valid.');
  });

  it('import.mjs creates the users of a file', async () => {
    const { output, code } = await runScript('import.mjs', await example('import.mjs'), [
      'samples/onboarding.csv',
    ]);
    expect(await code, output.stderr).toBe(0);
    expect(output.stdout).toContain('13 users to create');
    expect(output.stdout).toContain('created: 13');
  });

  it('web-handler.mjs checks and imports uploads, and refuses large ones', async () => {
    const { child, output } = await runScript('web-handler.mjs', await example('web-handler.mjs'));
    try {
      while (!output.stdout.includes('port:'))
        await new Promise((resolve) => child.stdout.once('data', resolve));
      const port = /port: (\d+)/.exec(output.stdout)?.[1] ?? '';
      let status = 0;
      const post = async (path: string, body: string | Uint8Array) => {
        const url = `http://127.0.0.1:${port}${path}`;
        const response = await fetch(url, { method: 'POST', body: Buffer.from(body) });
        status = response.status;
        const text = await response.text();
        return text.split('\n').flatMap((line) => (line ? [JSON.parse(line) as object] : []));
      };
      const bad = await post('/check', 'username,full_name\nada,Ada\n');
      expect(bad[0]).toMatchObject({ line: 2, column: 'full_name', severity: 'error' });
      expect(bad.at(-1)).toMatchObject({ type: 'result', result: { rows: 1, valid: 0 } });
      const text = `username,authentication_method\nada${Date.now()},okta\n`;
      expect((await post('/import', text)).at(-1)).toMatchObject({
        result: { type: 'ran', account: { tally: { created: 1 } } },
      });
      const large = await post('/check', Buffer.alloc(40 * 1024 * 1024, 'a'));
      expect(status).toBe(413);
      expect(large.at(-1)).toEqual({
        type: 'error',
        message: 'The file has more than 20971520 bytes.',
      });
    } finally {
      child.kill();
    }
  });
});

it('the library does not touch the process', async () => {
  const script = `
    const read = new Set();
    const variables = process.env;
    const ours = () => new Error().stack.includes('/dist/');
    Object.defineProperty(process, 'env', {
      value: new Proxy(variables, {
        get(target, name) {
          if (ours()) read.add(name);
          return target[name];
        },
      }),
    });
    const forbidden = (name) => () => { throw new Error(name + ' was touched'); };
    Object.defineProperty(process, 'argv', { get: forbidden('argv') });
    for (const stream of ['stdout', 'stderr']) process[stream].write = forbidden(stream);
    process.stdin.read = process.stdin.on = forbidden('stdin');
    for (const name of ['on', 'once', 'addListener', 'exit', 'chdir', 'abort', 'kill', 'umask', 'setuid', 'emitWarning'])
      process[name] = forbidden(name);
    for (const name of Object.keys(console)) console[name] = forbidden('console');

    const library = await import('files-bulk-import');
    const sandbox = await library.startSandbox();
    const site = { baseUrl: sandbox.url, apiKey: sandbox.apiKey };
    const options = { site, stateDirectory: 'runs' };
    const { validateFile, readUsers, planImport, runImport, exportUsers, actOnUsers, listRuns, undoImport } = library;
    const file = 'samples/onboarding.csv';
    await validateFile(file).result();
    await validateFile(file, { threads: 1 }).result();
    await readUsers(file).result();
    await planImport(file, options).result();
    const run = await runImport(file, options).result();
    await exportUsers({ site }).result();
    await actOnUsers('disable', file, options).result();
    await undoImport(run.account.run, options).result();
    if ((await listRuns('runs')).runs.length !== 2) throw new Error('no runs');
    await sandbox.close();
    // These tell the system where temporary copies go.
    const others = [...read].filter((name) => !['TMPDIR', 'TMP', 'TEMP'].includes(name));
    if (others.length > 0) throw new Error('These variables were read: ' + others.map(String).join());
  `;
  const { output, code } = await runScript('silent.mjs', script);
  expect(await code, output.stderr).toBe(0);
  expect(output).toEqual({ stdout: '', stderr: '' });
});
