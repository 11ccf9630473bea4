import { expect, it } from 'vitest';
import { beyondLimits, type Limits } from '../../src/run/plan/limits.js';

const plan = (create: number, administrators: readonly string[]) => ({
  create,
  admins: administrators.length,
  administrators: [...administrators],
});
const seven = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];

it.each<[string, ReturnType<typeof plan>, Limits | undefined, readonly string[]]>([
  ['no limits', plan(1000, seven), undefined, []],
  ['as many as allowed', plan(7, seven), { maxNew: 7, maxAdmins: 7 }, []],
  [
    'one user too many',
    plan(1, []),
    { maxNew: 0 },
    ['The plan creates 1 user; --max-new allows 0.'],
  ],
  [
    'some users too many',
    plan(8, []),
    { maxNew: 7 },
    ['The plan creates 8 users; --max-new allows 7.'],
  ],
  [
    'one administrator too many',
    plan(1, ['a']),
    { maxAdmins: 0 },
    ['The plan adds 1 site administrator (a); --max-admins allows 0.'],
  ],
  [
    'five administrators, all of them named',
    plan(5, seven.slice(0, 5)),
    { maxAdmins: 4 },
    ['The plan adds 5 site administrators (a, b, c, d, e); --max-admins allows 4.'],
  ],
  [
    'too many of both',
    plan(8, seven),
    { maxNew: 0, maxAdmins: 1 },
    [
      'The plan creates 8 users; --max-new allows 0.',
      'The plan adds 7 site administrators (a, b, c, d, e, and 2 more); --max-admins allows 1.',
    ],
  ],
])('%s', (_what, of, limits, beyond) => {
  expect(beyondLimits(of, limits)).toEqual(beyond);
});
