import { describe, expect, it } from 'vitest';
import { changes, differingFields } from '../../src/run/plan/parameters.js';
import type { User, UserParameters } from '../../src/site/site.js';

const there: User = {
  id: 7,
  username: 'ada',
  name: 'Ada King',
  email: 'ADA@example.com',
  company: null,
  site_admin: false,
  group_ids: '2,1',
};

describe('what an update sends to REST v1', () => {
  it.each<[string, UserParameters, UserParameters]>([
    ['nothing where all is so', { username: 'Ada', name: 'Ada King' }, {}],
    [
      'nothing for what means the same',
      { email: 'ada@example.com', company: '', group_ids: '1,2' },
      {},
    ],
    [
      'what differs',
      { name: 'Ada Lovelace', site_admin: true },
      { name: 'Ada Lovelace', site_admin: true },
    ],
    ['what the site does not return', { notes: 'x', name: 'Ada King' }, { notes: 'x' }],
    ['what is cleared by a value', { name: '' }, { name: '' }],
    ['no password, which cannot be compared', { password: 'p', imported_password_hash: 'h' }, {}],
  ])('is %s', (_what, wanted, sent) => {
    expect(changes(wanted, there, { api: 'rest', updatePasswords: false })).toEqual(sent);
  });

  it('is the password under the name that changes it, when it is asked for', () => {
    const wanted = { password: 'p', imported_password_hash: 'h' };
    const options = { api: 'rest', updatePasswords: true } as const;
    expect(changes(wanted, there, options)).toEqual({
      change_password: 'p',
      imported_password_hash: 'h',
    });
  });
});

describe('what an update sends to the legacy API', () => {
  const user: User = { id: 7, username: 'ada', name: 'Ada King', timeZone: 'London' };
  it.each<[string, UserParameters, boolean, UserParameters]>([
    ['nothing where all is so', { name: 'Ada King', timeZone: 'London' }, true, {}],
    [
      'the time zone with everything else',
      { name: 'Ada' },
      false,
      { name: 'Ada', timeZone: 'London' },
    ],
    ['the new time zone', { timeZone: 'Paris' }, false, { timeZone: 'Paris' }],
    [
      'a password under its own name',
      { password: 'p' },
      true,
      { password: 'p', timeZone: 'London' },
    ],
    ['no password that is not asked for', { password: 'p' }, false, {}],
  ])('is %s', (_what, wanted, updatePasswords, sent) => {
    expect(changes(wanted, user, { api: 'legacy', updatePasswords })).toEqual(sent);
  });

  it('is no time zone where none is known', () => {
    const unknown: User = { id: 7, username: 'ada', name: 'Ada King' };
    expect(changes({ name: 'x' }, unknown, { api: 'legacy', updatePasswords: false })).toEqual({
      name: 'x',
    });
  });
});

it('fields differ that are returned and mean something else', () => {
  const sent = { name: 'x', email: 'ada@example.com', site_admin: true, notes: 'n' };
  expect(differingFields(sent, there, 'rest')).toEqual(['name', 'site_admin']);
});

it('fields differ that were not sent and are set, where sites have no default for them', () => {
  const bare = { id: 7, username: 'ada', email: null, name: '', notes: ' ', site_admin: false };
  expect(differingFields({}, { ...bare, time_zone: 'London', language: 'en' }, 'rest')).toEqual([]);
  const set = {
    email: 'a@example.com',
    name: 'Ada',
    company: 'Acme',
    notes: 'n',
    site_admin: true,
  };
  expect(differingFields({}, { ...bare, ...set }, 'rest')).toEqual(Object.keys(set));
  expect(differingFields(set, { ...bare, ...set }, 'rest')).toEqual([]);
  // There an administrator is a role, which is always sent.
  const legacy = { ...bare, nickname: 'Ada', site_admin: true, role: 'admin' };
  expect(differingFields({ role: 'admin' }, legacy, 'legacy')).toEqual(['nickname']);
});
