import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { StoredUser } from '../../src/sandbox/state.js';
import { stateOf, usersCsv } from '../cli/site.js';
import { openSandbox } from '../sandbox/open.js';
import { crash, undisturbed } from './crash.js';
import { Importing } from './importing.js';

let importing: Importing;

const csv = `username,password,group_ids,authentication_method,company,email
bob,secret-pass-1,Sales,,Example,
carl,,Finance,okta,Example,
dora,,,email_signup,Example,dora@example.com
`;

function user(id: number, username: string, fields: StoredUser['fields'] = {}): StoredUser {
  return { id, username, fields, groupIds: [], adminGroupIds: [] };
}

/** What happens on the site between the plan and the import, and what the import says about it. */
const moves: readonly (readonly [string, (importing: Importing) => void, string])[] = [
  [
    'a user appears',
    ({ sandbox }) => sandbox.content.addUser(user(900, 'Carl')),
    'user "carl" (line 3) exists now',
  ],
  [
    'a group is deleted',
    ({ sandbox }) => sandbox.content.groups.delete(11),
    'user "bob" (line 2) would be refused: The site has no group "Sales"',
  ],
  [
    'a group is deleted and recreated',
    ({ sandbox: { content } }) => {
      content.groups.delete(13);
      content.groups.set(99, { id: 99, name: 'Finance', fields: {} });
    },
    'group "Finance" has another id',
  ],
  [
    'an SSO strategy is replaced',
    ({ sandbox: { content } }) => {
      const strategies = content.ssoStrategies;
      const okta = strategies.find(({ provider }) => provider === 'okta');
      Object.assign(okta ?? {}, { id: 77 });
    },
    "the site's SSO strategies for okta have changed",
  ],
  [
    'a password rule changes, even if no row breaks it',
    ({ sandbox }) => void (sandbox.content.settings.password_min_length = 9),
    "the site's password_min_length was 8 and is 9",
  ],
];

