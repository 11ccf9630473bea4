import { describe, expect, it } from 'vitest';
import { seed } from '../../src/sandbox/seed.js';
import { sandboxAndCall } from './calling.js';

const recorded = {
  ...Object.fromEntries(
    [
      'allowed_ips',
      'email',
      'name',
      'company',
      'notes',
      'header_text',
      'authenticate_until',
      'require_login_by',
      'sso_strategy_id',
      'type_of_2fa',
      'avatar_url',
      'notification_daily_send_time',
      'password_expire_at',
      'days_remaining_until_password_expire',
    ].map((field) => [field, null]),
  ),
  ...Object.fromEntries(
    [
      'ftp_permission',
      'sftp_permission',
      'dav_permission',
      'restapi_permission',
      'office_integration_enabled',
      'self_managed',
    ].map((field) => [field, true]),
  ),
  ...Object.fromEntries(
    [
      'site_admin',
      'readonly_site_admin',
      'billing_permission',
      'attachments_permission',
      'disabled',
      'disabled_expired_or_inactive',
      'bypass_site_allowed_ips',
      'require_password_change',
      'skip_welcome_screen',
      'externally_managed',
      'active_2fa',
      'password_expired',
      'billable',
    ].map((field) => [field, false]),
  ),
  authentication_method: 'password',
  group_ids: '',
  admin_group_ids: [],
  language: '',
  user_root: '',
  user_home: '',
  password_validity_days: 0,
  ssl_required: 'use_system_setting',
  require_2fa: 'use_system_setting',
  time_zone: 'Eastern Time (US & Canada)',
  api_keys_count: 0,
  public_keys_count: 0,
};

it('a new user has the recorded defaults, and times with the offset of the site', async () => {
  const { call } = await sandboxAndCall({ now: () => Date.parse('2025-05-23T17:50:48.123Z') });
  const { body } = await call('POST', '/users', { username: 'ada', password: 'secret-pass-1' });
  expect(body).toMatchObject({
    ...recorded,
    created_at: '2025-05-23T13:50:48-04:00',
    password_set_at: '2025-05-23T13:50:48-04:00',
  });
});

describe('types of parameters', () => {
  it.each([
    ['password_validity_days', 2 ** 31 - 1, 2 ** 31 - 1],
    ['password_validity_days', -(2 ** 31), -(2 ** 31)],
    ['password_validity_days', '30', 30],
    ['disabled', 'true', true],
    ['disabled', 0, false],
    ['notes', 12, '12'],
    ['require_2fa', 'never_require', 'never_require'],
    ['require_login_by', '2028-02-29T13:27:01-04:00', '2028-02-29T13:27:01-04:00'],
    ['require_login_by', '', null],
  ])('%s: %j is accepted as %j', async (name, given, kept) => {
    const { call } = await sandboxAndCall();
    const { status, body } = await call('POST', '/users', { username: 'ada', [name]: given });
    expect(status).toBe(201);
    expect(body[name]).toEqual(kept);
  });

  it.each([
    ['password_validity_days', -(2 ** 31) - 1, 'is invalid'],
    ['password_validity_days', 1.5, 'is invalid'],
    ['disabled', 'Y', 'is invalid'],
    ['disabled', 'constructor', 'is invalid'],
    ['notes', true, 'is invalid'],
    ['notes', { text: 'a' }, 'is invalid'],
    ['group_ids', ['11'], 'is invalid'],
    ['authentication_method', 'okta', 'does not have a valid value'],
    ['grant_permission', 'admin', 'does not have a valid value'],
    ['require_login_by', '2027-02-29T13:27:01-04:00', 'is invalid'],
    ['require_login_by', '2027-02-28T24:27:01-04:00', 'is invalid'],
    ['require_login_by', '28/02/2027', 'is invalid'],
  ])('%s: %j is refused', async (name, given, message) => {
    const { sandbox, call } = await sandboxAndCall();
    const { status, body } = await call('POST', '/users', { username: 'ada', [name]: given });
    expect(status).toBe(422);
    expect(body).toMatchObject({ type: 'bad-request', error: `${name} ${message}` });
    expect(sandbox.content.users.size).toBe(1);
  });

  it('all errors are reported at once', async () => {
    const { call } = await sandboxAndCall();
    const { body } = await call('POST', '/users', { disabled: 'Y', ssl_required: 'N' });
    expect(body.error).toBe(
      'username is missing, disabled is invalid, ssl_required does not have a valid value',
    );
  });
});

