import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { run, shell } from './command.js';
import { usersCsv } from './site.js';
import { setUp as sceneOf } from './scene.js';

/** A scene without questions. */
async function setUp(csv: string) {
  const { at, ...scene } = await sceneOf(csv);
  return { ...scene, at: [...at, '--yes'] };
}

it.each([
  ['all output', '2>&1 | head -n 1', ''],
  ['its account', '| true', ''],
  ['its account in JSON', '| true', '--json'],
])('an import finishes although nobody reads its output: %s', async (_what, reader, flag) => {
  const { sandbox, space, file, at, env } = await setUp(usersCsv(40));
  const report = join(space.path, 'report.json');
  const command = `$tool import ${file} ${at.join(' ')} ${flag} --report ${report}`;
  const { stdout, stderr } = await shell(`${command} ${reader}; echo "\${PIPESTATUS[0]}"`, env);
  expect(stdout.trim().split('\n').at(-1), stderr).toBe('0');
  expect(sandbox.content.users.size).toBe(41);
  expect(JSON.parse(await readFile(report, 'utf8'))).toHaveProperty('outcomes');
});

it('an import that nobody reads still ends with 3 if rows failed', async () => {
  const { file, at, env } = await setUp(
    'username,password,email\nada,secret-pass-1,\nbob,secret-pass-2,nobody\n',
  );
  const command = `$tool import ${file} ${at.join(' ')} --skip-invalid`;
  const { stdout } = await shell(`${command} | true; echo "\${PIPESTATUS[0]}"`, env);
  expect(stdout).toBe('3\n');
});

/** More errors than a pipe holds, in any format. */
const manyErrors = `username,authentication_method\n${'a,oktaX\n'.repeat(10_000)}`;

it.each([
  ['validate', '| true', ''],
  ['validate', '| head -n 1', '--json'],
  ['validate', '| head -n 1', '--ndjson'],
  ['fix', '| true', '--dry-run'],
  ['fix', '| head -n 1', '-o -'],
  ['plan', '| true', '--sandbox'],
  ['import', '| true', '--sandbox --yes'],
])(
  '%s that nobody reads has the exit code of the whole file: %s %s',
  async (name, reader, flags) => {
    const { file } = await setUp(manyErrors);
    const { stdout, stderr } = await shell(
      `$tool ${name} ${file} ${flags} ${reader}; echo "\${PIPESTATUS[0]}"`,
    );
    expect(stdout.trim().split('\n').at(-1), stderr).toBe('1');
  },
);

it('an ended run that nobody reads has its exit code', async () => {
  const { file, at, env } = await setUp(
    'username,password,email\nada,secret-pass-1,\nbob,secret-pass-2,nobody\n',
  );
  const command = `$tool import ${file} ${at.join(' ')} --skip-invalid`;
  const { stdout } = await shell(
    `${command} > /dev/null; ${command} | true; echo "\${PIPESTATUS[0]}"`,
    env,
  );
  expect(stdout).toBe('3\n');
});

it('users finishes although nobody reads its output', async () => {
  const { sandbox, file, at, env } = await setUp('username\nada\nnobody-of-that-name\n');
  const ada = { id: 50, username: 'ada', fields: {}, groupIds: [], adminGroupIds: [] };
  sandbox.content.addUser(ada);
  const command = `$tool users disable ${file} ${at.join(' ')}`;
  const { stdout } = await shell(`${command} | true; echo "\${PIPESTATUS[0]}"`, env);
  expect(stdout).toBe('3\n');
  expect(sandbox.content.userNamed('ada')?.fields.disabled).toBe(true);
});

it('a report does not replace the rejects that were written meanwhile', async () => {
  const { space, file, at, env } = await setUp(
    'username,password,email\nada,secret-pass-1,\nbob,secret-pass-2,nobody\n',
  );
  const report = join(space.path, 'users.rejects.csv');
  const { code, stderr } = await run(
    ['import', file, ...at, '--skip-invalid', '--report', report],
    { env },
  );
  expect(code).toBe(3);
  expect(stderr).toContain('exists already and is not a report');
  expect(await readFile(report, 'utf8')).toContain('bob,secret-pass-2,nobody');
});
