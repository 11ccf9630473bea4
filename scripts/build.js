import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';

/**
 * Builds dist/: the command, the library, and the two that are read as files (the thread that checks
 * rows and the script of the HTML report), in files that share what they can; and, packed, the man page and
 * what one command alone reads, the explanations of issues.
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
const explanations = 'explanations.json.br';
const isTable = /report[\\/]explain[\\/]table\.ts$/;
// Everything that is not ours is a dependency, or of node.
await bundle(entries, { platform: 'node', external: [/^[^./]/], plugins: [packedExplanations()] });
await bundle({ page: 'src/report/file/html/client/page.ts' }, { platform: 'browser' });
const manPage = 'files-bulk-import.1';
writeFileSync(`dist/${manPage}.gz`, gzipSync(readFileSync(`man/${manPage}`)));

async function bundle(input, options) {
  const build = await rolldown({ input, ...options });
  await build.write({ dir: 'dist', format: 'esm', minify: true, chunkFileNames: '[name].js' });
  await build.close();
}

/** Puts a module that unpacks the table of explanations in the place of the one that holds it. */
function packedExplanations() {
  return {
    name: 'packed-explanations',
    load: {
      filter: { id: isTable },
      async handler(id) {
        const { explanations: all, codesByKind } = await import(await asUrl(id));
        mkdirSync('dist', { recursive: true });
        writeFileSync(
          `dist/${explanations}`,
          brotliCompressSync(JSON.stringify([all, codesByKind])),
        );
        return {
          moduleType: 'js',
          code: `
            import { readFileSync } from 'node:fs';
            import { brotliDecompressSync } from 'node:zlib';
            const packed = readFileSync(new URL('${explanations}', import.meta.url));
            export const [explanations, codesByKind] = JSON.parse(brotliDecompressSync(packed).toString());`,
        };
      },
    },
  };
}

/** A module of ours as the address of a program that stands alone. */
async function asUrl(path) {
  const build = await rolldown({ input: path });
  const { output } = await build.generate({ format: 'esm' });
  await build.close();
  return `data:text/javascript,${encodeURIComponent(output[0].code)}`;
}
