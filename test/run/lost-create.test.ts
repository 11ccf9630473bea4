import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import type { StoredUser } from '../../src/sandbox/state.js';
import { usersCsv } from '../cli/site.js';
import { openSandbox } from '../sandbox/open.js';
import { inFrontOf } from './front.js';
import { Importing } from './importing.js';

async function importingOf(users: number): Promise<Importing> {
  return Importing.of(await openSandbox(), usersCsv(users));
}

function creates({ traffic }: Sandbox): number {
  return traffic.byEndpoint.get('POST /users') ?? 0;
}

function isCreate(method: string, path: string): boolean {
  return method === 'POST' && path.endsWith('/users');
}

const refusedLook = { status: 403, type: 'not-authorized/insufficient-permission', error: 'No.' };

/** Ends a session at its first create; `served` tells whether the site still creates the user. */
async function endAtCreate(importing: Importing, served: boolean): Promise<void> {
  const abort = new AbortController();
  importing.sandbox.setFaults({
    faults: [{ kind: 'lost-before', share: 1 }],
    concerns(method, path) {
      if (!isCreate(method, path)) return false;
      queueMicrotask(() => abort.abort());
      return !served;
    },
  });
  await importing.start({ abort: abort.signal, concurrency: 1 }).catch(() => undefined);
  importing.sandbox.setFaults(undefined);
}

/** The site creates the user just before it sees create `number`; the creates before that are lost. */
function serveLate(
  { sandbox }: Importing,
  made: StoredUser,
  number: number,
  then: () => void = () => undefined,
): void {
  let sent = 0;
  sandbox.setFaults({
    faults: [{ kind: 'lost-before', share: 1 }],
    concerns(method, path) {
      if (!isCreate(method, path)) return false;
      sent += 1;
      const created_at = new Date().toISOString();
      if (sent === number) {
        sandbox.content.addUser({ ...made, id: 700, fields: { ...made.fields, created_at } });
        then();
      }
      return sent < number;
    },
  });
}

/** The user that an undisturbed import of a file with one row creates. */
async function userOfModel(): Promise<StoredUser> {
  const model = await importingOf(1);
  await model.start();
  const made = model.sandbox.content.userNamed('User0');
  if (!made) throw new Error('The model has no user.');
  return made;
}

describe('a create whose reply was lost', () => {
  it.each(['lost-after', 'lost-before', 'error-after', 'empty', 'cut'] as const)(
    'is looked up before anything is sent: %s',
    async (kind) => {
      const importing = await importingOf(6);
      let disturbed = 0;
      importing.sandbox.setFaults({
        faults: [{ kind, share: 1 }],
        concerns: (method, path) => isCreate(method, path) && (disturbed += 1) <= 3,
      });
      const { tally } = await importing.start();
      expect(tally.created).toBe(6);
      // The site has seen no second create, which it would refuse because the name is taken.
      expect(creates(importing.sandbox)).toBe(6);
    },
  );

  it.each([true, false])(
    'counts in the plan of the next session with its look-up; served: %s',
    async (served) => {
      const importing = await importingOf(1);
      await endAtCreate(importing, served);
      const { traffic } = importing.sandbox;
      const before = traffic.total;
      const { calls } = await importing.totals();
      const asked = traffic.total - before;
      expect((await importing.start()).tally.created).toBe(1);
      expect(traffic.total - before - 2 * asked).toBe(calls);
    },
  );

  it('is also looked up if it was sent in an earlier session', async () => {
    const importing = await importingOf(1);
    await endAtCreate(importing, true);
    expect(creates(importing.sandbox)).toBe(1);
    const { tally, adopted } = await importing.start();
    expect([tally.created, adopted, creates(importing.sandbox)]).toEqual([1, 1, 1]);
  });

  it('stays in doubt if the site refuses the look-up, and is completed by a resume', async () => {
    const sandbox = await openSandbox();
    let refuses = true;
    const front = await inFrontOf(sandbox, (method, path) =>
      refuses && method === 'GET' && path.includes('filter[username]') && creates(sandbox) > 0
        ? refusedLook
        : undefined,
    );
    const importing = await Importing.of(front, usersCsv(1));
    sandbox.setFaults({ faults: [{ kind: 'lost-after', share: 1 }], concerns: isCreate });
    const refused = await importing.start();
    expect(refused.tally).toMatchObject({ created: 0, failed: 1 });
    const [run] = (await importing.store.list()).runs;
    expect(run?.progress).toMatchObject({ inDoubt: [{ line: 2 }] });
    refuses = false;
    const { tally, adopted } = await importing.start({ retry: true });
    expect([tally.created, tally.conflict, adopted]).toEqual([1, 0, 1]);
    expect(creates(sandbox)).toBe(1);
  });

  it('is recognised if it is served only after the look-up, so that the next one is refused', async () => {
    const made = await userOfModel();
    const importing = await importingOf(1);
    serveLate(importing, made, 2);
    const { tally, adopted } = await importing.start();
    expect([tally.created, tally.conflict, adopted]).toEqual([1, 0, 1]);
  });

  it('is recognised then even if it was sent in an earlier session', async () => {
    const made = await userOfModel();
    const importing = await importingOf(1);
    await endAtCreate(importing, false);
    serveLate(importing, made, 1);
    const { tally, adopted } = await importing.start();
    expect([tally.created, tally.conflict, adopted]).toEqual([1, 0, 1]);
  });

  it.each([
    ['before', -3_600_000],
    ['after', 3_600_000],
  ])('is not recognised in an identical user created long %s it', async (_when, offset) => {
    const made = await userOfModel();
    const importing = await importingOf(1);
    await endAtCreate(importing, false);
    const created_at = new Date(Date.now() + offset).toISOString();
    const { content } = importing.sandbox;
    content.addUser({ ...made, id: 700, fields: { ...made.fields, created_at } });
    const { tally, adopted } = await importing.start();
    expect([tally.created, tally.conflict, adopted]).toEqual([0, 1, 0]);
  });
});

