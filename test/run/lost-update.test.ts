import { describe, expect, it } from 'vitest';
import type { Fields } from '../../src/sandbox/parameters.js';
import { openSandbox } from '../sandbox/open.js';
import { inFrontOf, type OwnAnswer } from './front.js';
import { Importing } from './importing.js';

let importing: Importing;
/** How many updates were sent. */
let sent: number;

const options = { existing: 'update', updatePasswords: true } as const;

/** The answer of a site that remembers the passwords of a user. */
const usedBefore: OwnAnswer = {
  status: 422,
  type: 'bad-request/invalid-input',
  error: 'Password has been used before',
};

/**
 * An update of a password: the first reply is lost, and the second says that the password was used before.
 * `served` tells whether the first request is served.
 */
async function lostUpdate(csv: string, served: boolean): Promise<void> {
  const sandbox = await openSandbox();
  const { content } = sandbox;
  content.addUser({ id: 900, username: 'ada', fields: {}, groupIds: [], adminGroupIds: [] });
  sent = 0;
  sandbox.setFaults({
    faults: [{ kind: served ? 'lost-after' : 'lost-before', share: 1 }],
    concerns: (method) => method === 'PATCH',
  });
  const front = await inFrontOf(sandbox, (method) =>
    method === 'PATCH' && (sent += 1) > 1 ? usedBefore : undefined,
  );
  importing = await Importing.of(front, csv);
}

const csv = 'username,password,company\nada,secret-pass-2,Example\n';

describe('an update of a password whose reply was lost, on a site that refuses used passwords', () => {
  it('succeeds if it was served', async () => {
    await lostUpdate(csv, true);
    const { tally, failures } = await importing.start({ options });
    expect([tally.updated, failures]).toEqual([1, []]);
  });

  it('succeeds if an earlier session sent it', async () => {
    await lostUpdate(csv, true);
    const abort = new AbortController();
    importing.sandbox.setFaults({
      faults: [{ kind: 'lost-after', share: 1 }],
      concerns(method) {
        if (method !== 'PATCH') return false;
        queueMicrotask(() => abort.abort());
        return true;
      },
    });
    const begun = await importing.start({ options, abort: abort.signal });
    expect([sent, begun.stop?.reason]).toEqual([1, 'interrupted']);
    const { tally } = await importing.start({ options });
    expect([sent, tally.updated]).toEqual([2, 1]);
  });

  it('fails when it is refused at once', async () => {
    await lostUpdate(csv, true);
    sent = 1;
    const { tally } = await importing.start({ options });
    expect([sent, tally.failed]).toEqual([2, 1]);
  });

  it.each<[string, string, boolean, Fields]>([
    ['it was not served', csv, false, {}],
    ['somebody has changed the user since', csv, true, { company: 'Other' }],
    [
      'the password was set at another time',
      csv,
      true,
      { password_set_at: '2020-01-01T00:00:00Z' },
    ],
    ['the row has no password', csv.replace('secret-pass-2', ''), true, {}],
  ])('fails when %s', async (_what, text, served, meanwhile) => {
    await lostUpdate(text, served);
    const { users } = importing.sandbox.content;
    // Changes what is read of the user after the refusal.
    const get = users.get.bind(users);
    users.get = (id) => {
      const user = get(id);
      if (user && sent > 1) Object.assign(user.fields, meanwhile);
      return user;
    };
    const { tally, failures } = await importing.start({ options });
    expect(tally).toMatchObject({ updated: 0, failed: 1 });
    expect(failures[0]?.problems[0]?.message).toContain('Password has been used before');
  });
});

it('an update whose reply an earlier session never got is counted as updated', async () => {
  await lostUpdate('username,company\nada,Example\n', true);
  const abort = new AbortController();
  importing.sandbox.setFaults({
    faults: [{ kind: 'lost-after', share: 1 }],
    concerns(method) {
      if (method === 'PATCH') queueMicrotask(() => abort.abort());
      return method === 'PATCH';
    },
  });
  await importing.start({ options, abort: abort.signal });
  const { tally } = await importing.start({ options });
  expect(tally).toMatchObject({ updated: 1, unchanged: 0 });
});
