import { readFile, readdir, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import {
  actOnUsers,
  listRuns,
  planImport,
  runImport,
  startSandbox,
  undoImport,
} from 'files-bulk-import';
import { run as command } from '../cli/command.js';
import { options, sandbox, space, useSite } from './site.js';

useSite();

const file = Buffer.from('username,authentication_method\nada,okta\nbob,okta\n');

function usernames(): string[] {
  return [...sandbox.content.users.values()].map(({ username }) => username).sort();
}

async function agreed(input: string | Uint8Array = file): Promise<string> {
  const planned = await planImport(input, { ...options, document: true }).result();
  if (planned.type !== 'planned' || planned.document === undefined) throw new Error('no plan');
  return planned.document;
}

describe('a plan that was agreed to', () => {
  it('can be imported, and the import continued', async () => {
    const names = Array.from({ length: 60 }, (_, n) => `user${n}`);
    const many = Buffer.from(`username,authentication_method\n${names.join(',okta\n')},okta\n`);
    const plan = await agreed(many);
    const stop = new AbortController();
    const site = { ...options.site, concurrency: 1 };
    const first = runImport(many, { ...options, site, plan, stop: stop.signal });
    for await (const event of first) if (event.type === 'row') stop.abort();
    expect(usernames().length).toBeLessThan(60);
    expect(await runImport(many, { ...options, plan }).result()).toMatchObject({ type: 'ran' });
    expect(usernames()).toEqual(['admin', ...names].sort());
  });

  it('is refused if the site has changed', async () => {
    const plan = await agreed();
    await runImport(Buffer.from('username,authentication_method\nada,okta\n'), options).result();
    await expect(runImport(file, { ...options, plan }).result()).rejects.toMatchObject({
      name: 'PlanMovedError',
      message: expect.stringContaining('user "ada" (line 2) exists now') as string,
    });
    expect(usernames()).toEqual(['ada', 'admin']);
  });

  it.each([
    ['another file', Buffer.from('username\neva\n'), {}, 'PlanMovedError'],
    ['other options', file, { createGroups: true }, 'PlanMovedError'],
    ['an invalid plan', file, { plan: '{}' }, 'PlanFileError'],
  ])('is refused for %s', async (_what, input, more, name) => {
    const plan = await agreed();
    const run = runImport(input, { ...options, plan, ...more });
    await expect(run.result()).rejects.toMatchObject({ name });
    expect(usernames()).toEqual(['admin']);
  });

  it('is refused for another site', async () => {
    const plan = await agreed();
    const other = await startSandbox();
    const site = { baseUrl: other.url, apiKey: other.apiKey };
    const run = runImport(file, { ...options, site, plan });
    await expect(run.result()).rejects.toMatchObject({ name: 'PlanMovedError' });
    expect(other.users()).toHaveLength(1);
    await other.close();
  });

  it('can be imported by the command', async () => {
    const path = await space.file('users.csv', file.toString());
    await writeFile(`${space.path}/plan.json`, await agreed(path));
    const args = [
      'import',
      '--plan',
      `${space.path}/plan.json`,
      '--yes',
      '--base-url',
      sandbox.url,
    ];
    const env = { FILES_API_KEY: sandbox.apiKey, XDG_STATE_HOME: space.path };
    const finished = await command(args, { env });
    expect(finished, finished.stderr).toMatchObject({ code: 0 });
    expect(usernames()).toEqual(['ada', 'admin', 'bob']);
  });

  it('is only returned on request', async () => {
    const planned = await planImport(file, options).result();
    expect(planned).toMatchObject({ type: 'planned', document: undefined });
  });
});

describe('resume', () => {
  const taken = Buffer.from('username,authentication_method,group_ids\nada,okta,Sales\n');

  it('retries the failed rows of an ended run', async () => {
    const skipping = { ...options, skipInvalid: true };
    const both = Buffer.from(
      'username,authentication_method,group_ids\nada,okta,Sales\nbob,okta,Nowhere\n',
    );
    const first = await runImport(both, skipping).result();
    expect(first).toMatchObject({ account: { tally: { created: 1, failed: 1 } } });
    const [kept] = (await listRuns(options.stateDirectory)).runs;
    expect(kept).toMatchObject({ ended: true, failed: 1 });
    expect(await runImport(both, skipping).result()).toMatchObject({ type: 'shown' });
    const again = await runImport(both, { ...skipping, resume: kept?.id }).result();
    expect(again).toMatchObject({ type: 'ran' });
  });

  it('refuses a run that was started over', async () => {
    await runImport(taken, options).result();
    const [before] = (await listRuns(options.stateDirectory)).runs;
    await runImport(taken, { ...options, restart: true, existing: 'skip' }).result();
    const run = runImport(taken, { ...options, existing: 'skip', resume: before?.id });
    await expect(run.result()).rejects.toThrow(/was started over as run/);
  });

  it('does not accept a path as the id of a run', async () => {
    await runImport(taken, options).result();
    const [kept] = (await listRuns(options.stateDirectory)).runs;
    const run = runImport(taken, { ...options, resume: `../runs/${kept?.id ?? ''}` });
    await expect(run.result()).rejects.toMatchObject({ name: 'RunNotFoundError' });
  });

  it.each(['nothing', '..'])('refuses the unknown run "%s"', async (resume) => {
    const run = runImport(taken, { ...options, resume });
    await expect(run.result()).rejects.toMatchObject({ name: 'RunNotFoundError' });
  });
});

describe('undoImport', () => {
  it('yields an event for each deleted user', async () => {
    await runImport(file, options).result();
    const [kept] = (await listRuns(options.stateDirectory)).runs;
    const declined = undoImport(kept?.id ?? '', { ...options, confirm: () => false });
    expect(await declined.result()).toMatchObject({ type: 'declined', plan: { gone: 0 } });
    const undo = undoImport(kept?.id ?? '', options);
    const deleted: string[] = [];
    for await (const { username } of undo) deleted.push(username);
    expect(deleted.sort()).toEqual(['ada', 'bob']);
    expect(await undo.result()).toMatchObject({ type: 'ran', account: { deleted: 2 } });
    expect(usernames()).toEqual(['admin']);
  });
});

describe('actOnUsers', () => {
  it('does nothing beyond max', async () => {
    await runImport(file, options).result();
    const beyond = actOnUsers('delete', file, { ...options, max: 1 });
    expect(await beyond.result()).toMatchObject({ type: 'beyond-limits', plan: { send: 2 } });
    expect(usernames()).toHaveLength(3);
    const within = actOnUsers('delete', file, { ...options, max: 2 });
    expect(await within.result()).toMatchObject({ type: 'ran', account: { tally: { done: 2 } } });
    expect(usernames()).toEqual(['admin']);
  });
});

it('writes the rejects of bytes to the state directory', async () => {
  const bad = Buffer.from('username,email\nada,x\nbob,bob@example.com\n');
  const result = await runImport(bad, { ...options, skipInvalid: true }).result();
  const rejects = result.type === 'ran' ? result.account.rejects : undefined;
  expect(rejects?.startsWith(options.stateDirectory)).toBe(true);
  expect(await readFile(rejects ?? '', 'utf8')).toContain('ada');
  expect(await readdir(options.stateDirectory)).toContain('runs');
});
