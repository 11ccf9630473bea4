import { readdirSync, readlinkSync } from 'node:fs';
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { planUndo, type UndoOptions } from '../../src/run/undo/plan.js';
import { undoRun } from '../../src/run/undo/undo.js';
import { undoPath, undoState } from '../../src/run/undo/journal.js';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import type { StoredUser } from '../../src/sandbox/state.js';
import { systemClock } from '../../src/site/clock.js';
import { NotAllowedError } from '../../src/site/errors.js';
import type { RestSite } from '../../src/site/site.js';
import { openSandbox } from '../sandbox/open.js';
import { inFrontOf, notShown, type OwnAnswer } from './front.js';
import { siteOf } from './site-of.js';
import { Importing } from './importing.js';

const plain: UndoOptions = { includeAdopted: false, evenIfUsed: false };

/** A run that created users, and its site. */
async function imported(usernames = ['ada', 'bob']) {
  const importing = await Importing.of(
    await openSandbox(),
    `username,authentication_method\n${usernames.map((name) => `${name},okta\n`).join('')}`,
  );
  await importing.start();
  const site = openSite(importing.sandbox);
  const run = await importing.store.find(() => true);
  if (!run) throw new Error('There is no run.');
  return { run, site, sandbox: importing.sandbox, importing };
}

function openSite(sandbox: Sandbox): RestSite {
  const site = siteOf(sandbox);
  onTestFinished(() => site.close());
  return site;
}

/** A run that has created a user without the permission of its row, which the site now accepts. */
async function createdInPart() {
  const csv = 'username,password,folder_permissions\nada,secret-pass-1,Payroll=full\n';
  const importing = await Importing.of(await openSandbox(), csv);
  const { content } = importing.sandbox;
  await importing.start({
    onEvent: ({ type }) => {
      if (type === 'run') content.settings.folder_permissions_groups_only = true;
    },
  });
  content.settings.folder_permissions_groups_only = false;
  return { csv, importing, content };
}

it('does not delete a user that the run only completed', async () => {
  const { csv, importing, content } = await createdInPart();
  await writeFile(join(importing.directory, 'users.csv'), `${csv}\n`);
  const { run: id, journal, tally } = await importing.start();
  expect(tally.completed).toBe(1);
  // Not even if its journal has the id of that user.
  const user = { line: 2, username: 'ada', id: content.userNamed('ada')?.id };
  const record = { type: 'user', ...user, createdAt: null, adopted: false };
  await appendFile(journal, `${JSON.stringify(record)}\n`);
  const run = await importing.store.get(id);
  if (run?.kind !== 'import') throw new Error('There is no run.');
  const plan = await planUndo(run, openSite(importing.sandbox), plain);
  expect(plan).toEqual({ delete: [], left: [], gone: 0, updated: 1 });
});

it('names both users of a row whose first was renamed, so that a resume created another', async () => {
  const { importing, content } = await createdInPart();
  const first = content.userNamed('ada');
  if (!first) throw new Error('The run made no user.');
  content.renameUser(first, 'zoe');
  expect((await importing.start({ retry: true })).tally.conflict).toBe(1);
  expect((await importing.start({ retry: true })).tally.created).toBe(1);
  const run = await importing.store.find(() => true);
  if (!run) throw new Error('The run is not there.');
  const plan = await planUndo(run, openSite(importing.sandbox), plain);
  expect(plan).toMatchObject({
    delete: [{ line: 2, id: content.userNamed('ada')?.id }],
    left: [{ line: 2, id: first.id, why: 'its username is now "zoe"' }],
  });
});

describe('which users an undo deletes', () => {
  it.each<[string, (ada: StoredUser) => void, string | undefined, Partial<UndoOptions>?]>([
    ['one who is unchanged', () => undefined, undefined],
    ['one who has been renamed', (ada) => (ada.username = 'ada2'), 'its username is now "ada2"'],
    ['one whose name changed only in case', (ada) => (ada.username = 'ADA'), undefined],
    [
      'one with the same id created at another time',
      (ada) => (ada.fields.created_at = '2001-01-01T00:00:00Z'),
      'it was created at another time',
    ],
    ['one created in the same second', (ada) => later(ada, 900), undefined],
    [
      'one with the same id created a second later',
      (ada) => later(ada, 1000),
      'it was created at another time',
    ],
    [
      'one whose creation time is no longer returned',
      (ada) => delete ada.fields.created_at,
      'it was created at another time',
    ],
    [
      'one who has signed in',
      (ada) => (ada.fields.last_sftp_login_at = '2030-01-01T00:00:00Z'),
      'it has been used since (last_sftp_login_at is set); --even-if-used',
    ],
    [
      'one who has signed in, with evenIfUsed',
      (ada) => (ada.fields.last_login_at = '2030-01-01T00:00:00Z'),
      undefined,
      { evenIfUsed: true },
    ],
    ['one who has never signed in', (ada) => (ada.fields.last_login_at = null), undefined],
  ])('%s', async (_what, change, why, options) => {
    const { run, site, sandbox } = await imported();
    const ada = sandbox.content.userNamed('ada');
    if (ada) change(ada);
    const plan = await planUndo(run, site, { ...plain, ...options });
    expect(plan.delete.map(({ username }) => username)).toEqual(
      why === undefined ? ['ada', 'bob'] : ['bob'],
    );
    expect(plan.left).toMatchObject(
      why === undefined
        ? []
        : [{ line: 2, username: 'ada', why: expect.stringContaining(why) as string }],
    );
    expect(plan).toMatchObject({ gone: 0, updated: 0 });
  });

  it('not one who is gone', async () => {
    const { run, site, sandbox } = await imported();
    const ada = sandbox.content.userNamed('ada');
    sandbox.content.users.delete(ada?.id ?? 0);
    const plan = await planUndo(run, site, plain);
    expect(plan).toMatchObject({ delete: [{ line: 3, username: 'bob' }], left: [], gone: 1 });
  });
});

