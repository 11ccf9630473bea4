import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

/**
 * Builds dist/: the command, the library, and the two that are read as files (the thread that checks
 * rows and the script of the HTML report), in files that share what they can; and the library's types.
 */
process.chdir(fileURLToPath(new URL('..', import.meta.url)));
rmSync('dist', { recursive: true, force: true });
const entries = {
  main: 'src/cli/main.ts',
  index: 'src/index.ts',
  worker: 'src/validate/worker.ts',
};
// Everything that is not ours is a dependency, or of node.
await bundle(entries, { platform: 'node', external: [/^[^./]/] });
await bundle({ page: 'src/report/html/client/page.ts' }, { platform: 'browser' });
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
  stdio: 'inherit',
});
removeInternalTypes('dist/types/index.d.ts');

async function bundle(input, options) {
  const build = await rolldown({ input, ...options });
  await build.write({ dir: 'dist', format: 'esm', minify: true, chunkFileNames: '[name].js' });
  await build.close();
}

/** The compiler writes the types of every module that the library needs to run; most are its own affair. */
function removeInternalTypes(entry) {
  const needed = new Set();
  const visit = (path) => {
    if (needed.has(path)) return;
    needed.add(path);
    const imports = /(?:from |import\()['"](\.[^'"]+)\.js['"]/g;
    for (const [, name] of readFileSync(path, 'utf8').matchAll(imports))
      visit(resolve(dirname(path), `${name}.d.ts`));
  };
  visit(resolve(entry));
  for (const file of readdirSync(dirname(entry), { recursive: true, withFileTypes: true })) {
    const path = resolve(join(file.parentPath, file.name));
    if (file.isFile() && !needed.has(path)) rmSync(path);
  }
}
