import { mkdir, open, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join, normalize, posix, win32 } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  NameTakenError,
  NewFile,
  placeAt,
  placeBeside,
  placeNamed,
} from '../../src/source/new-file.js';
import { removeDirectory } from '../../src/source/spool.js';
import { makeDirectory } from '../directory.js';
import { expectPrivate } from '../private.js';

let directory = '';

beforeEach(async () => {
  directory = await makeDirectory();
});

const at = (name: string): string => join(directory, name);

describe('names beside a file', () => {
  test.each([
    [
      '/a/users.csv',
      ['/a', '/else'],
      ['users.fixed.csv', 'users.fixed-2.csv', 'users.fixed-3.csv'],
    ],
    [
      '/a/users.CSV.GZ',
      ['/a', '/else'],
      ['users.fixed.csv', 'users.fixed-2.csv', 'users.fixed-3.csv'],
    ],
    [
      '/a/my.users.xlsx',
      ['/a', '/else'],
      ['my.users.fixed.csv', 'my.users.fixed-2.csv', 'my.users.fixed-3.csv'],
    ],
    [
      'users.gz.csv',
      ['.', '/else'],
      ['users.gz.fixed.csv', 'users.gz.fixed-2.csv', 'users.gz.fixed-3.csv'],
    ],
    [null, ['/else'], ['stdin.fixed.csv', 'stdin.fixed-2.csv', 'stdin.fixed-3.csv']],
  ])('%s', (path, directories, expected) => {
    const place = placeBeside(path, 'fixed', '/else');
    expect(place.directories.map(normalize)).toEqual(directories.map(normalize));
    const names = place.names()[Symbol.iterator]();
    expect(expected.map(() => names.next().value as unknown)).toEqual(expected);
  });
});

test.each([
  'C:users.csv',
  'C:\\users.csv',
  'C:my\\users.csv',
  'users.csv',
  '\\\\server\\hr\\users.csv',
])('a file named %s on Windows is there', (path) => {
  const { directories, names } = placeNamed(path, win32);
  expect(win32.join(...directories, ...names())).toBe(path);
});

test.each(['NUL', 'hr\\con.csv', 'Com1.tar.gz', 'users.csv.', 'users.csv '])(
  '%j is refused on Windows, where no other program could open it',
  (path) => {
    expect(() => placeNamed(path, win32)).toThrow(NameTakenError);
    expect([...placeNamed(path, posix).names()]).toEqual([path]);
  },
);

test.each(['null.csv', 'console', 'com.csv', '.nul', 'aux-1.csv', 'users .csv'])(
  '%j is a name like any other on Windows',
  (path) => {
    expect([...placeNamed(path, win32).names()]).toEqual([path]);
  },
);

describe('a new file', () => {
  test('gets its name only once it is complete, and is private', async () => {
    let partial = '';
    const onPartial = (path: string): void => {
      partial = path;
    };
    const file = await NewFile.create({ ...(await placeAt(at('new.csv'))), onPartial });
    await file.write('a\n');
    await file.write('b\n');
    expect(await readdir(directory)).toEqual([partial.slice(directory.length + 1)]);
    await expectPrivate(partial);
    expect(await file.publish()).toBe(at('new.csv'));
    await file.discard();
    expect(await readdir(directory)).toEqual(['new.csv']);
    expect(await readFile(at('new.csv'), 'utf8')).toBe('a\nb\n');
    await expectPrivate(at('new.csv'));
  });

  test('leaves nothing if it is discarded', async () => {
    const file = await NewFile.create(await placeAt(at('new.csv')));
    await file.write('a');
    await file.discard();
    expect(await readdir(directory)).toEqual([]);
  });

  test('never replaces another, even one created meanwhile', async () => {
    await writeFile(at('taken.csv'), 'mine');
    await symlink(at('nowhere'), at('link.csv'));
    for (const name of ['taken.csv', 'link.csv'])
      await expect(placeAt(at(name))).rejects.toThrow(NameTakenError);
    const file = await NewFile.create(await placeAt(at('new.csv')));
    await writeFile(at('new.csv'), 'mine');
    await expect(file.publish()).rejects.toThrow(`${at('new.csv')} exists already`);
    await file.discard();
    expect((await readdir(directory)).sort()).toEqual(['link.csv', 'new.csv', 'taken.csv']);
    expect(await readFile(at('new.csv'), 'utf8')).toBe('mine');
  });

  test('leaves its name free if it cannot be given it', async () => {
    let partial = '';
    const onPartial = (path: string): void => {
      partial = path;
    };
    const file = await NewFile.create({ ...(await placeAt(at('new.csv'))), onPartial });
    await rm(partial);
    await expect(file.publish()).rejects.toThrow('ENOENT');
    expect(await readdir(directory)).toEqual([]);
  });

  test('takes the next free name beside a file', async () => {
    await writeFile(at('users.rejects.csv'), 'mine');
    await mkdir(at('users.rejects-2.csv'));
    const file = await NewFile.create(placeBeside(at('users.csv'), 'rejects'));
    expect(await file.publish()).toBe(at('users.rejects-3.csv'));
    expect(await readFile(at('users.rejects.csv'), 'utf8')).toBe('mine');
  });

  test.each(['a'.repeat(251), '名'.repeat(83)])(
    'gets a shorter name beside a file with a long one: %s',
    async (stem) => {
      const whole = at(`${stem}.csv`);
      await writeFile(whole, '');
      const file = await NewFile.create(placeBeside(whole, 'passwords'));
      const name = (await file.publish()).slice(directory.length + 1);
      expect(stem.startsWith(name.replace('.passwords.csv', ''))).toBe(true);
    },
  );

  test('is created in the next directory if one cannot be written to', async () => {
    const file = await NewFile.create(placeBeside(at('missing/users.csv'), 'fixed', directory));
    expect(await file.publish()).toBe(at('users.fixed.csv'));
    const none = NewFile.create(placeBeside(at('missing/users.csv'), 'fixed', at('too')));
    await expect(none).rejects.toMatchObject({ code: 'ENOENT', path: at('too') });
    await expect(NewFile.create(placeBeside(null, 'fixed'))).rejects.toThrow('no directory');
  });
});

// Only Windows refuses to replace or remove a file that is open.
describe.runIf(process.platform === 'win32')('another program has a file open for a moment', () => {
  const openAlone = 0x10000000; // UV_FS_O_EXLOCK

  test('and it is replaced then', async () => {
    await writeFile(at('report.csv'), 'old');
    const file = await NewFile.create(placeNamed(at('report.csv')));
    await file.write('new');
    const other = await open(at('report.csv'), openAlone);
    const closed = setTimeout(150).then(() => other.close());
    await file.publish({ replaces: true });
    await closed;
    expect(await readFile(at('report.csv'), 'utf8')).toBe('new');
  });

  test('and its directory is removed then', async () => {
    await mkdir(at('copies'));
    await writeFile(at('copies/copy'), 'secret');
    const other = await open(at('copies/copy'), openAlone);
    const closed = setTimeout(150).then(() => other.close());
    await removeDirectory(at('copies'));
    await closed;
    expect(await readdir(directory)).toEqual([]);
  });
});
