import { getEventListeners } from 'node:events';
import { createReadStream } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  actOnUsers,
  columns,
  exportUsers,
  listRuns,
  planImport,
  readUsers,
  runImport,
  startSandbox,
  undoImport,
  validateFile,
  type FileInput,
} from 'files-bulk-import';
import { run as command } from '../cli/command.js';
import { options, sandbox, space, useSite } from './site.js';

useSite();

const good = 'username,full_name,group_ids\nada,Ada King,Sales\nbob,Bob Ross,\n';
const bad =
  'username,authentication_method,email\nada,okta,ada at example.com\nADA,okta,ada@example.com\n';

/** Many blocks of rows, so that threads are used. */
const large = Buffer.from(
  `${bad}${Array.from({ length: 20_000 }, (_, n) => `user${n},okta,user${n} at example.com`).join('\n')}\n`,
);

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

function usernames(): string[] {
  return [...sandbox.content.users.values()].map(({ username }) => username).sort();
}

describe('validateFile', () => {
  const kinds: readonly [string, (path: string) => FileInput][] = [
    ['a path', (path) => path],
    ['bytes', () => Buffer.from(bad)],
    ['a stream', (path) => createReadStream(path, { highWaterMark: 5 })],
  ];
  it.each(kinds)('yields the issues of %s, and returns the summary', async (_kind, inputOf) => {
    const check = validateFile(inputOf(await space.file('users.csv', bad)));
    const issues = await collect(check);
    expect(issues.map(({ line, code }) => [line, code])).toEqual([
      [2, 'email-malformed'],
      [3, 'username-repeated'],
    ]);
    expect(await check.result()).toMatchObject({ rows: 2, valid: 0, errors: 2 });
  });

  it('returns the summary without iteration', async () => {
    expect(await validateFile(Buffer.from(good)).result()).toMatchObject({ rows: 2, valid: 2 });
  });

  it('finds the same issues with threads', async () => {
    const issues = await collect(validateFile(large));
    expect(issues.length).toBeGreaterThan(20_000);
    expect(await collect(validateFile(large, { threads: 2 }))).toEqual(issues);
  });

  const { signal } = new AbortController();
  it.each([
    ['on this thread', {}],
    ['with threads', { threads: 2 }],
    ['with a signal', { signal }],
    ['with both', { threads: 2, signal }],
  ])('has no result if the iteration is left %s, and leaves nothing open', async (_how, more) => {
    const before = await temporary();
    const check = validateFile(large, more);
    for await (const { line } of check) if (line === 4000) break;
    await expect(check.result()).rejects.toThrow('left before its end');
    expect(await temporary()).toEqual(before);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    expect(process.getActiveResourcesInfo()).not.toContain('MessagePort');
  });

  it('ends with the reason of its signal', async () => {
    const reason = new Error('enough');
    const controller = new AbortController();
    const check = validateFile(Buffer.from(bad.repeat(200_000)), { signal: controller.signal });
    const ended = (async () => {
      for await (const issue of check) if (issue.line === 2) controller.abort(reason);
    })();
    await expect(ended).rejects.toBe(reason);
    await expect(check.result()).rejects.toBe(reason);
    const late = validateFile(Buffer.from(bad), { signal: AbortSignal.abort(reason) });
    await expect(late.result()).rejects.toBe(reason);
  });

  it('names a file that it cannot read', async () => {
    const missing = validateFile(`${space.path}/users.csv`);
    await expect(missing.result()).rejects.toMatchObject({
      name: 'SourceError',
      message: expect.stringContaining('users.csv does not exist') as string,
    });
    const empty = validateFile(Buffer.from(''), { name: 'staff.csv' });
    await expect(empty.result()).rejects.toThrow('staff.csv');
  });
});

/** Our entries in the temporary directory. */
async function temporary(): Promise<string[]> {
  const names = await readdir(tmpdir());
  return names.filter((name) => /^files-bulk-import-\w{6}$/.test(name)).sort();
}

describe('readUsers', () => {
  it('yields users with typed values, and rows with errors without a user', async () => {
    const rows = await collect(
      readUsers(Buffer.from('username,group_ids,site_admin\nada,"Sales,7",Y\n,,\neva,,maybe\n')),
    );
    expect(rows.map(({ line, user }) => [line, user?.values ?? null])).toEqual([
      [
        2,
        expect.objectContaining({ username: 'ada', group_ids: ['Sales', '7'], site_admin: true }),
      ],
      [4, null],
    ]);
  });

  it('includes secrets on request', async () => {
    const file = Buffer.from('username,password,notes\nada,Tram-walnut-7,x\n');
    const [shown] = await collect(readUsers(file));
    expect(shown?.user?.values).toEqual({ username: 'ada', notes: 'x' });
    const [whole] = await collect(readUsers(file, { secrets: true }));
    expect(whole?.user?.values.password).toBe('Tram-walnut-7');
  });

  it('includes what may be a password in a row that is too short on request', async () => {
    const file = Buffer.from('username,company,password,notes\nada,Tram-walnut-7,x\n');
    const [shown] = await collect(readUsers(file));
    expect(shown?.user?.values).toEqual({ username: 'ada' });
    const [whole] = await collect(readUsers(file, { secrets: true }));
    expect(whole?.user?.values.company).toBe('Tram-walnut-7');
  });
});

