import { posix, win32 } from 'node:path';
import { expect, test } from 'vitest';
import { samePath } from '../../src/source/same-path.js';

test.each([
  ['/hr/users.csv', '/hr/../hr/users.csv', posix, true],
  ['/hr/users.csv', '/hr/Users.csv', posix, false],
  ['C:\\hr\\users.csv', 'c:/HR/Users.CSV', win32, true],
  ['C:\\hr\\users.csv', 'D:\\hr\\users.csv', win32, false],
  ['\\\\server\\hr\\users.csv', '//SERVER/hr/users.csv', win32, true],
])('%s and %s', (a, b, system, same) => {
  expect(samePath(a, b, system)).toBe(same);
});
