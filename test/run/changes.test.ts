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
  user_root: '',
  user_home: null,
};

describe('what an update sends to REST v1', () => {
  it.each<[string, UserParameters, UserParameters]>([
    ['nothing if the user is as wanted', { username: 'Ada', name: 'Ada King' }, {}],
    [
      'nothing for values that mean the same',
      { email: 'ada@example.com', company: '', group_ids: '1,2' },
      {},
    ],
    [
      'what differs',
      { name: 'Ada Lovelace', site_admin: true },
      { name: 'Ada Lovelace', site_admin: true },
    ],
    [
      'a root folder that the user does not have',
      { user_root: '/', user_home: '/' },
      { user_root: '/', user_home: '/' },
    ],
    ['what the site does not return', { notes: 'x', name: 'Ada King' }, { notes: 'x' }],
    ['a field that is cleared', { name: '' }, { name: '' }],
    ['no password, which cannot be compared', { password: 'p', imported_password_hash: 'h' }, {}],
  ])('is %s', (_what, wanted, sent) => {
    expect(changes(wanted, there, { api: 'rest', updatePasswords: false })).toEqual(sent);
  });

  it('is the password, as change_password, if it is to be updated', () => {
    const wanted = { password: 'p', imported_password_hash: 'h' };
    const options = { api: 'rest', updatePasswords: true } as const;
    expect(changes(wanted, there, options)).toEqual({
      change_password: 'p',
      imported_password_hash: 'h',
    });
  });
});

it('sends the method with a hash, which the site uses only with it', () => {
  const method = 'password_with_imported_hash';
  const wanted = { authentication_method: method, imported_password_hash: 'h' };
  const user: User = { ...there, authentication_method: 'password' };
  expect(changes(wanted, user, { api: 'rest', updatePasswords: true })).toEqual(wanted);
  // Once the hash has been used, the method is password.
  expect(changes(wanted, user, { api: 'rest', updatePasswords: false })).toEqual({});
});

describe('what an update sends to the legacy API', () => {
  const user: User = { id: 7, username: 'ada', name: 'Ada King', timeZone: 'London' };
  it.each<[string, UserParameters, boolean, UserParameters]>([
    ['nothing if the user is as wanted', { name: 'Ada King', timeZone: 'London' }, true, {}],
    [
      'the time zone along with any other field',
      { name: 'Ada' },
      false,
      { name: 'Ada', timeZone: 'London' },
    ],
    ['the new time zone', { timeZone: 'Paris' }, false, { timeZone: 'Paris' }],
    ['the password, as password', { password: 'p' }, true, { password: 'p', timeZone: 'London' }],
    ['no password if it is not to be updated', { password: 'p' }, false, {}],
  ])('is %s', (_what, wanted, updatePasswords, sent) => {
    expect(changes(wanted, user, { api: 'legacy', updatePasswords })).toEqual(sent);
  });

  it('is no time zone if the current one is unknown', () => {
    const unknown: User = { id: 7, username: 'ada', name: 'Ada King' };
    expect(changes({ name: 'x' }, unknown, { api: 'legacy', updatePasswords: false })).toEqual({
      name: 'x',
    });
  });
});

it('a field differs if the site returns it with another meaning', () => {
  const sent = { name: 'x', email: 'ada@example.com', site_admin: true, notes: 'n' };
  expect(differingFields(sent, there, 'rest')).toEqual(['name', 'site_admin']);
});

it('a field that was not sent differs if it is set and sites have no default for it', () => {
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
  // In the legacy API an administrator has a role, which is always sent.
  const legacy = { ...bare, nickname: 'Ada', site_admin: true, role: 'admin' };
  expect(differingFields({ role: 'admin' }, legacy, 'legacy')).toEqual(['nickname']);
});
