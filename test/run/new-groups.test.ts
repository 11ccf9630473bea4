import { describe, expect, it } from 'vitest';
import { stateOf } from '../cli/site.js';
import { openSandbox } from '../sandbox/open.js';
import { crash, undisturbed } from './crash.js';
import { Importing } from './importing.js';

const options = { createGroups: true };
const csv = `username,password,group_ids
ada,secret-pass-1,"Sales,Laboratory"
bob,secret-pass-2,Laboratory
carl,secret-pass-3,"Laboratory,Observatory"
dora,secret-pass-4,Observatory
`;

async function importingOf(text = csv): Promise<Importing> {
  return Importing.of(await openSandbox(), text);
}

/** A first session, which is stopped when a row has ended. */
function stoppedAfterARow(importing: Importing) {
  const stop = new AbortController();
  return importing.start({
    options,
    concurrency: 1,
    stop: stop.signal,
    onEvent: ({ type }) => {
      if (type === 'row') stop.abort();
    },
  });
}

describe('--create-groups', () => {
  it('creates each unknown group once, however many rows need it at the same time', async () => {
    const importing = await importingOf();
    const { groups, tally } = await importing.start({ options, concurrency: 8 });
    expect(tally).toMatchObject({ created: 4, failed: 0 });
    expect([...groups].sort()).toEqual(['Laboratory', 'Observatory']);
    const { content, traffic } = importing.sandbox;
    expect(traffic.byEndpoint.get('POST /groups')).toBe(2);
    expect(content.userNamed('carl')?.groupIds).toEqual(
      ['Laboratory', 'Observatory'].map((name) => content.groupNamed(name)?.id),
    );
  });

  it.each(['lost-after', 'lost-before', 'error-after', 'empty'] as const)(
    'creates none twice after a faulty reply: %s',
    async (kind) => {
      const importing = await importingOf();
      const { sandbox } = importing;
      let disturbed = 0;
      sandbox.setFaults({
        faults: [{ kind, share: 1 }],
        concerns: (method, path) =>
          method === 'POST' && path.endsWith('/groups') && (disturbed += 1) <= 2,
      });
      const { tally, groups } = await importing.start({ options });
      expect(tally.created).toBe(4);
      expect([...groups].sort()).toEqual(['Laboratory', 'Observatory']);
      // It was looked up, not sent again and refused as taken.
      expect(sandbox.traffic.byEndpoint.get('POST /groups')).toBe(2);
      expect(stateOf(sandbox)).toEqual(await undisturbed(4, csv, options));
    },
  );

  it('finds a group that is created only after the look-up, whatever the next create is refused for', async () => {
    const importing = await importingOf(
      'username,password,group_ids\nada,secret-pass-1,Laboratory\n',
    );
    const { sandbox } = importing;
    const { content } = sandbox;
    let sent = 0;
    sandbox.setFaults({
      faults: [{ kind: 'lost-before', share: 1 }],
      concerns(method, path) {
        if (method !== 'POST' || !path.endsWith('/groups')) return false;
        sent += 1;
        if (sent === 1) return true;
        content.groups.set(500, { id: 500, name: 'Laboratory', fields: {} });
        content.settings.non_sso_groups_allowed = false;
        return false;
      },
    });
    const { tally, groups } = await importing.start({ options });
    expect([sent, tally.created, groups]).toEqual([2, 1, ['Laboratory']]);
    expect(content.userNamed('ada')?.groupIds).toEqual([500]);
  });

  it.each([
    ['spaces', (name: string) => name.replace(/ +/g, ' ')],
    ['case', (name: string) => name.toUpperCase()],
    ['accents', (name: string) => name.normalize('NFC')],
  ])(
    'recognises the group that it created even if the site changes the %s of its name',
    async (_what, change) => {
      const name = 'Sales  Cafe\u0301';
      const importing = await importingOf(
        `username,password,group_ids\nada,secret-pass-1,"Sales,${name}"\nbob,secret-pass-2,${name}\n`,
      );
      const { content } = importing.sandbox;
      const set = content.groups.set.bind(content.groups);
      content.groups.set = (id, group) => {
        group.name = change(group.name);
        return set(id, group);
      };
      const { tally, failures } = await importing.start({ options });
      expect([tally.created, failures]).toEqual([2, []]);
      const id = content.groupNamed(change(name))?.id;
      expect(content.userNamed('bob')?.groupIds).toEqual([id]);
    },
  );

  it('recognises it in a later session by the id in its journal', async () => {
    const importing = await importingOf();
    const { content, traffic } = importing.sandbox;
    const set = content.groups.set.bind(content.groups);
    content.groups.set = (id, group) => {
      group.name = group.name.toUpperCase();
      return set(id, group);
    };
    const begun = await stoppedAfterARow(importing);
    expect(begun.stop?.reason).toBe('interrupted');
    const { tally, failures } = await importing.start({ options });
    expect([tally.created, failures]).toEqual([4, []]);
    expect(traffic.byEndpoint.get('POST /groups')).toBe(2);
    expect(content.userNamed('carl')?.groupIds).toEqual(
      ['LABORATORY', 'OBSERVATORY'].map((name) => content.groupNamed(name)?.id),
    );
  });

  it('tells a group once that it has created twice, because somebody deleted it meanwhile', async () => {
    const importing = await importingOf();
    const { content } = importing.sandbox;
    const begun = await stoppedAfterARow(importing);
    expect([begun.stop?.reason, begun.groups]).toEqual(['interrupted', ['Laboratory']]);
    content.groups.delete(content.groupNamed('Laboratory')?.id ?? 0);
    const { tally, groups } = await importing.start({ options });
    expect([tally.created, groups]).toEqual([4, ['Laboratory', 'Observatory']]);
  });

  it('uses a group that somebody else creates meanwhile', async () => {
    const importing = await importingOf();
    const { content } = importing.sandbox;
    const { groups, tally } = await importing.start({
      options,
      onEvent: (event) => {
        if (event.type === 'run')
          content.groups.set(500, { id: 500, name: 'Laboratory', fields: {} });
      },
    });
    expect([groups, tally.created]).toEqual([['Observatory'], 4]);
    expect(content.userNamed('bob')?.groupIds).toEqual([500]);
  });

  it('leads to the same site if killed at any request and resumed', async () => {
    const expected = await undisturbed(4, csv, options);
    for (const served of [true, false]) {
      for (let request = 1, isOver = false; !isOver; request += 1) {
        const importing = await Importing.of(await openSandbox(), csv);
        await crash(importing, { request, served }, options);
        isOver = importing.sandbox.traffic.total < request;
        const { tally } = await importing.start({ options });
        const where = `request ${request}, ${served ? 'served' : 'not served'}`;
        expect(tally.created, where).toBe(4);
        expect(stateOf(importing.sandbox), where).toEqual(expected);
      }
    }
  });

  it('fails a row whose group the site refuses, and says so', async () => {
    const importing = await importingOf();
    const { content } = importing.sandbox;
    const { failures, tally } = await importing.start({
      options,
      onEvent: ({ type }) => {
        if (type === 'run') content.settings.non_sso_groups_allowed = false;
      },
    });
    expect(tally).toMatchObject({ created: 0, failed: 4 });
    const [first] = failures;
    expect(first?.problems[0]?.column).toBe('group_ids');
    expect(first?.problems[0]?.message).toContain('The site refused the group');
  });
});

