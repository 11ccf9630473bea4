import { readFile, readdir, writeFile } from 'node:fs/promises';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Once } from '../../src/run/apply/once.js';
import { sendOnce } from '../../src/run/apply/send-once.js';
import { requireAdministrator } from '../../src/run/facts/preflight.js';
import { planUndo } from '../../src/run/undo/plan.js';
import { undoRun } from '../../src/run/undo/undo.js';
import { workThrough } from '../../src/run/work-through.js';
import { clockOf, systemClock } from '../../src/site/clock.js';
import { InDoubtError, NotAllowedError, SiteUnavailableError } from '../../src/site/errors.js';
import type { RestSite } from '../../src/site/site.js';
import { openSandbox } from '../sandbox/open.js';
import { Acting, startSite } from './acting.js';
import { siteOf } from './site-of.js';
import { Importing } from './importing.js';

async function importingOf(csv: string): Promise<Importing> {
  return Importing.of(await openSandbox(), csv);
}

function openSite({ sandbox }: Importing): RestSite {
  const site = siteOf(sandbox);
  onTestFinished(() => site.close());
  return site;
}

async function runOf({ store }: Importing) {
  const run = await store.find(() => true);
  if (!run) throw new Error('There is no run.');
  return run;
}

/** Starts an import and stops it after its first row. */
async function begun(importing: Importing, options = {}): Promise<void> {
  const stop = new AbortController();
  const { remaining } = await importing.start({
    options,
    concurrency: 1,
    stop: stop.signal,
    onEvent: (event) => {
      if (event.type === 'row') stop.abort();
    },
  });
  expect(remaining).toBeGreaterThan(0);
}

const okta = (...names: string[]): string =>
  `username,authentication_method\n${names.map((name) => `${name},okta\n`).join('')}`;
const some = ['ada', 'bob', 'eva', 'ida', 'kim', 'lea'];

describe('a run that was interrupted', () => {
  it('does not create a folder again that it has created', async () => {
    const rows = some.map((name) => `${name},okta,Team=list\n`).join('');
    const importing = await importingOf(
      `username,authentication_method,folder_permissions\n${rows}`,
    );
    await begun(importing);
    expect((await importing.start()).tally.created).toBe(6);
    expect(importing.sandbox.traffic.byEndpoint.get('POST /folders/*')).toBe(1);
  });

  it('counts only for its own site', async () => {
    const importing = await importingOf(okta(...some));
    await begun(importing);
    const elsewhere = importing.on(await openSandbox());
    for (const name of some)
      elsewhere.sandbox.content.addUser({
        id: some.indexOf(name) + 900,
        username: name,
        fields: {},
        groupIds: [],
        adminGroupIds: [],
      });
    expect(await elsewhere.check()).toHaveLength(6);
    const { tally } = await elsewhere.start({ options: { existing: 'skip' } });
    expect(tally).toMatchObject({ created: 0, skipped: 6 });
    expect((await importing.start()).tally.created).toBe(6);
  });

  it('spares a check only the rows of its own file, and only until it has ended', async () => {
    const importing = await importingOf(okta(...some));
    await begun(importing);
    expect(await importing.check()).toEqual([]);
    const path = join(importing.directory, 'users.csv');
    await writeFile(path, okta(...some, 'zoe'));
    expect(await importing.check()).not.toEqual([]);
    await writeFile(path, okta(...some));
    await importing.start();
    expect(await importing.check()).toHaveLength(6);
  });

  it('writes its rejects only when it has ended', async () => {
    const rows = some.map((name) => `${name},okta,\n`).join('');
    const importing = await importingOf(
      `username,authentication_method,email\nwrong,okta,nobody\n${rows}`,
    );
    await begun(importing, { skipInvalid: true });
    const rejects = async () =>
      (await readdir(importing.directory)).filter((name) => name.includes('rejects'));
    expect(await rejects()).toEqual([]);
    await importing.start({ options: { skipInvalid: true } });
    expect(await rejects()).toEqual(['users.rejects.csv']);
  });

  it('has not ended until its rejects are written', async () => {
    const csv = 'username,authentication_method,email\nwrong,okta,nobody\nada,okta,\n';
    const importing = await importingOf(csv);
    const options = { skipInvalid: true };
    const path = join(importing.directory, 'users.csv');
    const stopped = await importing.start({
      options,
      onEvent: ({ type }) => {
        if (type === 'row') writeFileSync(path, csv.replace('nobody', 'anyone'));
      },
    });
    expect(stopped).toMatchObject({ stop: { reason: 'file-changed' }, tally: { created: 1 } });
    writeFileSync(path, csv);
    const { stop, rejects } = await importing.start({ options });
    expect([stop, rejects]).toEqual([undefined, join(importing.directory, 'users.rejects.csv')]);
    expect(importing.sandbox.traffic.byEndpoint.get('POST /users')).toBe(1);
  });

  it('continues if the site refuses a row by now, which then fails', async () => {
    const rows = some.map((name) => `${name},okta,Sales\n`).join('');
    const importing = await importingOf(`username,authentication_method,group_ids\n${rows}`);
    await begun(importing);
    const { groups } = importing.sandbox.content;
    for (const [id, { name }] of groups) if (name === 'Sales') groups.delete(id);
    const { tally, failures } = await importing.start();
    expect(tally.created + tally.failed).toBe(6);
    expect(failures.map(({ problems }) => problems[0]?.column)).toContain('group_ids');
  });

  it('does not prevent an import of the file with other content once it is undone', async () => {
    const importing = await importingOf(okta(...some));
    await begun(importing);
    const run = await runOf(importing);
    const site = openSite(importing);
    const plan = await planUndo(run, site, { includeAdopted: false, evenIfUsed: false });
    const stop = new AbortController().signal;
    await undoRun(run, plan, {
      site,
      concurrency: 1,
      clock: systemClock,
      stop,
      onDeleted: () => null,
    });
    await writeFile(join(importing.directory, 'users.csv'), okta('zoe'));
    expect((await importing.start()).tally.created).toBe(1);
  });
});

