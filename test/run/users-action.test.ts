import { readFileSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ActionProgress } from '../../src/run/actions/journal.js';
import { ActionFacts, actionIntentOf } from '../../src/run/actions/plan.js';
import type { ActionAccount } from '../../src/run/actions/session.js';
import type { ActionEvent, ActionResult } from '../../src/run/actions/act-on-users.js';
import { userActions, type UserAction } from '../../src/run/actions/user-actions.js';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import { hurriedClock } from '../site/virtual-clock.js';
import { openSandbox } from '../sandbox/open.js';
import { inFrontOf, notShown } from './front.js';
import { cutsOf } from './crash.js';
import { Acting, startSite, stateOfUsers } from './acting.js';

/** The number of users on the site; the file names the first `inFile` of them. */
const onSite = 10;
const inFile = 7;
const csv = `username\n${Array.from({ length: inFile }, (_, index) => `U${index}`).join('\n')}\n`;

function before(action: UserAction): Promise<Sandbox> {
  return startSite(onSite, { disabled: action === 'enable' });
}

function accountOf(result: ActionResult): ActionAccount {
  if (!('account' in result)) throw new Error(`The action did not run: ${result.type}.`);
  return result.account;
}

async function undisturbed(action: UserAction): Promise<unknown> {
  const acting = await Acting.of(action, await before(action), csv);
  const { tally } = accountOf(await acting.start());
  expect(tally.done).toBe(inFile);
  return stateOfUsers(acting.sandbox);
}

interface Image {
  readonly path: string;
  readonly journal: Buffer;
}

/**
 * Runs the action and kills it at its `request`-th request; `served` tells whether that one is still served.
 * Restores the journal, if there is one, to that instant.
 */
async function crash(
  acting: Acting,
  { request, served }: { request: number; served: boolean },
): Promise<Image | undefined> {
  const abort = new AbortController();
  let seen = 0;
  let image: Image | undefined;
  acting.sandbox.setFaults({
    faults: [{ kind: 'lost-before', share: 1 }],
    concerns: () => {
      seen += 1;
      if (seen !== request) return seen > request;
      queueMicrotask(() => {
        image = journalOf(acting);
        abort.abort();
      });
      return !served;
    },
  });
  await acting.start({ abort: abort.signal }).catch((error: unknown) => {
    if (!abort.signal.aborted) throw error;
  });
  acting.sandbox.setFaults(undefined);
  if (image) await writeFile(image.path, image.journal);
  return image;
}

function journalOf({ directory }: Acting): Image | undefined {
  const runs = join(directory, 'state', 'runs');
  try {
    const [run = ''] = readdirSync(runs);
    const path = join(runs, run, 'journal.ndjson');
    return { path, journal: readFileSync(path) };
  } catch {
    return undefined;
  }
}

/** Every request of an action, and one that never comes. */
const requests = Array.from({ length: 3 + inFile + 1 }, (_, index) => index + 1);

describe('an action that is killed at any request and given again', () => {
  const repeatable = userActions.filter((action) => action !== 'resend-welcome');

  it.each(repeatable)('%s: affects each user of the file and nobody else', async (action) => {
    const expected = await undisturbed(action);
    for (const served of [true, false])
      for (const request of requests) {
        const acting = await Acting.of(action, await before(action), csv);
        const image = await crash(acting, { request, served });
        const where = `request ${request}, ${served ? 'served' : 'not served'}`;
        if (request > 3 && request <= 3 + inFile) expect(image, where).toBeDefined();
        const result = await acting.start();
        if (request <= 3 + inFile) expect(accountOf(result).tally.done, where).toBe(inFile);
        expect(stateOfUsers(acting.sandbox), where).toEqual(expected);
      }
  });

  it('resend-welcome: sends no e-mail twice, and reports users in doubt', async () => {
    for (const served of [true, false])
      for (const request of requests) {
        const acting = await Acting.of('resend-welcome', await before('resend-welcome'), csv);
        await crash(acting, { request, served });
        const { tally, notDone, stop } = accountOf(await acting.start());
        const where = `request ${request}, ${served ? 'served' : 'not served'}`;
        expect(stop, where).toBeUndefined();
        expect(tally.done + tally['in-doubt'], where).toBe(inFile);
        const { welcomeEmails } = acting.sandbox.content;
        expect(
          [...welcomeEmails.values()].every((count) => count === 1),
          where,
        ).toBe(true);
        // Users without an e-mail are in doubt.
        const doubted = notDone.map(({ username }) => username.toLowerCase());
        const without = [...acting.sandbox.content.users.values()]
          .filter(({ id, username }) => /^u[0-6]$/.test(username) && !welcomeEmails.has(id))
          .map(({ username }) => username);
        expect(doubted, where).toEqual(expect.arrayContaining(without));
      }
  });

  it.each(['delete', 'resend-welcome'] as const)(
    '%s: does so even if the part of its journal that was not yet durable is lost',
    async (action) => {
      for (const request of [5, 8, 10]) {
        const acting = await Acting.of(action, await before(action), csv);
        const image = await crash(acting, { request, served: true });
        if (!image) throw new Error('The run ended before the crash.');
        const { content } = acting.sandbox;
        const snapshot = structuredClone(content.snapshot());
        const sent = new Map(content.welcomeEmails);
        const port = Number(new URL(acting.sandbox.url).port);
        await acting.sandbox.close();
        for (const length of cutsOf(image)) {
          const sandbox = await openSandbox({ port, content: structuredClone(snapshot) });
          await writeFile(image.path, image.journal.subarray(0, length));
          const { tally } = accountOf(await acting.on(sandbox).start());
          const where = `request ${request}, byte ${length}`;
          expect(tally.done + tally['in-doubt'], where).toBe(inFile);
          if (action === 'delete') expect(sandbox.content.users.size).toBe(1 + onSite - inFile);
          for (const id of sandbox.content.welcomeEmails.keys())
            expect(sent.has(id), where).toBe(false);
          await sandbox.close();
        }
      }
    },
  );
});