it('looks many users up in the list of the site, and those missing from it one by one', async () => {
  const { run, site, sandbox } = await imported(['ada', 'bob', 'carl', 'dora', 'eva']);
  const { content, traffic } = sandbox;
  const named = (name: string): StoredUser => content.userNamed(name) ?? expect.unreachable();
  content.removeUser(named('ada'));
  named('bob').username = 'robert';
  named('carl').fields.last_login_at = '2026-01-01T00:00:00Z';
  traffic.byEndpoint.clear();
  const plan = await planUndo(run, site, plain);
  expect(plan.delete.map(({ username }) => username)).toEqual(['dora', 'eva']);
  expect(plan.left.map(({ username }) => username)).toEqual(['bob', 'carl']);
  expect(plan.gone).toBe(1);
  expect(Object.fromEntries(traffic.byEndpoint)).toMatchObject({
    'GET /site/usage': 1,
    'GET /users': 1,
    'GET /users/:id': 1,
  });
});

describe('an undo', () => {
  it('deletes what is planned, reports each user once, and is then complete', async () => {
    const { run, site, sandbox } = await imported();
    expect(await undoState(run)).toBe('none');
    const deleted: string[] = [];
    const account = await undoRun(run, await planUndo(run, site, plain), {
      site,
      concurrency: 2,
      clock: systemClock,
      stop: never(),
      onDeleted: ({ username }) => deleted.push(username),
    });
    expect(account).toMatchObject({ deleted: 2, gone: 0, left: [], updated: 0, stop: undefined });
    expect(deleted.sort()).toEqual(['ada', 'bob']);
    expect(sandbox.content.userNamed('ada') ?? sandbox.content.userNamed('bob')).toBeUndefined();
    expect(await undoState(run)).toBe('undone');
  });

  it('can be stopped and continued', async () => {
    const { run, site, sandbox } = await imported(['ada', 'bob', 'carl', 'dora', 'emil']);
    const stop = new AbortController();
    const context = { site, concurrency: 1, clock: systemClock, stop: stop.signal };
    const first = await undoRun(run, await planUndo(run, site, plain), {
      ...context,
      onDeleted: () => stop.abort(),
    });
    expect(first.stop).toEqual({ reason: 'interrupted' });
    // A deletion in flight is finished.
    expect([1, 2]).toContain(first.deleted);
    expect(await undoState(run)).toBe('begun');
    const second = await undoRun(run, await planUndo(run, site, plain), {
      ...context,
      stop: never(),
      onDeleted: () => undefined,
    });
    const gone = first.deleted;
    expect(second).toMatchObject({ deleted: 5 - gone, gone, stop: undefined });
    expect(await undoState(run)).toBe('undone');
    expect(sandbox.content.users.size).toBe(1);
  });
});

it('is complete if it is stopped while its last users are deleted', async () => {
  const { run, site } = await imported(['ada', 'bob']);
  const stop = new AbortController();
  const account = await undoRun(run, await planUndo(run, site, plain), {
    site,
    // As many users at once as there are.
    concurrency: 1,
    clock: systemClock,
    stop: stop.signal,
    onDeleted: () => stop.abort(),
  });
  expect(account).toMatchObject({ deleted: 2, stop: undefined });
  expect(await undoState(run)).toBe('undone');
});

