import { appendFile, writeFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { lockOwner } from '../../src/library/this-process.js';
import type { JournalRecord } from '../../src/run/journal/format.js';
import { unfinishedUsers } from '../../src/run/journal/users-of-runs.js';
import { RunStore, type AnyRun, type StoredRun } from '../../src/run/journal/store.js';
import { makeDirectory } from '../directory.js';
import { usualOptions } from './importing.js';
import { expectPrivate } from '../private.js';

const acme = 'https://acme.files.com/api/rest/v1';
let directory = '';
let store: RunStore;

beforeEach(async () => {
  directory = await makeDirectory();
  store = new RunStore(directory, lockOwner);
});

const file = { name: 'users.csv', path: '/home/ada/users.csv', sha256: 'ab'.repeat(32) };
const day = 86_400_000;

function begin(site: string, days = 0): Promise<StoredRun> {
  return store.create({
    file,
    site,
    program: 'test',
    now: Date.parse('2030-01-01T00:00:00Z') + days * day,
    plan: undefined,
    options: { ...usualOptions, existing: 'update' },
  });
}

async function write(run: AnyRun, ...records: readonly (JournalRecord | string)[]): Promise<void> {
  const lines = records.map((each) => (typeof each === 'string' ? each : JSON.stringify(each)));
  await appendFile(run.journalPath, lines.map((line) => `${line}\n`).join(''));
}

/** A row that was started and has ended; its user is recorded if `known`. */
function row(
  line: number,
  username: string,
  action: 'create' | 'update' | 'complete',
  outcome: 'created' | 'completed' | 'failed',
  known: boolean,
): JournalRecord[] {
  const createdAt = '2030-01-01T00:00:00Z';
  const problems = [{ column: null, message: 'No.' }];
  return [
    { type: 'start', line, action, username, from: 1, until: 2 },
    ...(known
      ? [{ type: 'user', line, username, id: line, createdAt, adopted: false } as const]
      : []),
    { type: 'end', line, outcome, ...(outcome === 'failed' && { username, problems }) },
  ];
}

it('users that a run on the same site has created in part are to be completed', async () => {
  await write(
    await begin(acme),
    ...row(2, 'Ada', 'create', 'failed', true),
    ...row(3, 'refused', 'create', 'failed', false),
    ...row(4, 'changed', 'update', 'failed', true),
    ...row(5, 'whole', 'create', 'created', true),
  );
  await write(
    await begin('https://other.files.com/api/rest/v1'),
    ...row(2, 'eva', 'create', 'failed', true),
  );
  const action = await store.createAction({
    file,
    site: acme,
    program: 'test',
    now: Date.now(),
    action: 'disable',
    read: undefined,
  });
  await write(action, '{"type":"end","line":2,"outcome":"failed","username":"zoe","why":"No."}');
  const found = await unfinishedUsers(store, acme);
  expect([...found.keys()]).toEqual(['ada']);
  expect(found.get('ada')).toMatchObject({ action: 'create', user: { id: 2 } });
});

it('users that a later run has completed are not to be completed again', async () => {
  const made = ['ada', 'bob', 'eva'].flatMap((name, line) =>
    row(line + 2, name, 'create', 'failed', true),
  );
  await write(await begin(acme), ...made);
  await write(
    await begin(acme, 1),
    ...row(2, 'Ada', 'complete', 'completed', false),
    ...row(3, 'bob', 'complete', 'failed', false),
  );
  const names = async () => [...(await unfinishedUsers(store, acme)).keys()];
  expect(await names()).toEqual(['bob', 'eva']);
  // Created again meanwhile, and in part again.
  await write(await begin(acme, 2), ...row(2, 'ada', 'create', 'failed', true));
  expect(await names()).toEqual(['bob', 'eva', 'ada']);
});

it.each([
  [
    'begun',
    (id: string) => `{"type":"undo","version":1,"run":"${id}","at":"2030-01-02T00:00:00Z"}`,
  ],
  ['begun, but cannot be read', () => 'nonsense'],
])('users of a run whose undo has %s are not to be completed', async (_how, first) => {
  const run = await begin(acme);
  await write(run, ...row(2, 'ada', 'create', 'failed', true));
  expect((await unfinishedUsers(store, acme)).size).toBe(1);
  await writeFile(join(run.directory, 'undo.ndjson'), `${first(run.header.id)}\n`);
  expect((await unfinishedUsers(store, acme)).size).toBe(0);
});

it('finds the latest run that matches, even if the clock was set back', async () => {
  const first = await begin(acme, 2);
  await begin('https://other.files.com/api/rest/v1', 1);
  // The clock is set back, and then stands still.
  for (const days of [1, 1]) {
    const later = await begin(acme, days);
    const found = await store.find(({ site }) => site === acme);
    expect(found?.header.id).toBe(later.header.id);
    expect(later.header.id).not.toBe(first.header.id);
  }
  expect(await store.find(() => false)).toBeUndefined();
  const { runs } = await store.list();
  expect(runs.map(({ header }) => header.startedAt.slice(8))).toEqual([
    '02T00:00:00.000Z',
    '03T00:00:00.000Z',
    '03T00:00:00.001Z',
    '03T00:00:00.002Z',
  ]);
});

it('gets a run only by its id, not by a path', async () => {
  const { header, directory: kept, journalPath } = await begin(acme);
  expect(header.id).toMatch(/^20300101-000000-[0-9a-f]{6}$/);
  expect((await store.get(header.id))?.header).toEqual(header);
  for (const id of [`../runs/${header.id}`, `./${header.id}`, '', '..', `${header.id}/`, 'none'])
    expect(await store.get(id)).toBeUndefined();
  await expectPrivate(kept);
  await expectPrivate(journalPath);
});

it('lists runs, reports unreadable ones, and ignores other files', async () => {
  expect(await store.list()).toEqual({ runs: [], unreadable: [] });
  const damaged = await begin(acme);
  await write(damaged, 'nonsense', 'nonsense');
  await writeFile(join(directory, 'runs', 'notes.txt'), 'mine');
  const torn = await begin(acme);
  await writeFile(torn.journalPath, '{"type":"run"');
  const fine = await begin(acme);
  const { runs, unreadable } = await store.list();
  expect(runs.map(({ header }) => header.id)).toEqual([fine.header.id]);
  expect(unreadable).toMatchObject([
    { id: damaged.header.id, message: expect.stringContaining('damaged at line 2') as string },
  ]);
});

it('reports a journal that is a directory, and still finds other runs', async () => {
  const path = join(directory, 'runs', 'stray', 'journal.ndjson');
  await mkdir(path, { recursive: true });
  const fine = await begin(acme);
  expect((await store.list()).unreadable).toEqual([
    { id: 'stray', message: `The journal ${path} is a directory. Remove it.` },
  ]);
  await expect(store.get('stray')).rejects.toThrow(path);
  expect((await store.find(() => true))?.header.id).toBe(fine.header.id);
});

it('can be created by several at the same time', async () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const lock = (name: string) =>
    new RunStore(join(directory, 'new', 'state'), lockOwner).lock(name, acme);
  const locks = await Promise.all(names.map(lock));
  for (const held of locks) await held.release();
});
