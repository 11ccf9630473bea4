import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { legacyColumns } from '../src/columns/legacy/columns.js';
import { allLegacyPermissions } from '../src/columns/legacy/permissions.js';
import { allColumns, columnByName } from '../src/columns/table.js';
import { matchLegacy } from '../src/sandbox/legacy.js';
import { legacyParameters } from '../src/sandbox/legacy-parameters.js';
import { userUpdateParameters } from '../src/sandbox/parameters.js';
import { match } from '../src/sandbox/routes.js';

const page = await readFile(new URL('../docs/endpoints.md', import.meta.url), 'utf8');
const [rest = '', legacy = ''] = page.split('## The legacy API v2');

/** The rows of the table below a heading: the first cell, and the second. */
function rows(text: string, heading?: string): ReadonlyMap<string, string> {
  const part = heading === undefined ? text : (text.split(`### ${heading}\n`)[1] ?? '');
  const [table = ''] = part.split(/\n##/);
  return new Map(
    [...table.matchAll(/^\| `([^`]+)`\s*\|(.*)\|$/gm)].map(([, name = '', what = '']) => [
      name,
      what.trim(),
    ]),
  );
}

const restRows = new Map([
  ...rows(rest, 'Create User and Update User'),
  ...rows(rest, 'Parameters of newer versions'),
]);
const legacyRows = rows(legacy, 'Create a User and Update a User');

describe('docs/endpoints.md', () => {
  it('lists exactly the parameters that the site accepts', () => {
    const known = [...Object.keys(userUpdateParameters), 'avatar_file'];
    // Expected is what src/sandbox/parameters.ts has, and received is the page.
    expect([...restRows.keys()].sort()).toEqual(known.sort());
    expect([...legacyRows.keys()]).toEqual(legacyParameters);
    expect([...rows(legacy, 'The permissions object').keys()].sort()).toEqual(
      Object.keys(allLegacyPermissions).sort(),
    );
  });

  it.each(allColumns.map(({ name, parameter }) => [name, parameter] as const))(
    'says which parameter column %s sets in REST v1: %s',
    (name, parameter) => {
      const what = parameter === null ? rest : (restRows.get(parameter) ?? '');
      expect(what, `its row in docs/endpoints.md: ${parameter ?? 'an endpoint'}`).toContain(
        parameter === null ? `\`${name}\` (\`POST` : `column \`${name}\``,
      );
    },
  );

  it.each(allColumns.map(({ name }) => name))(
    'says which parameter column %s sets in the legacy API',
    (name) => {
      const column = new Map(Object.entries(legacyColumns)).get(name);
      const parameters = [...legacyRows].filter(([, what]) =>
        what.startsWith(`column \`${name}\``),
      );
      expect(parameters.map(([parameter]) => parameter)).toEqual(column ? [column.parameter] : []);
    },
  );

  it('names only existing columns, and says why other parameters are not used', () => {
    for (const what of [...restRows.values(), ...legacyRows.values()]) {
      const named = [...what.matchAll(/column `(\w+)`/g)].map(([, name = '']) => name);
      if (named.length === 0) expect(what).toMatch(/^not used: ./);
      for (const name of named) expect(columnByName.has(name), name).toBe(true);
    }
  });

  it.each([
    ['REST v1', rest, match, 20],
    ['the legacy API', legacy, matchLegacy, 5],
  ] as const)('names only existing endpoints of %s', (_api, text, find, count) => {
    const endpoints = [...text.matchAll(/^\| `([A-Z]+) (\/[^`]+)`/gm)];
    expect(endpoints).toHaveLength(count);
    for (const [, method = '', path = ''] of endpoints)
      expect(find(method, path.replace('{id}', '7').replace('{path}', 'a')), path).toBeDefined();
  });
});
