import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { expect, it } from 'vitest';
import { runScript, space, useInstalled } from './installed.js';

useInstalled();

it.each([
  ['esm', 'bundled.mjs'],
  ['cjs', 'bundled.cjs'],
] as const)('runs in a program bundled as %s', async (format, name) => {
  const input = join(space.path, 'program.js');
  const program = `
    import { validateFile } from 'files-bulk-import';
    void validateFile(Buffer.from('username\\nada\\n')).result().then(({ rows }) => console.log(rows));
  `;
  await writeFile(input, program);
  const build = await rolldown({ input, platform: 'node' });
  const { output: files } = await build.generate({ format, codeSplitting: false });
  await build.close();
  const { output, code } = await runScript(name, files[0].code);
  expect(await code, output.stderr).toBe(0);
  expect(output).toEqual({ stdout: '1\n', stderr: '' });
});
