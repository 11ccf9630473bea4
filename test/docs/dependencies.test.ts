import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';

const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

it('the decision lists exactly the runtime dependencies, each with a reason', async () => {
  const { dependencies } = JSON.parse(await read('package.json')) as { dependencies: object };
  const page = await read('docs/decisions/006-runtime-dependencies.md');
  const reasons = [...page.matchAll(/^\| ([a-z][\w.-]+) +\| \w.{19,} *\|$/gm)].map(
    ([, name]) => name,
  );
  expect(reasons.sort()).toEqual(Object.keys(dependencies).sort());
  expect(page).toContain(`${reasons.length} packages`);
});