describe('an undo that ends with an unexpected error', () => {
  const names = Array.from({ length: 60 }, (_, index) => `u${index}`);

  async function broken() {
    const { run, site, sandbox } = await imported(names);
    const plan = await planUndo(run, site, plain);
    let isFirst = true;
    const undo = undoRun(run, plan, {
      site,
      concurrency: 2,
      clock: systemClock,
      stop: never(),
      onDeleted: () => {
        if (!isFirst) return;
        isFirst = false;
        throw new Error('a defect');
      },
    });
    await expect(undo).rejects.toThrow('a defect');
    return { run, site, sandbox };
  }

  it('deletes nobody after it has rejected', async () => {
    const { site, sandbox } = await broken();
    const before = sandbox.content.users.size;
    expect(before).toBeGreaterThan(names.length / 2);
    for (let request = 0; request < 40; request += 1) await site.access();
    expect(sandbox.content.users.size).toBe(before);
  });

  it.runIf(process.platform === 'linux')('closes its journal', async () => {
    const { run } = await broken();
    const open = readdirSync('/proc/self/fd').map((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`);
      } catch {
        return '';
      }
    });
    expect(open).not.toContain(undoPath(run.directory));
  });
});

describe('a 404, which may only mean a lack of permissions,', () => {
  it('cannot occur with the key of a former administrator, which is refused first', async () => {
    const { run, site, sandbox } = await imported();
    demote(sandbox);
    sandbox.content.users.delete(sandbox.content.userNamed('ada')?.id ?? 0);
    await expect(planUndo(run, site, plain)).rejects.toThrow(NotAllowedError);
    expect(await undoState(run)).toBe('none');
  });

  it('does not mean that a user is gone if the key lost its rights during the look-ups', async () => {
    const { run, sandbox } = await imported();
    const site = await answering(sandbox, (_method, path) => {
      if (!/^\/users\/\d+$/.test(path)) return undefined;
      demote(sandbox);
      return notShown;
    });
    await expect(planUndo(run, site, plain)).rejects.toThrow(NotAllowedError);
  });

  it('to a deletion stops the undo if the key has lost its rights', async () => {
    const { run, sandbox } = await imported();
    const site = await answering(sandbox, (method) => {
      if (method !== 'DELETE') return undefined;
      demote(sandbox);
      return notShown;
    });
    const account = await undoRun(run, await planUndo(run, site, plain), {
      site,
      concurrency: 1,
      clock: systemClock,
      stop: never(),
      onDeleted: () => undefined,
    });
    expect(account).toMatchObject({ deleted: 0, stop: { reason: 'not-allowed' } });
    expect(await undoState(run)).toBe('begun');
  });

  it('to the deletion of a user that the site still lists keeps that user', async () => {
    const { run, sandbox } = await imported();
    const { id = 0 } = sandbox.content.userNamed('ada') ?? {};
    const site = await answering(sandbox, (method, path) =>
      method === 'DELETE' && path === `/users/${id}` ? notShown : undefined,
    );
    const account = await undoRun(run, await planUndo(run, site, plain), {
      site,
      concurrency: 1,
      clock: systemClock,
      stop: never(),
      onDeleted: () => undefined,
    });
    const why = expect.stringContaining('still lists the user') as string;
    expect(account).toMatchObject({ deleted: 1, left: [{ username: 'ada', why }] });
  });

  it('to the deletion of a user who is gone is a success', async () => {
    const { run, site, sandbox } = await imported();
    const plan = await planUndo(run, site, plain);
    sandbox.content.users.delete(sandbox.content.userNamed('ada')?.id ?? 0);
    const account = await undoRun(run, plan, {
      site,
      concurrency: 1,
      clock: systemClock,
      stop: never(),
      onDeleted: () => undefined,
    });
    expect(account).toMatchObject({ deleted: 2, left: [], stop: undefined });
  });
});

function later({ fields }: StoredUser, ms: number): void {
  fields.created_at = new Date(Date.parse(String(fields.created_at)) + ms).toISOString();
}

function demote({ content }: Sandbox): void {
  Object.assign(content.userNamed('admin')?.fields ?? {}, { site_admin: false });
}

async function answering(
  sandbox: Sandbox,
  answer: (method: string, path: string) => OwnAnswer | undefined,
): Promise<RestSite> {
  const front = await inFrontOf(sandbox, answer);
  onTestFinished(() => front.close());
  return siteOf(front);
}

describe('importing the file again', () => {
  const stopped = new AbortController();
  stopped.abort();

  it.each([
    [
      'with other options is refused',
      { options: { existing: 'update', createFolders: false } as const },
      undefined,
      /begun with other options: --existing was error and is now update; --no-create-folders was not given and is now\. Give the same/,
    ],
    ['after its undo is refused', {}, 'undone', /was undone\. To create its users again/],
    ['during its undo is refused', {}, 'begun', /The undo of run .* is not finished\. Finish it/],
  ])('%s', async (_what, start, undo, message) => {
    const { run, site, importing } = await imported();
    if (undo !== undefined)
      await undoRun(run, await planUndo(run, site, plain), {
        site,
        concurrency: 1,
        clock: systemClock,
        stop: undo === 'begun' ? stopped.signal : never(),
        onDeleted: () => undefined,
      });
    await expect(importing.start(start)).rejects.toThrow(message);
  });
});

function never(): AbortSignal {
  return new AbortController().signal;
}