describe('password rules of the site', () => {
  it.each([
    ['password_min_length', 12, 'eleven-char', 'twelve-chars', 'too_short'],
    ['password_require_letter', true, '12345678', '1234567a', 'password_require_letter'],
    ['password_require_mixed', true, 'lowercase', 'Lowercase', 'password_require_mixed'],
    ['password_require_number', true, 'numberless', 'numberless1', 'password_require_number'],
    ['password_require_special', true, 'simple12', 'simple-12', 'password_require_special'],
  ] as const)('%s', async (setting, value, bad, good, key) => {
    const content = seed('key');
    content.settings[setting] = value;
    const { call } = await sandboxAndCall({ content });
    expect(await call('POST', '/users', { username: 'a', password: bad })).toMatchObject({
      status: 422,
      body: { model_error_keys: { password: [key] } },
    });
    const { body } = await call('POST', '/users', { username: 'a', password: good });
    expect(body.username).toBe('a');
    const changed = await call('PATCH', `/users/${String(body.id)}`, { change_password: bad });
    expect(changed.body).toMatchObject({ model_error_keys: { password: [key] } });
  });

  it('a confirmation must match', async () => {
    const { call } = await sandboxAndCall();
    const { body } = await call('POST', '/users', {
      username: 'a',
      password: 'secret-pass-1',
      password_confirmation: 'secret-pass-2',
    });
    expect(body.model_error_keys).toEqual({ password_confirmation: ['confirmation'] });
  });
});

describe('usernames', () => {
  it.each([
    [' a  b ', ['multiple_spaces', 'leading_trailing_space']],
    ['', ['blank']],
    ['Anonymous', ['reserved']],
    ['admin', ['taken']],
  ])('%j is refused with all its errors', async (username, keys) => {
    const { call } = await sandboxAndCall();
    const { body } = await call('POST', '/users', { username });
    expect(body.model_error_keys).toEqual({ username: keys });
  });

  it('may have 50 characters, counted as code points', async () => {
    const { call } = await sandboxAndCall();
    expect((await call('POST', '/users', { username: '🔑'.repeat(50) })).status).toBe(201);
    expect((await call('POST', '/users', { username: '🔑'.repeat(51) })).status).toBe(422);
  });

  it('can change case, and are free again after a change or a deletion', async () => {
    const { call } = await sandboxAndCall();
    const { body } = await call('POST', '/users', { username: 'ada' });
    const path = `/users/${String(body.id)}`;
    expect((await call('PATCH', path, { username: 'Ada' })).body.username).toBe('Ada');
    expect((await call('PATCH', path, { username: 'ADMIN' })).status).toBe(422);
    expect((await call('PATCH', path, { username: null })).status).toBe(422);
    await call('PATCH', path, { username: 'lovelace' });
    const next = await call('POST', '/users', { username: 'ada' });
    expect(next.status).toBe(201);
    await call('DELETE', `/users/${String(next.body.id)}`);
    expect((await call('POST', '/users', { username: 'ADA' })).status).toBe(201);
  });
});

describe('rules of parameters beyond their type', () => {
  it.each([
    ['tags', 'A b', 'invalid'],
    ['tags', 'a,,b', 'invalid'],
    ['notification_daily_send_time', 24, 'inclusion'],
    ['notification_daily_send_time', -1, 'inclusion'],
  ])('%s: %j is refused', async (name, given, key) => {
    const { call } = await sandboxAndCall();
    for (const [method, path] of [
      ['POST', '/users'],
      ['PATCH', '/users/1'],
    ] as const)
      expect(await call(method, path, { username: 'ada', [name]: given })).toMatchObject({
        status: 422,
        body: { model_error_keys: { [name]: [key] } },
      });
  });

  it.each([
    ['tags', 'a-1,b'],
    ['tags', ''],
    ['notification_daily_send_time', 0],
    ['notification_daily_send_time', 23],
  ])('%s: %j is kept', async (name, given) => {
    const { call } = await sandboxAndCall();
    expect((await call('PATCH', '/users/1', { [name]: given })).body[name]).toBe(given);
  });
});

it('null resets a field to its default, and keeps the others', async () => {
  const { call } = await sandboxAndCall();
  const given = {
    name: 'Ada',
    user_root: 'Home/ada',
    ssl_required: 'always_require',
    ftp_permission: false,
    authenticate_until: '2030-01-01',
    group_ids: '11',
  };
  const { body } = await call('POST', '/users', { username: 'ada', company: 'A', ...given });
  expect(body).toMatchObject(given);
  const cleared = Object.fromEntries(Object.keys(given).map((name) => [name, null]));
  const { body: after } = await call('PATCH', `/users/${String(body.id)}`, cleared);
  expect(after).toMatchObject({
    company: 'A',
    name: null,
    user_root: '',
    ssl_required: 'use_system_setting',
    ftp_permission: true,
    authenticate_until: null,
    group_ids: '',
  });
});

it('a disabled SSO strategy accepts no users', async () => {
  const content = seed('key');
  const ssoStrategies = content.ssoStrategies.map((each) => ({ ...each, enabled: each.id !== 27 }));
  const { call } = await sandboxAndCall({ content: { ...content, ssoStrategies } });
  const sso = { username: 'ada', authentication_method: 'sso' };
  expect((await call('POST', '/users', { ...sso, sso_strategy_id: 27 })).body).toMatchObject({
    model_error_keys: { sso_strategy_id: ['invalid'] },
  });
  expect((await call('POST', '/users', { ...sso, sso_strategy_id: 26 })).status).toBe(201);
  const { body } = await call('GET', '/sso_strategies');
  const counts = new Map(body.map(({ id, user_count }) => [id, user_count]));
  expect([counts.get(26), counts.get(27)]).toEqual([1, 0]);
});
