import { describe, expect, it } from 'vitest';
import { whyAnother, whyNotOurs } from '../../src/run/apply/ownership.js';
import type { User } from '../../src/site/site.js';

const from = Date.parse('2030-01-02T03:04:05.600Z');
const until = from + 5000;
const sent = { username: 'ada', name: 'Ada King', site_admin: false, password: 'x' };
const mine: User = {
  id: 7,
  username: 'ada',
  name: 'Ada King',
  site_admin: false,
  created_at: '2030-01-02T03:04:06Z',
};

describe('a user that is found after a lost reply', () => {
  it.each<[string, Partial<User>, string | undefined]>([
    ['was created during the request', {}, undefined],
    [
      'was created in the second before, as times have no fractions',
      { created_at: '2030-01-02T03:04:05Z' },
      undefined,
    ],
    [
      'was created at the first moment that counts',
      { created_at: '2030-01-02T03:04:04.600Z' },
      undefined,
    ],
    [
      'was created before',
      { created_at: '2030-01-02T03:04:04.599Z' },
      'before this run requested it',
    ],
    ['was created at the last moment', { created_at: '2030-01-02T03:04:10.600Z' }, undefined],
    [
      'was created after',
      { created_at: '2030-01-02T03:04:10.601Z' },
      "after this run's last request",
    ],
    ['has no creation time', { created_at: undefined }, 'does not say when it was created'],
    [
      'has an unreadable creation time',
      { created_at: 'yesterday' },
      'does not say when it was created',
    ],
    ['has another name', { name: 'Ada Lovelace' }, "its name differs from the row's"],
    [
      'has other rights and another name',
      { name: null, site_admin: true },
      'its name, site_admin differ',
    ],
    ['has a username in another case', { username: 'ADA' }, undefined],
    ['has another username', { username: 'eva' }, "its username differs from the row's"],
    ['is returned without its name', { name: undefined }, undefined],
  ])('%s', (_what, change, why) => {
    const found = whyNotOurs({ ...mine, ...change }, sent, { from, until }, 'rest');
    if (why === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(why);
  });

  it('is ours if its username is only normalised differently, with either API', () => {
    for (const api of ['rest', 'legacy'] as const) {
      const accents = { ...sent, username: 'RE\u0301mi' };
      const there = { ...mine, username: 'r\u00e9mi' };
      expect(whyNotOurs(there, accents, { from, until }, api)).toBeUndefined();
    }
  });

  it('is rejected with the time at which it was created', () => {
    const early = { ...mine, created_at: '2029-01-01T00:00:00Z' };
    expect(whyNotOurs(early, sent, { from, until }, 'rest')).toBe(
      'it was created at 2029-01-01T00:00:00Z, before this run requested it',
    );
    const late = { ...mine, created_at: '2031-01-01T00:00:00Z' };
    expect(whyNotOurs(late, sent, { from, until }, 'rest')).toBe(
      "it was created at 2031-01-01T00:00:00Z, after this run's last request could have been served",
    );
  });
});

describe('a user whose id is known from an earlier session', () => {
  const known = { id: 7, createdAt: '2030-01-02T03:04:06Z' };
  it.each<[string, Partial<User> | undefined, string | undefined]>([
    ['is the same', {}, undefined],
    ['is the same, in another case', { username: 'ADA' }, undefined],
    [
      'is the same but for a fraction of a second',
      { created_at: '2030-01-02T03:04:06.999Z' },
      undefined,
    ],
    ['is the same, in another time zone', { created_at: '2030-01-02T04:04:06+01:00' }, undefined],
    ['is the same if no time is returned', { created_at: undefined }, undefined],
    ['is gone', undefined, 'is no longer on the site'],
    ['has another name', { username: 'eva' }, 'is now called "eva"'],
    ['was created at another time', { created_at: '2030-01-02T03:04:07Z' }, 'at another time'],
  ])('%s', (_what, change, why) => {
    const found = whyAnother(change && { ...mine, ...change }, 'ada', known);
    if (why === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(why);
  });

  it('is the same if its creation time was not recorded', () => {
    expect(whyAnother(mine, 'ada', { ...known, createdAt: null })).toBeUndefined();
  });
});
