import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  exportUsers,
  planImport,
  readUsers,
  runImport,
  startSandbox,
  validateFile,
  type FileInput,
  type Task,
} from 'files-bulk-import';
import { options, sandbox, useSite } from './site.js';

useSite();

const file = Buffer.from('username,email\nada,x\nbob,y\n');
const good = Buffer.from('username,authentication_method\nada,okta\nbob,okta\n');

async function count(events: AsyncIterable<unknown>): Promise<number> {
  let all = 0;
  for await (const event of events) all += event === undefined ? 0 : 1;
  return all;
}

const tasks: readonly [string, () => Task<unknown, unknown>][] = [
  ['a check', () => validateFile(file)],
  ['a plan', () => planImport(good, options)],
];

describe.each(tasks)('%s', (_kind, begin) => {
  it('yields its events even if the result is requested first', async () => {
    const expected = await count(begin());
    expect(expected).toBeGreaterThan(1);
    const task = begin();
    const result = task.result();
    expect(await count(task)).toBe(expected);
    expect(await result).toEqual(await task.result());
  });

  it('refuses iteration once its events are gone', async () => {
    const task = begin();
    await task.result();
    await expect(count(task)).rejects.toThrow('iterate it before');
  });

  it('has no result if the iteration was left', async () => {
    const task = begin();
    for await (const event of task) {
      expect(event).toBeDefined();
      break;
    }
    await expect(task.result()).rejects.toMatchObject({ name: 'TaskLeftError' });
    expect(await count(task)).toBe(0);
  });

  it('yields nothing if the iteration was left before it began', async () => {
    const task = begin();
    await task[Symbol.asyncIterator]().return?.();
    expect(await count(task)).toBe(0);
  });

  it('returns the same result every time', async () => {
    const task = begin();
    expect(await task.result()).toBe(await task.result());
  });
});

describe('a stream of bytes', () => {
  async function* failing(error: Error): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(file);
    throw error;
  }

  it('fails with its own error', async () => {
    const error = new Error('The upload is too large.');
    await expect(validateFile(failing(error)).result()).rejects.toBe(error);
    await expect(runImport(failing(error), options).result()).rejects.toBe(error);
  });

  it('fails the task even if it fails while the task begins', async () => {
    const begin = [validateFile, (input: FileInput) => runImport(input, options)];
    for (const task of begin)
      await expect(
        task(createReadStream('no-such-directory/users.csv')).result(),
      ).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is closed if the copy cannot be made', async () => {
    // As Windows calls it.
    for (const name of ['TMPDIR', 'TEMP']) vi.stubEnv(name, '/no-such-directory');
    onTestFinished(() => void vi.unstubAllEnvs());
    const stream = Readable.from([file]);
    await expect(validateFile(stream).result()).rejects.toMatchObject({ name: 'SourceError' });
    expect(stream.destroyed).toBe(true);
  });

  it('that cannot be closed leaves no rejection unhandled', async () => {
    const unhandled: unknown[] = [];
    const onUnhandled = (error: unknown): number => unhandled.push(error);
    process.on('unhandledRejection', onUnhandled);
    onTestFinished(() => void process.off('unhandledRejection', onUnhandled));
    const stream = {
      [Symbol.asyncIterator]: () => ({
        next: () => Promise.resolve({ done: false, value: 7 }),
        return() {
          throw new Error('It is closed.');
        },
      }),
    };
    await expect(validateFile(stream as never).result()).rejects.toMatchObject({
      name: 'SourceError',
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(unhandled).toEqual([]);
  });

  it('that stalls is ended by the signal', async () => {
    const reason = new Error('enough');
    const controller = new AbortController();
    async function* stalled(): AsyncGenerator<Uint8Array> {
      yield file;
      controller.abort(reason);
      await new Promise(() => undefined);
    }
    const { signal } = controller;
    await expect(validateFile(stalled(), { signal }).result()).rejects.toBe(reason);
  });
});

describe('the signal', () => {
  const reason = new Error('enough');

  it.each(['reading', 'asking', 'planning'])('ends an import that is %s', async (step) => {
    const controller = new AbortController();
    const run = runImport(good, { ...options, signal: controller.signal });
    const told = (async () => {
      for await (const event of run)
        if (event.type === 'step' && event.step === step) controller.abort(reason);
    })();
    await expect(told).rejects.toBe(reason);
    await expect(run.result()).rejects.toBe(reason);
    expect(sandbox.content.users.size).toBe(1);
  });

  it('ends an import that is creating users, which returns its account', async () => {
    const controller = new AbortController();
    const run = runImport(good, { ...options, signal: controller.signal });
    for await (const event of run) if (event.type === 'run') controller.abort(reason);
    expect(await run.result()).toMatchObject({
      type: 'ran',
      account: { stop: { reason: 'interrupted' } },
    });
  });

  const readers: readonly [string, (signal: AbortSignal) => Task<unknown, unknown>][] = [
    ['a check', (signal) => validateFile(file, { signal })],
    ['a reading', (signal) => readUsers(file, { signal })],
    ['an export', (signal) => exportUsers({ site: options.site, signal })],
  ];
  it.each(readers)('ends %s before what it has found already', async (_what, begin) => {
    await runImport(good, options).result();
    const controller = new AbortController();
    const task = begin(controller.signal);
    const seen: unknown[] = [];
    const told = (async () => {
      for await (const event of task) {
        seen.push(event);
        controller.abort(reason);
      }
    })();
    await expect(told).rejects.toBe(reason);
    await expect(task.result()).rejects.toBe(reason);
    expect(seen.length).toBe(1);
  });

  it('ends a request in flight', async () => {
    const slow = await startSandbox({ latency: 60_000 });
    const site = { baseUrl: slow.url, apiKey: slow.apiKey };
    const controller = new AbortController();
    const result = exportUsers({ site, signal: controller.signal }).result();
    while (slow.requests() === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    controller.abort(reason);
    await expect(result).rejects.toBe(reason);
    // It was not sent again.
    expect(slow.requests()).toBe(1);
    await slow.close();
  });
});
