import { rmSync } from 'node:fs';
import { cp, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { shell } from './command.js';
import { atFirst, okta, setUp, useScenes } from './scene.js';

useScenes();

const root = fileURLToPath(new URL('../..', import.meta.url));

it('a command whose program is gone while it runs says so, and ends', async () => {
  const { sandbox, space, file, at, env } = await setUp(okta(['ada']));
  for (const name of ['bin', 'dist', 'package.json'])
    await cp(join(root, name), join(space.path, name), { recursive: true });
  await symlink(join(root, 'node_modules'), join(space.path, 'node_modules'));
  atFirst(
    sandbox,
    () => true,
    () => rmSync(join(space.path, 'dist'), { recursive: true }),
  );
  const tool = join(space.path, 'bin/files-bulk-import.js');
  const line = `timeout -s KILL 60 ${process.execPath} ${tool} import ${file} --yes ${at.join(' ')}`;
  const { code, stderr } = await shell(line, env);
  expect(code, stderr).toBe(5);
  expect(stderr).toContain('Cannot find module');
});
