import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/site/outcome.js';
import { backoff, decide, parseRetryAfter } from '../../src/site/retry-policy.js';

const refusal = (status: number, type: string | null = null): Outcome => ({
  type: 'refused',
  refusal: { status, type, message: '', modelErrors: {}, requestId: null },
});
const limited: Outcome = {
  type: 'limited',
  retryAfter: 7000,
  refusal: { status: 429, type: null, message: '', modelErrors: {}, requestId: null },
};
const most = (): number => 0.999999;

describe('what to do after an attempt', () => {
  it.each<[string, Outcome, string, string]>([
    ['a reply', { type: 'reply', body: null, headers: {} }, 'return', 'return'],
    ['422', refusal(422, 'processing-failure/model-save-error'), 'refuse', 'refuse'],
    ['404', refusal(404), 'refuse', 'refuse'],
    ['401', refusal(401), 'deny', 'deny'],
    [
      '403 for want of an administrator',
      refusal(403, 'not-authorized/site-admin-required'),
      'deny',
      'deny',
    ],
    [
      '403 for a session that may only read',
      refusal(403, 'not-authorized/read-only-session'),
      'deny',
      'deny',
    ],
    [
      '403 for a parameter',
      refusal(403, 'not-authorized/insufficient-permission-for-params'),
      'refuse',
      'refuse',
    ],
    ['403 for the key', refusal(403, 'not-authenticated/api-key-expired'), 'deny', 'deny'],
    ['422 by that name', refusal(422, 'not-authenticated/x'), 'refuse', 'refuse'],
    ['403 of a kind that ends so', refusal(403, 'x/not-authenticated/'), 'refuse', 'refuse'],
    ['403 of another kind', refusal(403, 'site-configuration/x'), 'refuse', 'refuse'],
    ['403 of an unknown kind', refusal(403), 'refuse', 'refuse'],
    ['429', limited, 'pause', 'pause'],
    ['no connection', { type: 'unreachable', message: '', lasting: true }, 'retry', 'retry'],
    ['a lost reply', { type: 'lost', message: '' }, 'retry', 'look-up'],
  ])('%s', (_what, outcome, safe, create) => {
    expect(decide(outcome, 'safe', 1, most).next).toBe(safe);
    expect(decide(outcome, 'create', 1, most).next).toBe(create);
  });

  it('a 429 waits as long as the site says', () => {
    expect(decide(limited, 'create', 3, most)).toEqual({ next: 'pause', wait: 7000 });
  });
});

describe('the wait before the next attempt', () => {
  it('doubles from half a second to half a minute, and is drawn from all of it', () => {
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
