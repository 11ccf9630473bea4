import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { lockOwner } from '../../src/library/this-process.js';
import { RunStore } from '../../src/run/journal/store.js';
import { makeDirectory } from '../directory.js';
import { hasModes } from '../private.js';
import { usualOptions } from './importing.js';

it.runIf(hasModes)('only its owner can read a state directory', async () => {
  const directory = await makeDirectory();
  const before = process.umask(0);
  onTestFinished(() => {
    process.umask(before);
  });
  const state = join(directory, 'a', 'state');
  const store = new RunStore(state, lockOwner);
  const file = { name: 'users.csv', path: null, sha256: 'f'.repeat(64) };
  const site = 'https://acme.files.com/api/rest/v1';
  await store.create({
    file,
    site,
    options: usualOptions,
    plan: undefined,
    program: 'test',
    now: 0,
  });
  const lock = await store.lock(file.sha256, site);
  const modes = async (): Promise<string[]> => {
    const paths = ['', ...(await readdir(join(directory, 'a'), { recursive: true }))];
    const stats = await Promise.all(paths.map((path) => stat(join(directory, 'a', path))));
    return stats.map((found) => `${found.isFile() ? 'f' : 'd'}${(found.mode & 0o777).toString(8)}`);
  };
  expect(new Set(await modes())).toEqual(new Set(['d700', 'f600']));
  await lock.release();
  expect(new Set(await modes())).toEqual(new Set(['d700', 'f600']));
});
