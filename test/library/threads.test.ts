import { cp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root, runScript, space, useInstalled } from './installed.js';

useInstalled();

/** A program that checks a file of many blocks with issues. */
function checking(use: string): string {
  return `
    import { validateFile } from 'files-bulk-import';
    const row = 'ada,' + 'x'.repeat(1000) + ',nonsense\\n';
    const file = Buffer.from('username,company,email\\n' + row.repeat(2000));
    const check = validateFile(file, { threads: 2 });
    ${use}
    setTimeout(() => console.log('goes on'));
  `;
}

describe('a program that checks with threads', () => {
  it('can leave the iteration and continue', async () => {
    const script = checking('for await (const issue of check) if (issue.line > 300) break;');
    const { output, code } = await runScript('leave.mjs', script);
    expect(await code, output.stderr).toBe(0);
    expect(output).toEqual({ stdout: 'goes on\n', stderr: '' });
  });

  it.each([
    ['is missing', undefined, 'Cannot find module'],
    ['throws at its start', 'throw new Error("no memory")', 'no memory'],
    ['exits', 'process.exit()', 'A thread that checks the file has ended.'],
  ])('can catch the error of a thread that %s', async (_what, worker, message) => {
    // A copy of the build with another worker.js.
    const copy = join(space.path, 'node_modules/files-bulk-import');
    await rm(copy);
    await mkdir(copy);
    for (const name of ['dist', 'package.json'])
      await cp(join(root, name), join(copy, name), { recursive: true });
    await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
    await rm(join(copy, 'dist/worker.js'));
    if (worker !== undefined) await writeFile(join(copy, 'dist/worker.js'), worker);

    const script = checking('await check.result().catch(({ message }) => console.log(message));');
    const { output, code } = await runScript('fail.mjs', script);
    expect(await code, output.stderr).toBe(0);
    expect(output.stdout).toMatch(new RegExp(`^${message}.*\\ngoes on\\n$`));
  });
});
