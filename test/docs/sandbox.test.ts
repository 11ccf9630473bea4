import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { faultKinds } from '../../src/sandbox/faults.js';
import { sandboxKey, seed } from '../../src/sandbox/seed.js';

const page = await readFile(new URL('../../docs/sandbox.md', import.meta.url), 'utf8');

it('docs/sandbox.md lists every fault', () => {
  const rows = [...page.matchAll(/^\| `([\w-]+)` .*\| (yes|no)\s*\|$/gm)];
  expect(rows.map(([, kind]) => kind)).toEqual(faultKinds);
});

it('docs/sandbox.md lists the groups of a new site', () => {
  for (const { name } of seed(sandboxKey).groups) expect(page).toContain(name);
});