describe('a run of an action', () => {
  it('is not created if there is nothing to do', async () => {
    const acting = await Acting.of('enable', await startSite(onSite), csv);
    const result = await acting.start();
    expect(result).toMatchObject({ type: 'nothing', plan: { send: 0, unneeded: inFile } });
    expect((await acting.store.list()).runs).toEqual([]);
  });

  it('is neither created nor continued without confirmation', async () => {
    const acting = await Acting.of('disable', await startSite(onSite), csv);
    let asked = 0;
    const confirm = (): Promise<boolean> => {
      asked += 1;
      return Promise.resolve(false);
    };
    expect(await acting.start({ confirm })).toMatchObject({ type: 'declined' });
    expect((await acting.store.list()).runs).toEqual([]);
    await crash(acting, { request: 6, served: true });
    const before = stateOfUsers(acting.sandbox);
    expect(await acting.start({ confirm })).toMatchObject({ type: 'declined' });
    expect(stateOfUsers(acting.sandbox)).toEqual(before);
    expect(asked).toBe(2);
  });

  it('that has ended is repeated, unless that means a second e-mail or deletion', async () => {
    const again = { disable: 'nothing', delete: 'shown', 'resend-welcome': 'shown' } as const;
    for (const [action, type] of Object.entries(again)) {
      const acting = await Acting.of(action as keyof typeof again, await startSite(onSite), csv);
      expect((await acting.start()).type).toBe('ran');
      expect((await acting.start()).type).toBe(type);
      expect((await acting.start({ restart: true })).type).toBe(
        action === 'resend-welcome' ? 'ran' : 'nothing',
      );
    }
  });

  it.each([
    ['given again', true],
    ['resumed', false],
  ])(
    'that is %s: a user it disabled and someone enabled is disabled again: %s',
    async (how, again) => {
      const acting = await Acting.of('disable', await startSite(onSite), csv);
      await crash(acting, { request: 8, served: true });
      const disabled = [...acting.sandbox.content.users.values()].filter(
        ({ fields }) => fields.disabled === true,
      );
      expect(disabled.length).toBeGreaterThan(2);
      const [run] = (await acting.store.list()).runs;
      if (run?.kind !== 'users') throw new Error('There is no run.');
      const [reached] = disabled.filter(({ username }) =>
        run.progress.reached(Number(username.slice(1)) + 2),
      );
      if (!reached) throw new Error('No user was reached.');
      reached.fields.disabled = false;
      const { tally } = accountOf(
        await acting.start(how === 'resumed' ? { resumes: run.header } : {}),
      );
      expect(tally).toMatchObject({ done: inFile, failed: 0 });
      expect(reached.fields.disabled).toBe(again);
    },
  );

  it('is continued only for its own action on its own site', async () => {
    const acting = await Acting.of('disable', await startSite(onSite), csv);
    const elsewhere = acting.on(await startSite(onSite));
    for (const one of [acting, elsewhere, acting.doing('delete'), elsewhere.doing('delete')])
      expect(await one.start()).toMatchObject({
        type: 'ran',
        account: { tally: { done: inFile } },
      });
  });

  it('does not touch another user who now has the name of one it started with', async () => {
    const acting = await Acting.of('delete', await startSite(onSite), csv);
    // The first deletion is served, but its reply is never read.
    await crash(acting, { request: 4, served: true });
    const { content } = acting.sandbox;
    const gone = [200, 201, 202].find((id) => !content.users.has(id)) ?? 0;
    content.addUser({
      id: 999,
      username: `u${gone - 200}`,
      fields: {},
      groupIds: [],
      adminGroupIds: [],
    });
    const { tally, notDone } = accountOf(await acting.start());
    expect(tally).toMatchObject({ failed: 1, done: inFile - 1 });
    expect(content.users.has(999)).toBe(true);
    expect(notDone[0]?.why).toContain('id 999');
  });

  it.each([
    ['for a user that the site lists is a failure', false, { failed: inFile }, undefined],
    ['to a key that lost its rights stops the run', true, { failed: 0 }, { reason: 'not-allowed' }],
  ])('does not take a 404 for a deletion: one %s', async (_what, demoted, tally, stop) => {
    const sandbox = await startSite(onSite);
    const front = await inFrontOf(sandbox, (method) => {
      if (method !== 'DELETE') return undefined;
      if (demoted)
        Object.assign(sandbox.content.userNamed('admin')?.fields ?? {}, { site_admin: false });
      return notShown;
    });
    const acting = await Acting.of('delete', front, csv);
    const account = accountOf(await acting.start());
    expect(account.tally).toMatchObject({ done: 0, ...tally });
    for (const { why } of account.notDone) expect(why).toContain('still lists the user');
    if (stop) expect(account.stop).toMatchObject(stop);
    else expect(account.stop).toBeUndefined();
  });

  it.each(['disable', 'resend-welcome'] as const)(
    'does not take a 404 for a deleted user: %s with a key that lost its rights',
    async (action) => {
      const sandbox = await startSite(onSite);
      const owner = sandbox.content.userNamed('admin')?.fields ?? {};
      let demoted = true;
      const front = await inFrontOf(sandbox, (method) => {
        if (method === 'GET' || !demoted) return undefined;
        owner.site_admin = false;
        return notShown;
      });
      const acting = await Acting.of(action, front, csv);
      const { stop, tally } = accountOf(await acting.start());
      expect([stop?.reason, tally.done, tally.failed]).toEqual(['not-allowed', 0, 0]);
      demoted = false;
      owner.site_admin = true;
      expect(accountOf(await acting.start()).tally).toMatchObject({ done: inFile });
    },
  );

  it('retries failures when it is resumed, but never what is in doubt', async () => {
    const acting = await Acting.of('resend-welcome', await startSite(onSite), csv);
    acting.sandbox.setFaults({
      faults: [{ kind: 'lost-after', share: 1 }],
      concerns: (_method, path) => path.includes('/201/'),
    });
    acting.sandbox.content.removeUser(acting.sandbox.content.userNamed('u3') ?? never());
    const first = accountOf(await acting.start());
    expect(first.tally).toMatchObject({ done: 5, 'in-doubt': 1, missing: 1 });
    acting.sandbox.setFaults(undefined);
    acting.sandbox.content.addUser({
      id: 500,
      username: 'u3',
      fields: {},
      groupIds: [],
      adminGroupIds: [],
    });
    const run = await acting.store.get(first.run);
    if (run?.kind !== 'users') throw new Error('There is no such run.');
    const resumed = accountOf(await acting.start({ resumes: run.header }));
    expect(resumed.tally).toMatchObject({ done: 6, 'in-doubt': 1, missing: 0 });
    expect([...acting.sandbox.content.welcomeEmails.values()]).toEqual(Array(7).fill(1));
  });

  it.each([
    ['the key is no longer valid', 401, 'not-authenticated/invalid-credentials', 'not-allowed', {}],
    [
      'it asks for a pause of an hour',
      429,
      'rate-limited/too-many-requests',
      'unavailable',
      { 'Retry-After': '3600' },
    ],
    ['its rate limit refuses everything', 429, 'rate-limited/too-many-requests', 'unavailable', {}],
  ] as const)(
    'sends an e-mail that the site refused because %s, once it is continued',
    async (_what, status, type, reason, headers) => {
      const sandbox = await startSite(onSite);
      let sent = 0;
      const front = await inFrontOf(sandbox, (method) => {
        if (method !== 'POST' || (sent += 1) <= 2) return undefined;
        return { status, type, error: 'No.', headers };
      });
      const acting = await Acting.of('resend-welcome', front, csv);
      const first = accountOf(await acting.start({ clock: hurriedClock() }));
      expect(first).toMatchObject({ tally: { done: 2, 'in-doubt': 0 }, stop: { reason } });
      sent = -Infinity;
      const { tally, stop } = accountOf(await acting.start());
      expect([tally.done, tally['in-doubt'], stop]).toEqual([inFile, 0, undefined]);
      expect([...sandbox.content.welcomeEmails.values()]).toEqual(Array(inFile).fill(1));
    },
  );

  it('does not send an e-mail again that was on its way when everything was stopped', async () => {
    const sandbox = await startSite(onSite);
    const abort = new AbortController();
    const front = await inFrontOf(sandbox, (method) => {
      if (method === 'POST') abort.abort();
      return undefined;
    });
    const acting = await Acting.of('resend-welcome', front, csv);
    const first = accountOf(await acting.start({ abort: abort.signal }));
    expect(first).toMatchObject({ tally: { done: 0 }, stop: { reason: 'interrupted' } });
    const { tally } = accountOf(await acting.start());
    expect(tally['in-doubt']).toBeGreaterThan(0);
    expect(tally.done + tally['in-doubt']).toBe(inFile);
    expect(Math.max(...sandbox.content.welcomeEmails.values())).toBe(1);
  });

  it('sends an e-mail that failed for lack of a connection once it is continued', async () => {
    const sandbox = await startSite(onSite);
    const acting = await Acting.of('resend-welcome', sandbox, csv);
    const confirm = (): Promise<true> => sandbox.close().then(() => true);
    const first = accountOf(await acting.start({ clock: hurriedClock(), confirm }));
    expect(first).toMatchObject({ tally: { done: 0 }, stop: { reason: 'unavailable' } });
    const again = await openSandbox({
      port: Number(new URL(sandbox.url).port),
      content: sandbox.content.snapshot(),
    });
    const { tally } = accountOf(await acting.on(again).start());
    expect([tally.done, tally['in-doubt']]).toEqual([inFile, 0]);
  });

  it('finds users that a shifting list skipped, with one more call for each that seems missing', async () => {
    const sandbox = await startSite(1500);
    const { content, traffic } = sandbox;
    const front = await inFrontOf(sandbox, (_method, path) => {
      // Every user moves up one place before the second page, so that one is on neither.
      const there = content.userNamed('u1');
      if (there && path.includes('cursor=')) content.removeUser(there);
      return undefined;
    });
    // The site's administrator comes first in the list.
    const acting = await Acting.of('disable', front, 'username\nu2\nu999\nnobody\n');
    const { tally } = accountOf(await acting.start());
    expect(tally).toMatchObject({ done: 2, missing: 1 });
    expect(traffic.byEndpoint.get('GET /users')).toBe(2 + 2);
  });

  it('reports as many rows as it announced, including those that need no request', async () => {
    const sandbox = await startSite(onSite);
    const rows = 'admin\nu0\nu1\nu2\nnobody\n';
    const acting = await Acting.of('disable', sandbox, `username\n${rows}`);
    Object.assign(sandbox.content.userNamed('u2')?.fields ?? {}, { disabled: true });
    const told = { rows: 0, ends: 0 };
    const onEvent = (event: ActionEvent): void => {
      if (event.type === 'run') told.rows = event.rows;
      if (event.type === 'row') told.ends += 1;
    };
    const stop = new AbortController();
    stop.abort();
    await acting.start({ stop: stop.signal, onEvent });
    expect(told).toEqual({ rows: 5, ends: 0 });
    const { tally } = accountOf(await acting.start({ onEvent }));
    expect(tally).toMatchObject({ done: 2, unneeded: 1, left: 1, missing: 1 });
    expect(told).toEqual({ rows: 5, ends: 5 });
  });

  it('is refused if its file has changed before it ended', async () => {
    const acting = await Acting.of('disable', await startSite(onSite), csv);
    await crash(acting, { request: 6, served: true });
    await writeFile(join(acting.directory, 'users.csv'), `${csv}u9\n`);
    await expect(acting.start()).rejects.toThrow(
      /has changed since run [\w-]+ \(users disable\) of it began/,
    );
  });

  it.runIf(process.platform === 'win32')(
    'is refused then also if the path is typed in another case',
    async () => {
      const acting = await Acting.of('disable', await startSite(onSite), csv);
      await crash(acting, { request: 6, served: true });
      await writeFile(join(acting.directory, 'users.csv'), `${csv}u9\n`);
      const typed = join(acting.directory, 'USERS.csv').replaceAll('\\', '/');
      await expect(acting.start({}, typed)).rejects.toThrow('has changed since run');
    },
  );
});

describe('the owner of the key', () => {
  it.each([
    ['id', { id: 200, username: null }],
    ['name', { id: null, username: 'U0' }],
  ])('is recognised by the %s alone', (_what, owner) => {
    const facts = new ActionFacts('delete', owner, false);
    for (const [id, username] of [[200, 'u0'] as const, [201, 'u1'] as const])
      facts.add({ id, username });
    const intents = ['u0', 'u1'].map((username, index) =>
      actionIntentOf({ line: index + 2, username }, facts, new ActionProgress()),
    );
    expect(intents).toMatchObject([{ outcome: 'left' }, { type: 'send' }]);
  });
});

function never(): never {
  throw new Error('This user is on the site.');
}