it('a generated password that is missing from the passwords file is not generated again', async () => {
  const importing = await importingOf('username,authentication_method\nada,password\n');
  const options = { generatePasswords: true };
  const abort = new AbortController();
  importing.sandbox.setFaults({
    faults: [],
    concerns(method, path) {
      if (method === 'POST' && path.endsWith('/users')) queueMicrotask(() => abort.abort());
      return false;
    },
  });
  await importing.start({ options, abort: abort.signal });
  importing.sandbox.setFaults(undefined);
  const path = join(importing.directory, 'users.passwords.csv');
  await writeFile(path, 'username,password\n');
  const { tally, failures } = await importing.start({ options });
  expect(tally.conflict).toBe(1);
  expect(failures[0]?.problems[0]?.message).toContain('no longer in the passwords file');
  expect(await readFile(path, 'utf8')).toBe('username,password\n');
});

it('does not complete another user who now has the name of one that a run created in part', async () => {
  const importing = await importingOf(
    'username,authentication_method,folder_permissions\nbob,okta,/=list\n',
  );
  const { content } = importing.sandbox;
  importing.sandbox.setFaults({
    faults: [],
    concerns(method) {
      if (method === 'POST') content.settings.prevent_root_permissions_for_non_site_admins = true;
      return false;
    },
  });
  const { rejects = '', tally } = await importing.start();
  expect(tally.failed).toBe(1);
  const made = content.userNamed('bob');
  if (!made) throw new Error('There is no bob.');
  content.removeUser(made);
  content.addUser({ ...made, id: 900 });
  const text = (await readFile(rejects, 'utf8')).replace('/=list', 'Open=list');
  await writeFile(join(importing.directory, 'users.csv'), text);
  await expect(importing.start()).rejects.toThrow('did not run: invalid');
  expect([...content.permissions.values()]).toEqual([]);
});

it('a reviewed plan with a warning about a folder can be imported', async () => {
  const importing = await importingOf(
    'username,authentication_method,root_folder\nada,okta,Not/There\n',
  );
  const reviewed = await importing.plan();
  expect((await importing.start({ reviewed })).tally.created).toBe(1);
});

describe('an action on users', () => {
  const csv = 'username\nadmin\nu1\n';

  it('is refused while it is in progress for the same file', async () => {
    const acting = await Acting.of('unlock', await startSite(3), csv);
    const result = await acting.start({
      confirm: async () => {
        await expect(acting.start()).rejects.toMatchObject({ name: 'LockedError' });
        return true;
      },
    });
    expect(result.type).toBe('ran');
  });

  it('counts the administrators that it affects', async () => {
    const acting = await Acting.of('resend-welcome', await startSite(3), csv);
    expect(await acting.start()).toMatchObject({ plan: { send: 2, admins: 1 } });
  });

  it('is not confused with another action on the same file', async () => {
    const welcome = await Acting.of('resend-welcome', await startSite(3), 'username\nu1\n');
    await welcome.start();
    const removal = Object.assign(Object.create(Acting.prototype) as Acting, welcome, {
      action: 'delete',
    });
    expect(await removal.start()).toMatchObject({ type: 'ran', account: { tally: { done: 1 } } });
    expect(welcome.sandbox.content.userNamed('u1')).toBeUndefined();
  });
});

