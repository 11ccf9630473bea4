import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openSandbox } from '../sandbox/open.js';
import { run, workspace, type Finished } from './command.js';

/** Names of properties that every object has, and names that would lead elsewhere as paths. */
const csv = `username,password,group_ids,folder_permissions,company,constructor
__proto__,secret-pass-1,"__proto__,constructor",__proto__=full|constructor=full,x,
constructor,secret-pass-1,"toString,hasOwnProperty",../../etc/passwd=full,x,
toString,secret-pass-1,__proto__,C:\\x=full,..,
../../x,secret-pass-1,,/a/../b=full,,
`;

it('names like __proto__ and ../.. can be planned, created, found again, exported and undone', async () => {
  const sandbox = await openSandbox();
  const space = await workspace();
  const file = await space.file('users.csv', csv);
  const state = ['--state-dir', join(space.path, 'state')];
  const env = { FILES_API_KEY: sandbox.apiKey };
  const tool = async (...args: string[]): Promise<Finished> => {
    const finished = await run([...args, ...state], { env });
    expect(finished.code, finished.stderr).toBe(0);
    return finished;
  };
  const at = ['--base-url', sandbox.url];
  const plan = join(space.path, 'plan.json');

  await tool('plan', file, ...at, '--create-groups', '-o', plan);
  const made = JSON.parse((await tool('import', '--plan', plan, '--yes', '--json')).stdout) as {
    run: string;
  };
  expect(made).toMatchObject({ created: 4, failed: 0 });
  const names = sandbox.content.snapshot();
  for (const group of ['__proto__', 'constructor', 'hasOwnProperty', 'toString'])
    expect(names.groups.map(({ name }) => name)).toContain(group);
  for (const folder of ['__proto__', 'constructor', 'etc/passwd', 'C:/x', 'a/b'])
    expect(names.folders).toContain(folder);
  const again = ['--create-groups', '--existing', 'update', '--restart', '--yes', '--json'];
  expect(JSON.parse((await tool('import', file, ...at, ...again)).stdout)).toMatchObject({
    created: 0,
    unchanged: 4,
  });
  const exported = join(space.path, 'export.csv');
  await tool('export', ...at, '-o', exported);
  expect(await readFile(exported, 'utf8')).toMatch(
    /^__proto__,.*,"__proto__,constructor",.*,__proto__=full\|constructor=full$/m,
  );
  await tool('undo', made.run, '--yes');
  expect(sandbox.content.users.size).toBe(1);
});