describe('an import of a reviewed plan', () => {
  it.each(moves)('is refused when %s', async (_what, move, told) => {
    importing = await Importing.of(await openSandbox(), csv);
    const reviewed = await importing.plan();
    move(importing);
    const before = stateOf(importing.sandbox);
    await expect(importing.start({ reviewed })).rejects.toThrow(told);
    expect(stateOf(importing.sandbox)).toEqual(before);
    expect((await importing.store.list()).runs).toEqual([]);
  });

  it.each([
    'password_min_length',
    'password_require_letter',
    'password_require_mixed',
    'password_require_number',
    'password_require_special',
    'allow_user_level_ssl_override',
    'allow_user_level_2fa_override',
    'allow_user_level_allowed_ip_override',
    'non_sso_users_allowed',
    'non_sso_groups_allowed',
    'folder_permissions_groups_only',
    'prevent_root_permissions_for_non_site_admins',
    'welcome_email_enabled',
  ])('is refused when the site has changed %s', async (name) => {
    importing = await Importing.of(await openSandbox(), csv);
    const { settings } = importing.sandbox.content;
    const reviewed = await importing.plan();
    const before = settings[name];
    settings[name] = typeof before === 'number' ? before + 1 : before !== true;
    await expect(importing.start({ reviewed })).rejects.toThrow(
      `the site's ${name} was ${JSON.stringify(before)} and is ${JSON.stringify(settings[name])}`,
    );
  });

  it('is refused when a user has been changed in a field that the row sets', async () => {
    importing = await Importing.of(await openSandbox(), csv);
    importing.sandbox.content.addUser(user(900, 'bob', { company: 'Other', notes: 'x' }));
    const options = { existing: 'update' } as const;
    const [harmless, reviewed] = [await importing.plan(options), await importing.plan(options)];
    const bob = importing.sandbox.content.userNamed('bob');
    Object.assign(bob?.fields ?? {}, { company: 'Another' });
    await expect(importing.start({ options, reviewed })).rejects.toThrow(
      'user "bob" (line 2) has been changed on the site (company)',
    );
    Object.assign(bob?.fields ?? {}, { company: 'Other', notes: 'y' });
    const { tally } = await importing.start({ options, reviewed: harmless });
    expect(tally).toMatchObject({ created: 2, updated: 1 });
  });

  it('is refused for another file or other options', async () => {
    importing = await Importing.of(await openSandbox(), csv);
    const reviewed = await importing.plan();
    await expect(importing.start({ reviewed, options: { existing: 'skip' } })).rejects.toThrow(
      'existing was error and is now skip',
    );
    await writeFile(join(importing.directory, 'users.csv'), csv.replace('bob', 'rob'));
    await expect(importing.start({ reviewed })).rejects.toThrow('has changed');
  });

  it('is refused when a run of the file has begun without it', async () => {
    importing = await Importing.of(await openSandbox(), usersCsv(9));
    const reviewed = await importing.plan();
    await crash(importing, { request: 12, served: true });
    await expect(importing.start({ reviewed })).rejects.toThrow(/run \S+ of this file has begun/);
  });

  it('continues its own run, and checks a plan of the remaining rows against those', async () => {
    importing = await Importing.of(await openSandbox(), usersCsv(9));
    const stop = new AbortController();
    const reviewed = await importing.plan();
    let seen = 0;
    await importing.start({
      reviewed,
      stop: stop.signal,
      onEvent: ({ type }) => {
        if (type === 'row' && (seen += 1) === 3) stop.abort();
      },
    });
    const again = await importing.plan();
    importing.sandbox.content.addUser(user(900, 'User8'));
    await expect(importing.start({ reviewed: again })).rejects.toThrow('user "User8"');
    importing.sandbox.content.removeUser(user(900, 'User8'));
    const { tally } = await importing.start({ reviewed });
    expect(tally.created).toBe(9);
    expect(stateOf(importing.sandbox)).toEqual(await undisturbed(9));
  });

  it('changes no user who has appeared since its run began', async () => {
    importing = await Importing.of(await openSandbox(), usersCsv(9));
    const options = { existing: 'update' } as const;
    const stop = new AbortController();
    const reviewed = await importing.plan(options);
    await importing.start({
      options,
      reviewed,
      stop: stop.signal,
      onEvent: ({ type }) => {
        if (type === 'row') stop.abort();
      },
    });
    importing.sandbox.content.addUser(user(900, 'User8'));
    const before = stateOf(importing.sandbox);
    await expect(importing.start({ options, reviewed })).rejects.toThrow(
      /no longer holds: user "User8" \(line \d+\) exists now\./,
    );
    expect(stateOf(importing.sandbox)).toEqual(before);
    const { tally } = await importing.start({ options, reviewed: await importing.plan(options) });
    expect(tally).toMatchObject({ created: 8, updated: 1 });
  });

  it('continues its own run with a row in doubt, whose user it finds', async () => {
    importing = await Importing.of(await openSandbox(), usersCsv(3));
    const reviewed = await importing.plan();
    const abort = new AbortController();
    importing.sandbox.setFaults({
      faults: [{ kind: 'lost-after', share: 1 }],
      concerns(method, path) {
        if (method === 'POST' && path.endsWith('/users')) queueMicrotask(() => abort.abort());
        return false;
      },
    });
    await importing.start({ reviewed, abort: abort.signal, concurrency: 1 }).catch(() => undefined);
    expect(importing.sandbox.content.userNamed('User0')).toBeDefined();
    const { tally, adopted } = await importing.start({ reviewed });
    expect([tally.created, adopted]).toEqual([3, 1]);
  });

  describe('whose run has begun', () => {
    const names = ['ada', 'bob', 'eva', 'ida', 'kim', 'lea'];
    const last = 'lea';

    /** Starts a plan of updates, or of creates, and stops after its first row. */
    async function begin(existing: 'update' | 'skip') {
      const csv = `username,authentication_method,company,group_ids\n${names.map((name) => `${name},okta,New,Sales\n`).join('')}`;
      importing = await Importing.of(await openSandbox(), csv);
      const { content } = importing.sandbox;
      if (existing === 'update')
        for (const [at, name] of names.entries())
          content.addUser(user(900 + at, name, { company: 'Old' }));
      const options = { existing };
      const reviewed = await importing.plan(options);
      const stop = new AbortController();
      const onEvent = ({ type }: { type: string }): void => {
        if (type === 'row') stop.abort();
      };
      await importing.start({ options, reviewed, stop: stop.signal, onEvent, concurrency: 1 });
      return { content, goOn: () => importing.start({ options, reviewed }) };
    }

    it('updates a user who has changed meanwhile', async () => {
      const { content, goOn } = await begin('update');
      Object.assign(content.userNamed(last)?.fields ?? {}, { company: 'Another' });
      expect((await goOn()).tally.updated).toBe(names.length);
    });

    it('gives nobody another group or SSO strategy of that name', async () => {
      const { content, goOn } = await begin('skip');
      const [sales, other] = [content.groups.get(11), content.groups.get(12)];
      const okta = content.ssoStrategies.find(({ provider }) => provider === 'okta');
      Object.assign(sales ?? {}, { name: 'Sales EU' });
      Object.assign(other ?? {}, { name: 'Sales' });
      await expect(goOn()).rejects.toThrow('no longer holds: group "Sales" has another id.');
      Object.assign(other ?? {}, { name: 'Engineering' });
      Object.assign(sales ?? {}, { name: 'Sales' });
      const id = okta?.id;
      Object.assign(okta ?? {}, { id: 77 });
      await expect(goOn()).rejects.toThrow('SSO strategies for okta have changed');
      Object.assign(okta ?? {}, { id });
      expect((await goOn()).tally.created).toBe(names.length);
    });

    it('does not update another user of that name', async () => {
      const { content, goOn } = await begin('update');
      content.removeUser(user(905, last));
      content.addUser(user(950, last, { company: 'Old' }));
      await expect(goOn()).rejects.toThrow('user "lea" (line 7) is another user now');
    });

    it('does not create or change a user who has appeared, if those are skipped', async () => {
      const { content, goOn } = await begin('skip');
      content.addUser(user(950, last));
      expect((await goOn()).tally).toMatchObject({ created: names.length - 1, skipped: 1 });
    });
  });
});