describe('a create in doubt whose row is refused for another reason', () => {
  const csv =
    'username,password,group_ids,folder_permissions\nada,secret-pass-1,Sales,Shared=full\n';

  /** An import whose first session ended at its create, and whose group is then renamed. */
  async function withoutItsGroup(served: boolean) {
    const importing = await Importing.of(await openSandbox(), csv);
    await endAtCreate(importing, served);
    const { content } = importing.sandbox;
    const group = content.groupNamed('Sales');
    if (!group) throw new Error('There is no such group.');
    group.name = 'Sales EMEA';
    const refused = await importing.start();
    const [run] = (await importing.store.list()).runs;
    return { importing, content, group, refused, progress: run?.progress };
  }

  it.each([true, false])('stays in doubt until a resume settles it: served %s', async (served) => {
    const { importing, content, group, refused, progress } = await withoutItsGroup(served);
    expect(refused.tally).toMatchObject({ created: 0, failed: 1 });
    const { problems = [] } = refused.failures[0] ?? {};
    const [, told] = problems.map(({ message }) => message);
    if (served) expect(told).toContain('may be that one, without permissions');
    else expect(told).toBeUndefined();
    expect(progress).toMatchObject({ inDoubt: [{ line: 2, username: 'ada' }] });
    group.name = 'Sales';
    const { tally, adopted } = await importing.start({ retry: true });
    expect([tally.created, tally.failed, adopted]).toEqual([1, 0, served ? 1 : 0]);
    expect(content.permissionsOf(content.userNamed('ada')?.id ?? 0)).toHaveLength(1);
  });

  it('stays in doubt if the site refuses the look-up, and the other rows continue', async () => {
    const sandbox = await openSandbox();
    const front = await inFrontOf(sandbox, (method, path) =>
      method === 'GET' && path.includes('filter[username]') ? refusedLook : undefined,
    );
    // Several names are looked up in the list.
    const others = 'bob,secret-pass-2,,\ncem,secret-pass-3,,\n';
    const importing = await Importing.of(front, csv + others);
    await endAtCreate(importing, true);
    const group = sandbox.content.groupNamed('Sales');
    if (group) group.name = 'Sales EMEA';
    const { tally } = await importing.start();
    // The second was recorded while the first was sent.
    expect(tally).toMatchObject({ created: 1, failed: 2 });
    const [run] = (await importing.store.list()).runs;
    expect(run?.progress).toMatchObject({ inDoubt: [{ username: 'ada' }, { username: 'bob' }] });
  });

  it('is no longer in doubt if the user of that name was created at another time', async () => {
    const importing = await Importing.of(await openSandbox(), csv);
    await endAtCreate(importing, false);
    const { content } = importing.sandbox;
    const group = content.groupNamed('Sales');
    if (group) group.name = 'Sales EMEA';
    const fields = { created_at: '2020-01-01T00:00:00Z' };
    content.addUser({ id: 700, username: 'Ada', fields, groupIds: [], adminGroupIds: [] });
    const { failures } = await importing.start();
    expect(failures[0]?.problems).toHaveLength(1);
    const [run] = (await importing.store.list()).runs;
    expect(run?.progress).toMatchObject({ inDoubt: [] });
  });

  it('is recognised if it is served after the look-up, whatever the next one is refused for', async () => {
    const made = await userOfModel();
    const importing = await importingOf(1);
    // The second create is refused only because the group is gone.
    serveLate(importing, made, 2, () => importing.sandbox.content.groups.clear());
    const { tally, adopted } = await importing.start();
    expect([tally.created, tally.failed, adopted]).toEqual([1, 0, 1]);
  });
});

it('a user that somebody else creates meanwhile is not taken for a row with blank cells', async () => {
  const importing = await Importing.of(
    await openSandbox(),
    'username,password\nsvc,secret-pass-1\n',
  );
  const { sandbox } = importing;
  let sent = 0;
  sandbox.setFaults({
    faults: [{ kind: 'lost-before', share: 1 }],
    concerns(method, path) {
      if (!isCreate(method, path)) return false;
      sent += 1;
      const fields = {
        created_at: new Date().toISOString(),
        email: 'x@example.com',
        site_admin: true,
      };
      const other = { id: 700, username: 'svc', fields, groupIds: [], adminGroupIds: [] };
      if (sent === 1) sandbox.content.addUser(other);
      return sent === 1;
    },
  });
  const { tally, failures } = await importing.start();
  expect([tally.conflict, tally.created]).toEqual([1, 0]);
  expect(failures[0]?.problems[0]?.message).toContain(
    "its email, site_admin differ from the row's",
  );
});
