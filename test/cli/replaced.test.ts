import { cp, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { shell, workspace } from './command.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

it('reports and ends if its own files are removed while it runs', async () => {
  const space = await workspace();
  for (const name of ['bin', 'dist', 'package.json'])
    await cp(join(root, name), join(space.path, name), { recursive: true });
  await symlink(join(root, 'node_modules'), join(space.path, 'node_modules'));
  // More than a pipe holds, so that dist is removed only once the command reads. The input looks like a
  // workbook, whose reader is loaded after the end of the input.
  const input = String.raw`{ printf 'PK\003\004'; head -c 1000000 /dev/zero; rm -r dist; }`;
  const tool = `timeout -s KILL 60 ${process.execPath} bin/files-bulk-import.js validate -`;
  const { code, stderr } = await shell(`cd ${space.path}; ${input} | ${tool}`);
  expect(code, stderr).toBe(5);
  expect(stderr).toContain('Cannot find module');
});
