import { expect, it } from 'vitest';
import { changedOptions } from '../../src/run/journal/find-run.js';
import type { BoundOptions } from '../../src/run/journal/format.js';
import { usualOptions } from './importing.js';

const usual: BoundOptions = { ...usualOptions, read: {} };

const mapped = (columns: Record<string, { header: string }>, ignore: string[] = []) => ({
  read: { mapping: { columns, ignore } },
});

it.each<[Partial<BoundOptions>, Partial<BoundOptions>, string[]]>([
  [{}, {}, []],
  [{ generatePasswords: true }, {}, ['--generate-passwords was given and is not now']],
  [{}, { createFolders: false }, ['--no-create-folders was not given and is now']],
  [{ existing: 'skip' }, { existing: 'update' }, ['--existing was skip and is now update']],
  [{ read: { sheet: 'HR' } }, {}, ['--sheet HR was given and is not now']],
  [{}, { read: { encoding: 'latin1' } }, ['--encoding was not given and is now latin1']],
  [{}, mapped({ username: { header: 'Login' } }), ['--map was not given and is now']],
  [
    mapped({ username: { header: 'Login' }, email: { header: 'Mail' } }),
    mapped({ username: { header: 'Login' }, email: { header: 'E-Mail' } }, ['Age']),
    ['--map differs for email', '--map ignores other headers'],
  ],
])('%j, then %j', (before, now, changed) => {
  expect(changedOptions({ ...usual, ...before }, { ...usual, ...now })).toEqual(changed);
});
