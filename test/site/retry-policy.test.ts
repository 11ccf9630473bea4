import { describe, expect, it } from 'vitest';
import { isDenial } from '../../src/site/denial.js';
import { refusalOfOurs } from '../../src/site/errors.js';
import { backoff, parseRetryAfter } from '../../src/site/retry-policy.js';

const most = (): number => 0.999999;

describe('a refusal concerns every request', () => {
  it.each<[number, string | null, boolean]>([
    [422, 'processing-failure/model-save-error', false],
    [404, null, false],
    [401, null, true],
    [403, 'not-authorized/site-admin-required', true],
    [403, 'not-authorized/read-only-session', true],
    [403, 'not-authorized/insufficient-permission-for-params', false],
    [403, 'not-authorized/api-key-is-disabled', true],
    [403, 'not-authorized/api-key-only-for-desktop-app', true],
    [403, 'not-authorized/full-permission-required', false],
    [403, 'not-authorized/read-only-session-of-another', false],
    [403, 'site-configuration/trial-expired', true],
    [403, 'site-configuration/account-overdue', true],
    [403, 'site-configuration/user-requests-enabled-required', false],
    [422, 'site-configuration/trial-expired', false],
    [403, 'not-authenticated/api-key-expired', true],
    [422, 'not-authenticated/x', false],
    [403, 'x/not-authenticated/', false],
    [403, 'site-configuration/x', false],
    [403, null, false],
  ])('%i with %s: %s', (status, type, expected) => {
    expect(isDenial({ ...refusalOfOurs(status, ''), type })).toBe(expected);
  });
});

describe('the wait before the next attempt', () => {
  it('is random up to a limit that doubles from half a second to half a minute', () => {
    const longest = [1, 2, 3, 4, 5, 6, 7, 8, 50].map((attempt) =>
      Math.round(backoff(attempt, most)),
    );
    expect(longest).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
    expect(backoff(4, () => 0)).toBe(0);
    expect(backoff(4, () => 0.5)).toBe(2000);
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2027-03-14T09:30:00Z');
  it.each<[string | undefined, number | null]>([
    ['5', 5000],
    ['0', 0],
    ['60', 60_000],
    ['aaaaaa', null],
    ['', null],
    ['-5', null],
    ['1.5', null],
    [' 5 ', 5000],
    ['5 s', null],
    ['999999999', 999_999_999_000],
    ['1000000000', null],
    ['2027-03-14T09:30:12Z', null],
    [undefined, null],
    ['Sun, 14 Mar 2027 09:30:12 GMT', 12_000],
    ['Sun, 14 Mar 2027 09:29:00 GMT', 0],
    ...['Sun, 14', 'Mon, 15', 'Tue, 16', 'Wed, 17', 'Thu, 18', 'Fri, 19', 'Sat, 20'].map(
      (day, index): [string, number] => [`${day} Mar 2027 09:30:00 GMT`, index * 86_400_000],
    ),
    ['Sunday', null],
    ['at Sun, 14 Mar 2027 09:30:12 GMT', null],
  ])('%s', (value, expected) => {
    expect(parseRetryAfter(value, now)).toBe(expected);
  });
});
