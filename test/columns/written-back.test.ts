import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalPath } from '../../src/columns/path.js';
import { implies, permissionWords, type Grant } from '../../src/columns/permissions.js';
import { allColumns } from '../../src/columns/table.js';
import { folderPermissionsCell } from '../../src/columns/folder-permissions/write.js';
import { isError, readCell } from './reading.js';

/** Cells that resemble the examples of the columns. */
const cells = fc
  .array(
    fc.oneof(
      fc.constantFrom(...allColumns.map(({ example }) => example)),
      fc.constantFrom('Y', 'N', '0', '23', ',', '\n', '/', ' ', '2030-01-01T00:00:00Z', 'tag-1'),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((parts) => parts.join('').trim())
  .filter((cell) => cell !== '');

const returned = allColumns.filter(({ parameter, secret }) => parameter !== null && !secret);

describe.each(returned.map((column) => [column.name, column] as const))('%s', (name, column) => {
  const { kind, example } = column;

  test('is exported from the API as a cell that means the same', () => {
    fc.assert(
      fc.property(fc.oneof(cells, fc.constant(example)), (cell) => {
        const { value, problems } = readCell(name, cell);
        if (problems.some(({ code }) => isError(code))) return;
        const sent = kind.toApi(value);
        const written = readCell(name, kind.fromApi(sent));
        expect(written.problems.filter(({ code }) => isError(code))).toEqual([]);
        expect(kind.toApi(written.value)).toEqual(sent);
      }),
    );
  });

  test('is blank if nothing is set', () => {
    expect(kind.fromApi(null)).toBe('');
    expect(kind.fromApi('')).toBe('');
  });
});

describe('folder_permissions of a user', () => {
  test.each<[string, readonly (readonly [path: string, permission: string, star?: '*'])[]]>([
    ['', []],
    ['Sales=readonly', [['Sales', 'readonly']]],
    ['Sales=readonly*', [['Sales', 'readonly', '*']]],
    ['/=list', [['', 'list']]],
    ['a\\|b=list', [['a|b', 'list']]],
    ['a=b=list', [['a=b', 'list']]],
    [
      'A=list|b=list',
      [
        ['b', 'list'],
        ['A', 'list'],
      ],
    ],
    [
      'A=readwrite',
      [
        ['A', 'writeonly'],
        ['A', 'readonly'],
      ],
    ],
    [
      'A=readwrite*',
      [
        ['A', 'writeonly', '*'],
        ['A', 'readonly', '*'],
      ],
    ],
    [
      'A=readonly,writeonly*',
      [
        ['A', 'writeonly', '*'],
        ['A', 'readonly'],
      ],
    ],
    [
      'A=full',
      [
        ['A', 'writeonly'],
        ['A', 'readonly'],
        ['A', 'full'],
        ['A', 'full', '*'],
      ],
    ],
    [
      'A=admin*,readonly',
      [
        ['A', 'readonly'],
        ['A', 'admin', '*'],
      ],
    ],
    [
      'A=readwrite,history',
      [
        ['A', 'history'],
        ['A', 'readonly'],
        ['a', 'writeonly'],
      ],
    ],
    // What no cell can express is left out, but not the rest.
    [
      'A=list',
      [
        ['A', 'previewonly'],
        ['A', 'list'],
        ['x=list;y', 'full'],
        [' x', 'full'],
      ],
    ],
  ])('%s', (cell, grants) => {
    const given = grants.map(([path, permission, star]) => ({
      path,
      permission,
      recursive: star === undefined,
    }));
    expect(folderPermissionsCell(given)).toBe(cell);
  });

  const folder = fc
    .array(
      fc.constantFrom('a', 'A', 'é', '|', '\\', '=', '=list', ';', ',', '\n', ' ', '/', '*', '"'),
      { minLength: 1, maxLength: 6 },
    )
    .map((parts) => normalPath(parts.join('')));
  const grants: fc.Arbitrary<Grant[]> = fc.array(
    fc.record({
      path: fc.oneof(folder, fc.constantFrom('', 'Sales')),
      permission: fc.constantFrom(...[...permissionWords.values()].flat(), 'previewonly'),
      recursive: fc.boolean(),
    }),
    { maxLength: 6 },
  );

  test('never grant more, have no problems, and are the same in any order', () => {
    fc.assert(
      fc.property(grants, fc.infiniteStream(fc.nat()), (given, order) => {
        const cell = folderPermissionsCell(given);
        if (cell === '') return;
        const { value, problems } = readCell('folder_permissions', cell);
        // The site allows these in names.
        const ofNames = ['folder-permission-spaces', 'control-character'];
        expect(problems.filter(({ code }) => !ofNames.includes(code))).toEqual([]);
        // The column's kind returns such a list.
        for (const read of value as Grant[])
          expect(given.some((grant) => implies(grant, read))).toBe(true);
        const shuffled = given
          .map((grant) => [order.next().value, grant] as const)
          .sort(([a], [b]) => a - b)
          .map(([, grant]) => grant);
        expect(folderPermissionsCell(shuffled)).toBe(cell);
      }),
      { numRuns: 1000 },
    );
  });

  test('are complete for folders with simple names', () => {
    const simple = grants.map((list) =>
      list.flatMap((grant) =>
        grant.permission === 'previewonly'
          ? []
          : [{ ...grant, path: normalPath(grant.path.replace(/[^aAé/]/g, '')) }],
      ),
    );
    fc.assert(
      fc.property(simple, (given) => {
        const cell = folderPermissionsCell(given);
        const read = cell === '' ? [] : (readCell('folder_permissions', cell).value as Grant[]);
        for (const grant of given) expect(read.some((other) => implies(other, grant))).toBe(true);
      }),
    );
  });
});
