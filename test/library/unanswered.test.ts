import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  actOnUsers,
  listRuns,
  runImport,
  undoImport,
  type ImportResult,
  type Task,
} from 'files-bulk-import';
import { options, sandbox, space, useSite } from './site.js';

useSite();

const file = Buffer.from('username,authentication_method\nada,okta\nbob,okta\n');

interface Asking {
  readonly confirm: () => Promise<boolean>;
  readonly stop?: AbortSignal;
  readonly signal?: AbortSignal;
}

const tasks: readonly [string, (asking: Asking) => Task<unknown, { readonly type: string }>][] = [
  [
    'an import',
    (asking) =>
      runImport(Buffer.from('username,authentication_method\nnew,okta\n'), {
        ...options,
        ...asking,
      }),
  ],
  ['an action', (asking) => actOnUsers('delete', file, { ...options, ...asking })],
  ['an undo', (asking) => undoImport(run, { ...options, ...asking })],
];
let run = '';

describe.each(tasks)('%s whose confirm never settles', (_kind, begin) => {
  async function setUp(): Promise<void> {
    await runImport(file, options).result();
    run = (await listRuns(options.stateDirectory)).runs[0]?.id ?? '';
  }

  const reason = new Error('enough');

  it.each(['signal', 'stop'] as const)('is ended by its %s', async (how) => {
    await setUp();
    const controller = new AbortController();
    const result = begin({
      [how]: controller.signal,
      confirm() {
        setImmediate(() => controller.abort(reason));
        return new Promise(() => undefined);
      },
    }).result();
    if (how === 'signal') await expect(result).rejects.toBe(reason);
    else expect(await result).toMatchObject({ type: 'declined' });
    expect(sandbox.content.users.size).toBe(3);
    // It has released its lock.
    expect(await begin({ confirm: () => Promise.resolve(true) }).result()).toMatchObject({
      type: 'ran',
    });
  });

  it('does not call confirm if it is stopped before', async () => {
    await setUp();
    const asked: unknown[] = [];
    const confirm = (): Promise<boolean> => Promise.resolve(asked.push('asked') > 0);
    const stopped = begin({ stop: AbortSignal.abort(), confirm });
    expect(await stopped.result()).toMatchObject({ type: 'declined' });
    expect(asked).toEqual([]);
    expect((await listRuns(options.stateDirectory)).runs).toHaveLength(1);
  });
});

it('leaving the iteration before confirm declines without calling it', async () => {
  const confirm = (): never => {
    throw new Error('asked');
  };
  const task = runImport(file, { ...options, confirm });
  for await (const event of task) {
    expect(event.type).toBe('step');
    break;
  }
  expect(await task.result()).toMatchObject({ type: 'declined' });
  expect((await listRuns(options.stateDirectory)).runs).toEqual([]);
});

it('many tasks can share one signal without a warning', async () => {
  const { signal } = new AbortController();
  const warnings: Error[] = [];
  const note = (warning: Error): number => warnings.push(warning);
  process.on('warning', note);
  const imports = Array.from({ length: 20 }, (_, index) => {
    const one = Buffer.from(`username,authentication_method\nuser${index},okta\n`);
    return runImport(one, { ...options, signal, stop: signal }).result();
  });
  for (const imported of await Promise.all(imports))
    expect(imported).toMatchObject({ account: { tally: { created: 1 } } });
  process.off('warning', note);
  expect(warnings).toEqual([]);
});

it('resolves relative paths when a task starts, even if the process changes its directory', async () => {
  const home = process.cwd();
  process.chdir(space.path);
  await space.file(
    'users.csv',
    'username,authentication_method,group_ids\nada,okta,\nbob,okta,No\n',
  );
  const relative = { ...options, stateDirectory: 'state', skipInvalid: true };
  try {
    const task = runImport('users.csv', relative);
    for await (const event of task)
      if (event.type === 'step' && event.step === 'reading') process.chdir(tmpdir());
    const { account } = (await task.result()) as ImportResult & { readonly type: 'ran' };
    expect(account.rejects).toBe(join(space.path, 'users.rejects.csv'));
    process.chdir(space.path);
    expect(await runImport('users.csv', relative).result()).toMatchObject({ type: 'shown' });
  } finally {
    process.chdir(home);
  }
});