describe('an undo', () => {
  it.each([
    'first_login_at',
    'last_login_at',
    'last_web_login_at',
    'last_ftp_login_at',
    'last_sftp_login_at',
    'last_dav_login_at',
    'last_desktop_login_at',
    'last_restapi_login_at',
    'last_api_use_at',
  ])('keeps a user that has been used, according to %s', async (field) => {
    const importing = await importingOf(okta('ada'));
    await importing.start();
    const ada = importing.sandbox.content.userNamed('ada');
    Object.assign(ada?.fields ?? {}, { [field]: '2030-01-01T00:00:00Z' });
    const plan = await planUndo(await runOf(importing), openSite(importing), {
      includeAdopted: false,
      evenIfUsed: false,
    });
    expect(plan).toMatchObject({ delete: [], left: [{ username: 'ada' }] });
  });

  it('reports a user that the site refused to delete', async () => {
    const importing = await importingOf(okta('ada', 'bob'));
    await importing.start();
    const run = await runOf(importing);
    const site = openSite(importing);
    const plan = await planUndo(run, site, { includeAdopted: false, evenIfUsed: false });
    const refusal = { status: 422, type: null, message: 'No', modelErrors: {}, requestId: null };
    const { RefusedError } = await import('../../src/site/errors.js');
    const [first] = plan.delete;
    const account = await undoRun(run, plan, {
      site: {
        ...site,
        deleteUser: (id, options) =>
          id === first?.id
            ? Promise.reject(new RefusedError(refusal))
            : site.deleteUser(id, options),
      },
      concurrency: 1,
      clock: systemClock,
      stop: new AbortController().signal,
      onDeleted: () => undefined,
    });
    expect(account).toMatchObject({
      deleted: 1,
      left: [{ username: 'ada', why: 'the site refused: No' }],
    });
  });
});

/** A clock that a test can set. */
function setClock() {
  const time = { now: 0 };
  const clock = clockOf({
    now: () => time.now,
    after(ms, callback) {
      time.now += ms;
      setImmediate(callback);
      return () => undefined;
    },
  });
  return { time, clock };
}

describe('working through rows', () => {
  const rows = (count: number) => Array.from({ length: count }, (_, index) => index).values();
  const never = new AbortController().signal;

  it('ends when the site is unavailable, without trying every row', async () => {
    const { time, clock } = setClock();
    let tried = 0;
    const perform = (): Promise<boolean> => {
      tried += 1;
      time.now += 60_000;
      return Promise.reject(new SiteUnavailableError('away'));
    };
    const work = workThrough(rows(1000), perform, { clock, concurrency: 1, stop: never });
    await expect(work).rejects.toThrow('away');
    expect(tried).toBeLessThan(6);
  });

  it('starts no further row once the key is refused', async () => {
    let tried = 0;
    const refusal = { status: 401, type: null, message: '', modelErrors: {}, requestId: null };
    const perform = async (row: number): Promise<boolean> => {
      tried += 1;
      await new Promise((resolve) => setImmediate(resolve));
      if (row === 0) throw new NotAllowedError('no', refusal);
      return true;
    };
    const work = workThrough(rows(1000), perform, {
      clock: systemClock,
      concurrency: 5,
      stop: never,
    });
    await expect(work).rejects.toThrow('no');
    expect(tried).toBeLessThan(20);
  });

  it('gives up a create that is never confirmed after two minutes', async () => {
    const { time, clock } = setClock();
    const sent = sendOnce(
      () => Promise.reject(new InDoubtError('lost')),
      () => {
        if (time.now > 1_000_000) throw new Error('It was never given up.');
        return Promise.resolve(undefined);
      },
      { clock, random: () => 1, abort: never },
    );
    await expect(sent).rejects.toThrow(SiteUnavailableError);
    expect(time.now).toBeGreaterThan(120_000);
    expect(time.now).toBeLessThan(200_000);
  });

  it('a failed creation is retried by the next row that needs the same thing', async () => {
    const once = new Once();
    await expect(once.make('a', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    let made = 0;
    const make = (): Promise<void> => Promise.resolve(void (made += 1));
    await once.make('a', make);
    await once.make('a', make);
    expect(made).toBe(1);
  });
});

it('refuses a key whose owner is not a site administrator, whatever its permission set', async () => {
  const site = {
    access: () => Promise.resolve({ permissionSet: 'full' }),
    settings: () => Promise.resolve({ user: { username: 'ada', siteAdmin: false } }),
  } as unknown as RestSite;
  await expect(requireAdministrator(site)).rejects.toThrow(
    'belongs to ada, who is not a site administrator',
  );
});
