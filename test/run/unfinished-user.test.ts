import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import { openSandbox } from '../sandbox/open.js';
import { administratorsOnly, inFrontOf, notShown } from './front.js';
import { Importing } from './importing.js';

const csv = 'username,password,company,folder_permissions\nada,secret-pass-1,Acme,Payroll=full\n';

async function importingOf(text: string): Promise<Importing> {
  const importing = await Importing.of(await openSandbox(), text);
  return importing;
}

/** Ends a session at its first request of that method whose path ends so; it is not served. */
async function endAt(importing: Importing, method: string, end: string): Promise<void> {
  const abort = new AbortController();
  importing.sandbox.setFaults({
    faults: [{ kind: 'lost-before', share: 1 }],
    concerns(asked, path) {
      if (asked !== method || !path.endsWith(end)) return false;
      queueMicrotask(() => abort.abort());
      return true;
    },
  });
  await importing.start({ abort: abort.signal }).catch(() => undefined);
  importing.sandbox.setFaults(undefined);
}

function named({ content }: Sandbox, username: string) {
  const user = content.userNamed(username);
  if (!user) throw new Error(`There is no ${username}.`);
  return user;
}

/** Deletes a user and makes another of the same name. */
function replace(sandbox: Sandbox, username: string): number {
  const { content } = sandbox;
  content.removeUser(named(sandbox, username));
  const fields = { created_at: new Date().toISOString() };
  content.addUser({ id: 700, username, fields, groupIds: [], adminGroupIds: [] });
  return 700;
}

describe('a user that was made and has not got its permissions yet', () => {
  it('is not given up because the key does not see it any more', async () => {
    let downgraded: boolean | undefined;
    const front = await inFrontOf(await openSandbox(), (method, path) => {
      const looksAtUser = method === 'GET' && /^\/users\/\d+$/.test(path);
      if (looksAtUser) downgraded ??= true;
      if (downgraded !== true) return undefined;
      return path === '/site' ? administratorsOnly : looksAtUser ? notShown : undefined;
    });
    const importing = await Importing.of(front, csv);
    await endAt(importing, 'POST', '/permissions');
    const { stop, tally } = await importing.start();
    expect([stop?.reason, tally.conflict]).toEqual(['not-allowed', 0]);
    downgraded = false;
    expect((await importing.start()).tally.created).toBe(1);
  });

  it('gets them when it is resumed', async () => {
    const importing = await importingOf(csv);
    await endAt(importing, 'POST', '/permissions');
    const { tally } = await importing.start();
    expect(tally.created).toBe(1);
    const { content } = importing.sandbox;
    expect(content.permissionsOf(named(importing.sandbox, 'ada').id)).toHaveLength(1);
  });

  it('does not when it has another name by now', async () => {
    const importing = await importingOf(csv);
    await endAt(importing, 'POST', '/permissions');
    const { content } = importing.sandbox;
    const user = named(importing.sandbox, 'ada');
    content.renameUser(user, 'zoe');
    const { tally, failures } = await importing.start();
    expect(tally.conflict).toBe(1);
    expect(failures[0]?.problems[0]?.message).toContain('is now called "zoe"');
    expect(content.permissionsOf(user.id)).toEqual([]);
  });

  it('is made anew by the next resume when it was deleted', async () => {
    const importing = await importingOf(csv);
    await endAt(importing, 'POST', '/permissions');
    const { content } = importing.sandbox;
    content.removeUser(named(importing.sandbox, 'ada'));
    const { tally, failures } = await importing.start();
    expect(tally.conflict).toBe(1);
    expect(failures[0]?.problems[0]?.message).toContain('somebody has deleted it');
    expect((await importing.start({ retry: true })).tally).toMatchObject({
      created: 1,
      conflict: 0,
    });
    expect(content.permissionsOf(named(importing.sandbox, 'ada').id)).toHaveLength(1);
  });

  it('leaves nothing for another who has its name', async () => {
    const importing = await importingOf(csv);
    await endAt(importing, 'POST', '/permissions');
    const id = replace(importing.sandbox, 'ada');
    expect((await importing.start()).tally.conflict).toBe(1);
    expect((await importing.start({ retry: true })).tally.conflict).toBe(1);
    expect(importing.sandbox.content.permissionsOf(id)).toEqual([]);
  });
});

describe('a row that completes the user of an earlier run, and was interrupted', () => {
  /** A run has left the user without its permission, and another was interrupted at finishing it. */
  async function interrupted(): Promise<Importing> {
    const importing = await importingOf(csv);
    const { content } = importing.sandbox;
    const whole =
      'username,password,company,folder_permissions\nada,secret-pass-1,Other,Payroll=full\n';
    const path = join(importing.directory, 'users.csv');
    const refused = importing.start({
      onEvent: ({ type }) => {
        if (type === 'run') content.settings.folder_permissions_groups_only = true;
      },
    });
    expect((await refused).tally.failed).toBe(1);
    content.settings.folder_permissions_groups_only = false;
    await writeFile(path, whole);
    await endAt(importing, 'PATCH', '');
    return importing;
  }

  it('completes it when it is resumed', async () => {
    const importing = await interrupted();
    expect((await importing.start()).tally).toMatchObject({ completed: 1 });
    const user = named(importing.sandbox, 'ada');
    expect(user.fields.company).toBe('Other');
    expect(importing.sandbox.content.permissionsOf(user.id)).toHaveLength(1);
  });

  it('changes nobody else who has the name by then', async () => {
    const importing = await interrupted();
    const id = replace(importing.sandbox, 'ada');
    expect((await importing.start()).tally).toMatchObject({ completed: 0, conflict: 1 });
    const user = named(importing.sandbox, 'ada');
    expect([user.id, user.fields.company]).toEqual([id, undefined]);
    expect(importing.sandbox.content.permissionsOf(id)).toEqual([]);
  });
});

it('a user that is completed is sent nothing that it has, with --existing skip as well', async () => {
  const importing = await importingOf(csv);
  const { content, traffic } = importing.sandbox;
  const refused = await importing.start({
    onEvent: ({ type }) => {
      if (type === 'run') content.settings.folder_permissions_groups_only = true;
    },
  });
  expect(refused.tally.failed).toBe(1);
  content.settings.folder_permissions_groups_only = false;
  // The same user, in another file.
  await writeFile(join(importing.directory, 'users.csv'), `${csv}\n`);
  const { tally } = await importing.start({ options: { existing: 'skip' } });
  expect(tally.completed).toBe(1);
  expect(traffic.byEndpoint.get('PATCH /users/:id')).toBeUndefined();
  expect(content.permissionsOf(named(importing.sandbox, 'ada').id)).toHaveLength(1);
});
