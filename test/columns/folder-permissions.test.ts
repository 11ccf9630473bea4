import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readWithCare } from '../../src/columns/folder-permissions/cell.js';
import { implies } from '../../src/columns/permissions.js';
import { codesOf, readCell, soleProblem } from './reading.js';

const column = 'folder_permissions';

/** Permissions as `Sales:readonly`, or `Home:admin*` without sub-folders. */
function granted(cell: string): string[] | undefined {
  const { value } = readCell(column, cell);
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) throw new Error('Expected a list.');
  return value.map(
    (item: { path: string; permission: string; recursive: boolean }) =>
      `${item.path}:${item.permission}${item.recursive ? '' : '*'}`,
  );
}

describe('a valid cell grants its permissions', () => {
  test.each([
    [
      'Sales=readonly|Engineering=readwrite,history|Home/Adam=admin',
      [
        'Sales:readonly',
        'Engineering:readonly',
        'Engineering:writeonly',
        'Engineering:history',
        'Home/Adam:admin',
      ],
    ],
    ['/=readonly', [':readonly']],
    ['Sales\\|North-America=readonly', ['Sales|North-America:readonly']],
    ['Home=admin*', ['Home:admin*']],
    ['Home=readwrite*,history', ['Home:readonly*', 'Home:writeonly*', 'Home:history']],
    ['/Home/Adam/=list', ['Home/Adam:list']],
    ['Home\\Adam=list', ['Home/Adam:list']],
    // Only the bar can be escaped: a backslash before that is one, and a slash to the site.
    ['a\\\\|b=list', ['a/|b:list']],
    ['a=b=list', ['a=b:list']],
    ['=x=list', ['=x:list']],
    ['a=readonly=list', ['a=readonly:list']],
    ['a=b,c=list', ['a=b,c:list']],
    ['Sales, North=list', ['Sales, North:list']],
    ['Sales; North=list', ['Sales; North:list']],
    ['My Folder=readonly', ['My Folder:readonly']],
    ['year=all files=list', ['year=all files:list']],
    ['list of readonly files=list', ['list of readonly files:list']],
    ['a=listed files=list', ['a=listed files:list']],
    ['Größe & Co.=bundle', ['Größe & Co.:bundle']],
    [`${'a'.repeat(5000)}=list`, [`${'a'.repeat(5000)}:list`]],
    ['a=list|b=list|a/b=list', ['a:list', 'b:list', 'a/b:list']],
  ])('%s', (cell, permissions) => {
    expect(readCell(column, cell).problems).toEqual([]);
    expect(granted(cell)).toEqual(permissions);
  });
});