describe('a name that two groups of the site share', () => {
  const row = 'username,password,group_ids\nada,secret-pass-1,Sales\n';

  it.each([true, false])(
    'is refused, with --create-groups or without: %s',
    async (createGroups) => {
      const importing = await importingOf(row);
      importing.sandbox.content.groups.set(500, { id: 500, name: 'Sales', fields: {} });
      const issues = await importing.check({ createGroups });
      expect(
        issues.map(({ line, column, code, suggestion }) => [line, column, code, suggestion]),
      ).toEqual([[2, 'group_ids', 'group-ambiguous', null]]);
      expect(issues[0]?.message).toContain('(ids 11, 500)');
    },
  );

  it('is not assumed if a shifting list returns one group twice', async () => {
    const importing = await importingOf(row);
    const { content } = importing.sandbox;
    const [sales] = [...content.groups.values()];
    if (sales) content.groups.set(500, sales);
    expect(await importing.check()).toEqual([]);
  });
});

describe('which groups --create-groups accepts', () => {
  it.each<[string, readonly string[], object, readonly unknown[]]>([
    ['a new name', ['Laboratory'], {}, []],
    [
      'one that differs only in case from an existing one',
      ['sales'],
      {},
      [[2, 'group-not-found', 'Sales']],
    ],
    ['one that is similar to an existing one', ['Salez'], {}, [[2, 'group-like-another', 'Sales']]],
    ['an unknown id', ['99'], {}, [[2, 'group-not-found', null]]],
    [
      'two that differ only in case',
      ['Laboratory', 'laboratory'],
      {},
      [[3, 'group-named-otherwise', 'Laboratory']],
    ],
    [
      'any, where only SSO creates groups',
      ['Laboratory'],
      { non_sso_groups_allowed: false },
      [[2, 'groups-only-from-sso', null]],
    ],
  ])('%s', async (_what, groups, settings, expected) => {
    const rows = groups.map((group, index) => `user${index},secret-pass-1,${group}\n`);
    const importing = await importingOf(`username,password,group_ids\n${rows.join('')}`);
    Object.assign(importing.sandbox.content.settings, settings);
    const issues = await importing.check(options);
    expect(issues.map(({ line, code, suggestion }) => [line, code, suggestion])).toEqual(expected);
  });
});
