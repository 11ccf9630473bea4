import { afterEach, describe, expect, it } from 'vitest';
import { startSandbox } from '../../src/sandbox/sandbox.js';
import { stateOf } from '../cli/site.js';
import { crash, undisturbed } from './crash.js';
import { Importing } from './importing.js';

const toRemove: Importing[] = [];

afterEach(async () => {
  for (const importing of toRemove.splice(0)) await importing.remove();
});

const options = { createGroups: true };
const csv = `username,password,group_ids
ada,secret-pass-1,"Sales,Laboratory"
bob,secret-pass-2,Laboratory
carl,secret-pass-3,"Laboratory,Observatory"
dora,secret-pass-4,Observatory
`;

async function importingOf(text = csv): Promise<Importing> {
  const importing = await Importing.of(await startSandbox(), text);
  toRemove.push(importing);
  return importing;
}

describe('--create-groups', () => {
  it('makes each unknown group once, however many rows want it at once', async () => {
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
    'makes none twice when a reply is disturbed: %s',
    async (kind) => {
      const importing = await importingOf();
      const { sandbox } = importing;
      let disturbed = 0;
      sandbox.setFaults({
        faults: [{ kind, share: 1 }],
        concerns: (method, path) =>
          method === 'POST' && path.endsWith('/groups') && (disturbed += 1) <= 2,
      });
      const { tally } = await importing.start({ options });
      expect(tally.created).toBe(4);
      // Looked up, not tried again and refused as taken.
      expect(sandbox.traffic.byEndpoint.get('POST /groups')).toBe(2);
      expect(stateOf(sandbox)).toEqual(await undisturbed(4, csv, options));
    },
  );

  it('takes a group that somebody else makes meanwhile', async () => {
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

  it('killed at any request and resumed, comes to the same site', async () => {
    const expected = await undisturbed(4, csv, options);
    for (const served of [true, false]) {
      for (let request = 1, isOver = false; !isOver; request += 1) {
        const importing = await Importing.of(await startSandbox(), csv);
        await crash(importing, { request, served }, options);
        isOver = importing.sandbox.traffic.total < request;
        const { tally } = await importing.start({ options });
        const where = `request ${request}, ${served ? 'served' : 'not served'}`;
        expect(tally.created, where).toBe(4);
        expect(stateOf(importing.sandbox), where).toEqual(expected);
        await importing.remove();
      }
    }
  });

  it('a row whose group the site refuses fails, and says so', async () => {
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

describe('which groups are made', () => {
  it.each<[string, readonly string[], object, readonly unknown[]]>([
    ['a new name', ['Laboratory'], {}, []],
    [
      'one that differs in case from one there is',
      ['sales'],
      {},
      [[2, 'group-not-found', 'Sales']],
    ],
    ['one that is like another', ['Salez'], {}, [[2, 'group-like-another', 'Sales']]],
    ['an id that is not there', ['99'], {}, [[2, 'group-not-found', null]]],
    [
      'two that differ in case alone',
      ['Laboratory', 'laboratory'],
      {},
      [[3, 'group-named-otherwise', 'Laboratory']],
    ],
    [
      'any where single sign-on makes them',
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