describe('an invalid cell has an error, with the likely intended cell', () => {
  test.each([
    // Separators
    [
      'Sales=readonly;Engineering=full',
      'folder-permission-separator',
      'Sales=readonly|Engineering=full',
    ],
    [
      'Sales=readonly,Engineering=full',
      'folder-permission-separator',
      'Sales=readonly|Engineering=full',
    ],
    [
      'Sales=readonly, history; Eng=full',
      'folder-permission-separator',
      'Sales=readonly,history|Eng=full',
    ],
    ['Sales=readonly*;Eng=full*', 'folder-permission-separator', 'Sales=readonly*|Eng=full*'],
    ['Sales=list;Eng=list;Ops=list', 'folder-permission-separator', 'Sales=list|Eng=list|Ops=list'],
    ['Sales=readonly\nEng=full', 'folder-permission-separator', 'Sales=readonly|Eng=full'],
    ['Sales=readwrite HR=list', 'folder-permission-separator', 'Sales=readwrite|HR=list'],
    ['Sales=full* HR=list', 'folder-permission-separator', 'Sales=full*|HR=list'],
    ['Sales=list\tMy Folder=full', 'folder-permission-separator', 'Sales=list|My Folder=full'],
    ['Sales=read only HR=list', 'folder-permission-separator', 'Sales=readonly|HR=list'],
    [
      'Sales=readonly,list HR=full  Ops=list',
      'folder-permission-separator',
      'Sales=readonly,list|HR=full|Ops=list',
    ],
    ['Sales=readonly;Eng=nothing', 'folder-permission-separator', null],
    ['Sales=read;Eng=readonly', 'folder-permission-separator', 'Sales=readonly|Eng=readonly'],
    ['Sales=rw,Eng=list', 'folder-permission-separator', 'Sales=readwrite|Eng=list'],
    ['Sales=Read Only;Eng=full', 'folder-permission-separator', 'Sales=readonly|Eng=full'],
    ['a=read-only;b=share,c=list', 'folder-permission-separator', 'a=readonly|b=bundle|c=list'],
    // Entries
    ['|Sales=list', 'folder-permission-malformed', 'Sales=list'],
    ['Sales=list|', 'folder-permission-malformed', 'Sales=list'],
    ['Sales=list||Eng=list', 'folder-permission-malformed', 'Sales=list|Eng=list'],
    ['|', 'folder-permission-malformed', null],
    ['Sales', 'folder-permission-malformed', null],
    ['readonly', 'folder-permission-malformed', null],
    ['Sales:readonly', 'folder-permission-malformed', null],
    ['=readonly', 'folder-permission-malformed', null],
    ['Sales=', 'folder-permission-malformed', null],
    ['Sales=,', 'folder-permission-malformed', null],
    ['Sales=list,', 'folder-permission-malformed', 'Sales=list'],
    ['Sales=,list', 'folder-permission-malformed', 'Sales=list'],
    ['Sales=list\\|Eng', 'folder-permission-unknown', null],
    // Permissions
    ['Sales=ReadOnly', 'folder-permission-unknown', 'Sales=readonly'],
    ['Sales=read', 'folder-permission-unknown', 'Sales=readonly'],
    ['Sales=read only', 'folder-permission-unknown', 'Sales=readonly'],
    ['Sales=rw', 'folder-permission-unknown', 'Sales=readwrite'],
    ['Sales=read/write*', 'folder-permission-unknown', 'Sales=readwrite*'],
    ['Sales=readonyl', 'folder-permission-unknown', 'Sales=readonly'],
    ['Sales=readonly;history', 'folder-permission-unknown', 'Sales=readonly,history'],
    ['Sales=*', 'folder-permission-unknown', null],
    ['Sales=list**', 'folder-permission-unknown', 'Sales=list*'],
    ['Sales=everything', 'folder-permission-unknown', null],
    ['Sales=constructor', 'folder-permission-unknown', null],
    ['Sales=Read|Eng=list', 'folder-permission-unknown', 'Sales=readonly|Eng=list'],
    // Folders
    ['..=list', 'path-has-no-name', null],
    ['//=list', 'path-has-no-name', null],
    ['\\=list', 'path-has-no-name', null],
    [`${'a'.repeat(5001)}=list`, 'path-too-long', null],
    ['a /b=list|c=full', 'path-space-at-end', 'a/b=list|c=full'],
    ['a / b=list', 'path-space-at-end', 'a/ b=list'],
    ['a/ /b=list', 'path-space-at-end', null],
  ])('%s', (cell, code, suggestion) => {
    expect(soleProblem(column, cell)).toMatchObject({ code, suggestion });
    expect(granted(cell)).toBeUndefined();
  });

  test('every problem of every entry is reported', () => {
    expect(codesOf(column, 'Sales|Eng=nope,never|..=list')).toEqual([
      'folder-permission-malformed',
      'folder-permission-unknown',
      'folder-permission-unknown',
      'path-has-no-name',
    ]);
  });

  test('there is no suggestion unless all of the cell can be corrected', () => {
    const { problems } = readCell(column, 'Sales=Readonly|Eng');
    expect(problems.map(({ suggestion }) => suggestion)).toEqual([null, null]);
  });
});

describe('a redundant permission is a warning', () => {
  test.each([
    ['Sales=full,readonly', 'folder-permission-implied', ['Sales:full', 'Sales:readonly']],
    ['Sales=admin,history', 'folder-permission-implied', ['Sales:admin', 'Sales:history']],
    ['Sales=readonly,list', 'folder-permission-implied', ['Sales:readonly', 'Sales:list']],
    ['Sales=list,list', 'folder-permission-implied', ['Sales:list']],
    ['Sales=full,list*', 'folder-permission-implied', ['Sales:full', 'Sales:list*']],
    ['Sales=list,list*', 'folder-permission-implied', ['Sales:list']],
    ['Sales=list*,list', 'folder-permission-implied', ['Sales:list']],
    [
      'Sales=list|sales=history',
      'folder-permission-repeated folder-permission-implied',
      ['Sales:list', 'sales:history'],
    ],
    [
      'Sales=writeonly|/SALES/=bundle',
      'folder-permission-repeated',
      ['Sales:writeonly', 'SALES:bundle'],
    ],
    [
      'Café=writeonly|CAFE\u0301=list',
      'folder-permission-repeated',
      ['Café:writeonly', 'CAFE\u0301:list'],
    ],
  ])('%s', (cell, codes, permissions) => {
    expect(codesOf(column, cell)).toEqual(codes.split(' '));
    expect(granted(cell)).toEqual(permissions);
  });

  test.each([
    ['a=list,list', '"a", list is given twice'],
    ['a=readwrite,readonly', '"a", readonly is already part of readwrite'],
    ['a=list*,readwrite', '"a", list* is already part of readwrite'],
    ['/a=readwrite,full', '"/a", readwrite is already part of full'],
    ['a=list|A=history', '"a", list is already part of history'],
  ])('the message for %s quotes the cell', (cell, said) => {
    const { problems } = readCell(column, cell);
    const [message, ...others] = problems
      .filter(({ code }) => code === 'folder-permission-implied')
      .map((problem) => problem.message);
    expect(message).toContain(said);
    expect(others).toEqual([]);
  });

  test.each([
    ['another folder', 'Sales=full|Eng=readonly'],
    ['a sub-folder', 'Sales=full|Sales/North=readonly'],
    ['a permission that includes sub-folders', 'Sales=full*,readonly'],
    ['unrelated permissions', 'Sales=readonly,writeonly,history'],
    ['share and upload', 'Sales=bundle,writeonly'],
  ])('but not %s', (_what, cell) => {
    expect(codesOf(column, cell)).toEqual([]);
  });
});

