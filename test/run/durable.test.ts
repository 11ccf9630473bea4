import { existsSync, fstatSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { planUndo } from '../../src/run/undo/plan.js';
import { undoRun } from '../../src/run/undo/undo.js';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import { systemClock } from '../../src/site/clock.js';
import { openSandbox } from '../sandbox/open.js';
import { Acting, startSite } from './acting.js';
import { siteOf } from './site-of.js';
import { Importing } from './importing.js';

/** How much of each file or directory has been synced, in bytes. */
const durable = new Map<string, number>();

beforeEach(async () => {
  durable.clear();
  const handle = await open(fileURLToPath(import.meta.url));
  type Sync = (this: { fd: number }) => Promise<void>;
  const kind = Object.getPrototypeOf(handle) as { sync: Sync; datasync: Sync };
  await handle.close();
  for (const name of ['sync', 'datasync'] as const) {
    const real = kind[name];
    vi.spyOn(kind, name).mockImplementation(async function (this: { fd: number }) {
      const { size } = fstatSync(this.fd);
      const path = readlinkSync(`/proc/self/fd/${this.fd}`);
      await real.call(this);
      durable.set(path, Math.max(size, durable.get(path) ?? 0));
    });
  }
});

afterEach(() => vi.restoreAllMocks());

/** What would be left of a file after a power failure now. */
function safe(name: RegExp): string {
  const path = pathOf(name);
  return path === undefined ? '' : readFileSync(path).toString('utf8', 0, durable.get(path));
}

function pathOf(name: RegExp): string | undefined {
  return [...durable.keys()].find((path) => name.test(path));
}

function lines(text: string, holding: string): number {
  return text.split('\n').filter((line) => line.includes(holding)).length;
}

/** Calls `look` for each such request when it reaches the site, before it is served. */
function atEach(sandbox: Sandbox, isMeant: (method: string, path: string) => boolean) {
  const seen: (() => void)[] = [];
  let number = 0;
  const at = (look: (number: number) => void): void => {
    sandbox.setFaults({
      faults: [],
      concerns(method, path) {
        if (!isMeant(method, path)) return false;
        number += 1;
        try {
          look(number);
        } catch (error) {
          seen.push(() => {
            throw error;
          });
        }
        return false;
      },
    });
  };
  const check = (requests: number): void => {
    for (const fail of seen) fail();
    expect(number).toBe(requests);
  };
  return { at, check };
}

const isCreate = (method: string, path: string): boolean =>
  method === 'POST' && path.endsWith('/users');

describe.runIf(existsSync('/proc/self/fd'))('what is durable before a request is sent', () => {
  const csv = 'username,password\nada,\nbob,\neva,\n';

  it('the start of the row, the directory entries of the run, and the generated password', async () => {
    const importing = await Importing.of(await openSandbox(), csv);
    const { at, check } = atEach(importing.sandbox, isCreate);
    at((number) => {
      expect(lines(safe(/journal\.ndjson$/), '"type":"start"')).toBeGreaterThanOrEqual(number);
      const journal = pathOf(/journal\.ndjson$/) ?? '';
      expect(durable.has(dirname(journal)), 'the entry of the journal').toBe(true);
      expect(durable.has(dirname(dirname(journal))), 'the entry of the run').toBe(true);
      expect(lines(safe(/journal\.ndjson$/), '"type":"passwords"')).toBe(1);
      expect(lines(safe(/users\.passwords\.csv$/), ',')).toBeGreaterThan(number);
      expect(durable.has(importing.directory), 'the entry of the passwords').toBe(true);
    });
    const { tally, journal } = await importing.start({ options: { generatePasswords: true } });
    expect(tally.created).toBe(3);
    check(3);
    expect(durable.get(journal)).toBe(statSync(journal).size);
  });

  it('the groups of the row that were created already', async () => {
    const importing = await Importing.of(
      await openSandbox(),
      'username,password,group_ids\nada,Tram-walnut-1,"North,South,East"\n',
    );
    const { at, check } = atEach(
      importing.sandbox,
      (method, path) => method === 'POST' && path.endsWith('/groups'),
    );
    at((number) => expect(lines(safe(/journal\.ndjson$/), '"type":"group"')).toBe(number - 1));
    const { tally } = await importing.start({ options: { createGroups: true } });
    expect(tally.created).toBe(1);
    check(3);
  });

  it('the user that an undo is about to delete', async () => {
    const importing = await Importing.of(await openSandbox(), csv);
    await importing.start();
    const site = siteOf(importing.sandbox, 1);
    const run = await importing.store.find(() => true);
    if (!run) throw new Error('There is no run.');
    const { at, check } = atEach(importing.sandbox, (method) => method === 'DELETE');
    at((number) =>
      expect(lines(safe(/undo\.ndjson$/), '"deleting"')).toBeGreaterThanOrEqual(number),
    );
    const account = await undoRun(
      run,
      await planUndo(run, site, { includeAdopted: false, evenIfUsed: false }),
      {
        site,
        concurrency: 1,
        clock: systemClock,
        stop: new AbortController().signal,
        onDeleted: () => undefined,
      },
    );
    expect(account.deleted).toBe(3);
    check(3);
    site.close();
  });

  it('the user that an action is about to change', async () => {
    const acting = await Acting.of('resend-welcome', await startSite(3), 'username\nu0\nu1\nu2\n');
    const { at, check } = atEach(acting.sandbox, (method) => method === 'POST');
    at((number) =>
      expect(lines(safe(/journal\.ndjson$/), '"type":"start"')).toBeGreaterThanOrEqual(number),
    );
    expect(await acting.start()).toMatchObject({ account: { tally: { done: 3 } } });
    check(3);
  });
});

describe.runIf(existsSync('/proc/self/fd'))('a file that gets its final name', () => {
  it('is completely durable: the rejects', async () => {
    const importing = await Importing.of(
      await openSandbox(),
      'username,password,email\nada,Tram-walnut-1,\nbob,Tram-walnut-1,nobody\n',
    );
    const { rejects = '' } = await importing.start({ options: { skipInvalid: true } });
    expect(basename(rejects)).toBe('users.rejects.csv');
    // It was synced under its temporary name.
    const sizes = [...durable].filter(([path]) => path.endsWith('.partial'));
    expect(sizes.map(([, size]) => size)).toContain(statSync(rejects).size);
  });
});
