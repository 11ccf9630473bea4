import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';

/**
 * Builds dist/: the command, the library, and the two that are read as files (the thread that checks
 * rows and the script of the HTML report), in files that share what they can; and the man page as
 * systems keep theirs.
 */
process.chdir(fileURLToPath(new URL('..', import.meta.url)));
// What an earlier build has left; the types are made by scripts/types.js.
for (const name of existsSync('dist') ? readdirSync('dist') : [])
  if (name !== 'index.d.ts') rmSync(`dist/${name}`, { recursive: true });
const entries = {
  main: 'src/cli/main.ts',
  index: 'src/index.ts',
  worker: 'src/validate/worker.ts',
};
// Everything that is not ours is a dependency, or of node.
await bundle(entries, { platform: 'node', external: [/^[^./]/] });
await bundle({ page: 'src/report/html/client/page.ts' }, { platform: 'browser' });
const manPage = 'files-bulk-import.1';
writeFileSync(`dist/${manPage}.gz`, gzipSync(readFileSync(`man/${manPage}`)));

async function bundle(input, options) {
  const build = await rolldown({ input, ...options });
  await build.write({ dir: 'dist', format: 'esm', minify: true, chunkFileNames: '[name].js' });
  await build.close();
}