describe('runImport', () => {
  it('does what planImport says, and only once', async () => {
    const file = await space.file('users.csv', good);
    const plan = planImport(file, options);
    const events = await collect(plan);
    const rows = events.flatMap((event) => (event.type === 'rows' ? event.rows : []));
    expect(rows.map(({ username, action }) => [username, action])).toEqual([
      ['ada', 'create'],
      ['bob', 'create'],
    ]);
    expect(await plan.result()).toMatchObject({ type: 'planned', plan: { create: 2, groups: 1 } });
    expect(usernames()).toEqual(['admin']);

    const run = runImport(file, options);
    const outcomes = (await collect(run)).flatMap((event) =>
      event.type === 'row' ? [event.outcome.outcome] : [],
    );
    expect(outcomes).toEqual(['created', 'created']);
    const result = await run.result();
    expect(result).toMatchObject({
      type: 'ran',
      account: { tally: { created: 2 }, stop: undefined },
    });
    expect(usernames()).toEqual(['ada', 'admin', 'bob']);

    expect(await runImport(file, options).result()).toMatchObject({ type: 'shown' });
    expect(await planImport(file, options).result()).toMatchObject({ type: 'ended' });
  });

  it.each([
    ['its signal to stop', 'stop'],
    ['leaving the iteration', 'leave'],
  ])('can be continued after being stopped by %s', async (_how, how) => {
    const names = Array.from({ length: 60 }, (_, n) => `user${n}`);
    const bytes = Buffer.from(`username,authentication_method\n${names.join(',okta\n')},okta\n`);
    const controller = new AbortController();
    const site = { ...options.site, concurrency: 1 };
    const run = runImport(bytes, { ...options, site, stop: controller.signal });
    for await (const event of run) {
      if (event.type !== 'row') continue;
      if (how === 'leave') break;
      controller.abort();
    }
    const first = await run.result();
    expect(first).toMatchObject({ type: 'ran', account: { stop: { reason: 'interrupted' } } });
    expect(usernames().length).toBeLessThan(60);
    const second = await runImport(bytes, options).result();
    expect(second).toMatchObject({ type: 'ran', account: { tally: { created: 60 } } });
    expect(usernames()).toEqual(['admin', ...names].sort());
  });

  it('ends at once with its signal, and can be continued', async () => {
    const bytes = Buffer.from(good);
    const controller = new AbortController();
    const run = runImport(bytes, { ...options, signal: controller.signal });
    for await (const event of run) if (event.type === 'run') controller.abort();
    expect(await run.result()).toMatchObject({ account: { stop: { reason: 'interrupted' } } });
    await runImport(bytes, options).result();
    expect(usernames()).toEqual(['ada', 'admin', 'bob']);
  });

  it.each([
    ['with errors', bad, {}, { type: 'invalid', summary: { errors: 2 } }],
    ['that the site would refuse', 'username,group_ids\nada,None\n', {}, { type: 'invalid' }],
    ['beyond its limits', good, { limits: { maxNew: 1 } }, { type: 'beyond-limits' }],
    ['that is not confirmed', good, { confirm: () => false }, { type: 'declined' }],
    [
      'whose confirm returns something else than true',
      good,
      { confirm: () => ({ confirmed: false }) as never },
      { type: 'declined' },
    ],
  ])('creates nothing for a file %s', async (_what, text, more, expected) => {
    const result = await runImport(Buffer.from(text), { ...options, ...more }).result();
    expect(result).toMatchObject(expected);
    expect(usernames()).toEqual(['admin']);
  });

  it('rejects with the errors of the command line', async () => {
    const wrong = { ...options.site, apiKey: 'wrong' };
    const run = runImport(Buffer.from(good), { ...options, site: wrong });
    await expect(collect(run)).rejects.toMatchObject({ name: 'NotAllowedError' });
    await expect(run.result()).rejects.toMatchObject({ name: 'NotAllowedError' });
    const open = { ...options.site, baseUrl: 'http://example.com' };
    await expect(
      planImport(Buffer.from(good), { ...options, site: open }).result(),
    ).rejects.toThrow('baseUrl must begin with https://');
  });
});

describe('columns', () => {
  it('equal the output of the command, as plain data', async () => {
    const printed = await command(['columns', '--json']);
    expect(JSON.parse(printed.stdout)).toEqual({ version: 1, columns });
    expect(columns[0]).toEqual({
      name: 'username',
      required: true,
      secret: false,
      accepts: expect.any(String) as string,
      help: expect.any(String) as string,
      example: 'ada.lovelace',
      parameter: 'username',
      schema: expect.objectContaining({ type: 'string' }) as object,
    });
  });
});