describe('a local path is a warning, which names the resulting folder on the site', () => {
  test.each([
    ['C:\\Sales=readonly', 'C:/Sales', 'C:/Sales:readonly'],
    ['c:/Sales=list*', 'c:/Sales', 'c:/Sales:list*'],
    ['\\\\server\\homes\\ada=full', 'server/homes/ada', 'server/homes/ada:full'],
  ])('%s', (cell, folder, permission) => {
    const { code, message } = soleProblem(column, cell);
    expect(code).toBe('path-of-a-computer');
    expect(message).toContain(`the folder "${folder}"`);
    expect(granted(cell)).toEqual([permission]);
  });
});

describe('spaces around separators are a warning, and are ignored', () => {
  test.each([
    ['Sales = readonly', 'Sales=readonly'],
    ['Sales=readonly | Eng=full', 'Sales=readonly|Eng=full'],
    ['Sales =readonly|Eng=full', 'Sales=readonly|Eng=full'],
    ['Sales=readonly, history', 'Sales=readonly,history'],
    ['Sales=readonly *', 'Sales=readonly*'],
    ['Sales\\|North =list', 'Sales\\|North=list'],
  ])('%s', (cell, suggestion) => {
    expect(soleProblem(column, cell)).toMatchObject({
      code: 'folder-permission-spaces',
      suggestion,
    });
    expect(granted(cell)).toEqual(granted(suggestion));
  });
});

test('which permissions include others', () => {
  const on = (permission: string) => ({ path: 'a', permission, recursive: true });
  expect(implies(on('bundle'), on('writeonly'))).toBe(false);
  expect(implies(on('history'), on('list'))).toBe(true);
  expect(implies(on('list'), on('history'))).toBe(false);
  expect(implies(on('admin'), on('full'))).toBe(true);
  expect(implies(on('full'), on('history'))).toBe(false);
});

describe('a cell built from folders and permissions', () => {
  // None of these includes another.
  const permissions = fc.subarray(['writeonly', 'history', 'bundle'] as const, { minLength: 1 });
  const name = fc
    .string({
      unit: fc.constantFrom(...Array.from('aZé09 .-_=|,;*\\/𝄞')),
      minLength: 1,
      maxLength: 12,
    })
    // On the site, no folder name ends with white space.
    .map((text) => `n${text.replace(/ +(?=[/\\])/g, '')}x`);
  const model = fc.uniqueArray(fc.record({ folder: name, permissions, recursive: fc.boolean() }), {
    minLength: 1,
    maxLength: 6,
    selector: ({ folder }) => siteForm(folder),
  });

  function siteForm(folder: string): string {
    return folder
      .split(/[/\\]/)
      .filter((part) => !['', '.', '..'].includes(part))
      .join('/');
  }

  test('grants what it was built from', () => {
    fc.assert(
      fc.property(model, (entries) => {
        // Comparison without case and accents is tested elsewhere.
        fc.pre(
          new Set(entries.map(({ folder }) => siteForm(folder).toLowerCase())).size ===
            entries.length,
        );
        const cell = entries
          .map(({ folder, permissions: list, recursive }) => {
            const words = list.map((word) => (recursive ? word : `${word}*`));
            return `${folder.replaceAll('|', '\\|')}=${words.join(',')}`;
          })
          .join('|');
        expect(readCell(column, cell).problems).toEqual([]);
        expect(granted(cell)).toEqual(
          entries.flatMap(({ folder, permissions: list, recursive }) =>
            list.map((word) => `${siteForm(folder)}:${word}${recursive ? '' : '*'}`),
          ),
        );
      }),
      { numRuns: 500 },
    );
  });
});

test('the fast path reads a cell like the careful one', () => {
  const piece = fc.oneof(
    fc.constantFrom('Sales', 'sales', 'Home/ada', 'a.b', '..', '/', 'É', ' ', '', 'a b', '\\', '='),
    fc.string({ maxLength: 4 }),
  );
  const words = fc.constantFrom(
    ...['readonly', 'readwrite', 'admin*', 'list', 'full', 'Full', '', ' list', 'history'],
  );
  const entry = fc
    .tuple(piece, fc.array(words, { minLength: 1, maxLength: 3 }))
    .map(([folder, list]) => `${folder}=${list.join(',')}`);
  const cell = fc.array(
    fc.oneof({ weight: 5, arbitrary: entry }, { weight: 1, arbitrary: piece }),
    {
      minLength: 1,
      maxLength: 10,
    },
  );
  fc.assert(
    fc.property(cell, (parts) => {
      const text = parts.join('|');
      const problems: unknown[] = [];
      const value = readWithCare(text, (code, message, suggestion = null) =>
        problems.push({ code, message, suggestion }),
      );
      expect(readCell(column, text)).toEqual({ value, problems });
    }),
    { numRuns: 3000 },
  );
});
