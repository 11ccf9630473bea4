import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import { openSandbox } from '../sandbox/open.js';
import { administratorsOnly, inFrontOf, notShown } from './front.js';
import { Importing } from './importing.js';

const csv = 'username,password,company,folder_permissions\nada,secret-pass-1,Acme,Payroll=full\n';

async function importingOf(text: string): Promise<Importing> {
  return Importing.of(await openSandbox(), text);
}

/** Ends a session at its first request with that method and end of path, which is not served. */
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

/** Deletes a user and adds another of the same name. */
function replace(sandbox: Sandbox, username: string): number {
  const { content } = sandbox;
  content.removeUser(named(sandbox, username));
  const fields = { created_at: new Date().toISOString() };
  content.addUser({ id: 700, username, fields, groupIds: [], adminGroupIds: [] });
  return 700;
}

describe('a user that was created but lacks its permissions', () => {
  it('is not given up because the key can no longer see it', async () => {
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

  it('gets them when the run is resumed', async () => {
    const importing = await importingOf(csv);
    await endAt(importing, 'POST', '/permissions');
    const { tally } = await importing.start();
    expect(tally.created).toBe(1);
    const { content } = importing.sandbox;
    expect(content.permissionsOf(named(importing.sandbox, 'ada').id)).toHaveLength(1);
  });

  it('does not get them if it has been renamed', async () => {
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

  it('is created again by the next resume if it was deleted', async () => {
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

  it('leaves nothing to another user of its name', async () => {
    const importing = await importingOf(csv);
    await endAt(importing, 'POST', '/permissions');
    const id = replace(importing.sandbox, 'ada');
    expect((await importing.start()).tally.conflict).toBe(1);
    expect((await importing.start({ retry: true })).tally.conflict).toBe(1);
    expect(importing.sandbox.content.permissionsOf(id)).toEqual([]);
  });
});

describe('an interrupted row that completes the user of an earlier run', () => {
  /** One run left the user without its permission, and another was interrupted while completing it. */
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

  it('completes the user when it is resumed', async () => {
    const importing = await interrupted();
    expect((await importing.start()).tally).toMatchObject({ completed: 1 });
    const user = named(importing.sandbox, 'ada');
    expect(user.fields.company).toBe('Other');
    expect(importing.sandbox.content.permissionsOf(user.id)).toHaveLength(1);
  });

  it('does not change another user who has the name by then', async () => {
    const importing = await interrupted();
    const id = replace(importing.sandbox, 'ada');
    expect((await importing.start()).tally).toMatchObject({ completed: 0, conflict: 1 });
    const user = named(importing.sandbox, 'ada');
    expect([user.id, user.fields.company]).toEqual([id, undefined]);
    expect(importing.sandbox.content.permissionsOf(id)).toEqual([]);
  });
});

it('completing a user sends nothing that it has, even with --existing skip', async () => {
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