describe('startSandbox', () => {
  it('returns copies of its content', async () => {
    const site = await startSandbox();
    const { url: baseUrl, apiKey } = site;
    await runImport(Buffer.from(good), { ...options, site: { baseUrl, apiKey } }).result();
    expect(Object.keys(site).sort()).toEqual([
      'apiKey',
      'close',
      'requests',
      'setFaults',
      'snapshot',
      'url',
      'users',
    ]);
    for (const user of [...site.users(), ...site.snapshot().users]) user.username = 'x';
    const names = site.users().map(({ username }) => username);
    expect(names.sort()).toEqual(['ada', 'admin', 'bob']);
    expect(site.requests()).toBeGreaterThan(2);

    const other = await startSandbox({ content: site.snapshot() });
    expect(other.users()).toEqual(site.users());
    await other.close();
    await site.close();
  });
});

describe('the users of a site', () => {
  it('can be exported as a valid file', async () => {
    await runImport(Buffer.from(good), options).result();
    const exported = exportUsers({ site: options.site, notAdmin: true });
    const rows = await collect(exported);
    expect((await exported.result())[0]).toBe('username');
    const check = validateFile(Buffer.from(rows.map(({ csv }) => csv).join('')));
    expect(await check.result()).toMatchObject({ rows: 2, valid: 2, errors: 0 });
    expect(rows.map(({ username }) => username)).toEqual(['ada', 'bob']);
  });

  it('count as failed in listRuns if they are conflicts, which resume retries', async () => {
    const [id, fields] = [900, { email: 'other@example.com' }];
    sandbox.setFaults({
      faults: [{ kind: 'lost-before', share: 1 }],
      concerns(method, path) {
        if (method !== 'POST' || !path.endsWith('/users')) return false;
        if (!sandbox.content.userNamed('ada'))
          sandbox.content.addUser({ id, username: 'ada', fields, groupIds: [], adminGroupIds: [] });
        return true;
      },
    });
    const file = Buffer.from('username,authentication_method\nada,okta\n');
    const run = await runImport(file, options).result();
    expect(run).toMatchObject({ type: 'ran', account: { tally: { conflict: 1, failed: 0 } } });
    const { runs } = await listRuns(options.stateDirectory);
    expect(runs).toMatchObject([{ ended: true, failed: 1 }]);
  });

  it('can be acted on, and their import undone', async () => {
    const file = await space.file('users.csv', good);
    await runImport(file, options).result();
    const disabled = await actOnUsers('disable', file, options).result();
    expect(disabled).toMatchObject({ type: 'ran', account: { tally: { done: 2 } } });
    expect(sandbox.content.userNamed('ada')?.fields.disabled).toBe(true);

    const { runs } = await listRuns(options.stateDirectory);
    expect(runs.map(({ kind, ended }) => [kind, ended])).toEqual([
      ['import', true],
      ['users', true],
    ]);
    const [{ id } = { id: '' }, { id: action } = { id: '' }] = runs;
    await expect(undoImport(action, options).result()).rejects.toMatchObject({
      name: 'RunNotFoundError',
    });
    const admin = sandbox.content.userNamed('admin')?.fields ?? {};
    admin.site_admin = false;
    await expect(undoImport(id, options).result()).rejects.toMatchObject({
      name: 'NotAllowedError',
    });
    admin.site_admin = true;
    const undo = undoImport(id, { ...options, evenIfUsed: true });
    expect(await undo.result()).toMatchObject({ type: 'ran', account: { deleted: 2 } });
    expect(usernames()).toEqual(['admin']);
  });
});

it('no result, error or journal contains the key or a password', async () => {
  const secret = 'Tram-walnut-secret-7';
  const text = `username,password,notes\nada,${secret},\nbob,${secret},\n`;
  const file = await space.file('users.csv', text);
  const run = runImport(file, { ...options, limits: { maxNew: 5 } });
  const seen: unknown[] = [
    await collect(validateFile(file)),
    await collect(readUsers(file)),
    await collect(planImport(file, options)),
    await planImport(file, { ...options, document: true }).result(),
    await collect(run),
    await run.result(),
    run,
    await listRuns(options.stateDirectory),
    await collect(exportUsers({ site: options.site })),
    await runImport(file, { ...options, existing: 'skip' })
      .result()
      .catch((error: unknown) => error),
  ];
  const journals = await readdir(options.stateDirectory, { recursive: true, withFileTypes: true });
  for (const entry of journals)
    if (entry.isFile()) seen.push(await readFile(`${entry.parentPath}/${entry.name}`, 'utf8'));
  for (const value of seen)
    for (const shown of [
      inspect(value, { depth: null, showHidden: true }),
      JSON.stringify(value),
    ]) {
      expect(shown).not.toContain(secret);
      expect(shown).not.toContain(sandbox.apiKey);
    }
  await rm(file);
});
