import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';

/**
 * Builds dist/: the command, the library, the worker thread and the script of the HTML report, with shared
 * chunks; and, compressed, the man page and the explanations of issues and exit codes, which only one
 * command reads.
 */
process.chdir(fileURLToPath(new URL('..', import.meta.url)));
// Removes an earlier build; the types are written by scripts/types.js.
for (const name of existsSync('dist') ? readdirSync('dist') : [])
  if (name !== 'index.d.ts') rmSync(`dist/${name}`, { recursive: true });
const entries = {
  main: 'src/cli/main.ts',
  index: 'src/index.ts',
  worker: 'src/validate/worker.ts',
};
const explanations = 'explanations.json.br';
const isTable = /report[\\/]explain[\\/]table\.ts$/;
// Imports that are not relative are dependencies, or Node's.
await bundle(
  entries,
  {
    platform: 'node',
    external: [/^[^./]/],
    plugins: [packedExplanations(), versionAlone()],
    preserveEntrySignatures: 'allow-extension',
  },
  { groups: [{ debugName: 'by packages', name: fileOf }], includeDependenciesRecursively: false },
);
await bundle({ page: 'src/report/file/html/client/page.ts' }, { platform: 'browser' });
const manPage = 'files-bulk-import.1';
writeFileSync(`dist/${manPage}.gz`, gzipSync(readFileSync(`man/${manPage}`)));

async function bundle(input, options, codeSplitting) {
  const build = await rolldown({ input, ...options });
  await build.write({
    dir: 'dist',
    format: 'esm',
    minify: true,
    comments: false,
    chunkFileNames: '[name].js',
    codeSplitting,
  });
  await build.close();
}

/**
 * The chunk of a module. Modules that load the same packages share one, so that no command loads a package
 * that it does not use. Separate are what --version needs, what help needs, what a worker needs, the
 * sandbox, and what reads the explanations.
 */
function fileOf(id, graph) {
  if (graph.getModuleInfo(id)?.isEntry) return null;
  const isFor = (path) => reachedFrom(resolve(path), graph).has(id);
  if (isFor(entries.main)) return 'start';
  if (isFor('src/cli/program.ts')) return 'commands';
  if (/[\\/]src[\\/]sandbox[\\/]/.test(id)) return 'sandbox';
  const reached = [...reachedFrom(id, graph)];
  if (reached.some((one) => isTable.test(one))) return 'explain';
  const packages = reached.filter((one) => !/^[./]|^node:/.test(one));
  const names = packages.map((name) => name.split('/')[0]).sort();
  return [isFor(entries.worker) ? 'check' : 'common', ...names].join('-');
}

function reachedFrom(id, graph, reached = new Set()) {
  if (reached.has(id)) return reached;
  reached.add(id);
  for (const imported of graph.getModuleInfo(id)?.importedIds ?? [])
    reachedFrom(imported, graph, reached);
  return reached;
}

/** Reduces package.json to the version, the only field that the program uses. */
function versionAlone() {
  return {
    name: 'version-alone',
    load: {
      filter: { id: /[\\/]package\.json$/ },
      handler(id) {
        const { version } = JSON.parse(readFileSync(id, 'utf8'));
        return { moduleType: 'json', code: JSON.stringify({ version }) };
      },
    },
  };
}

/** Replaces the table of explanations with a module that decompresses it. */
function packedExplanations() {
  return {
    name: 'packed-explanations',
    load: {
      filter: { id: isTable },
      async handler(id) {
        const table = await import(await asUrl(id));
        mkdirSync('dist', { recursive: true });
        writeFileSync(`dist/${explanations}`, brotliCompressSync(JSON.stringify(table)));
        return {
          moduleType: 'js',
          code: `
            import { readFileSync } from 'node:fs';
            import { brotliDecompressSync } from 'node:zlib';
            const packed = readFileSync(new URL('${explanations}', import.meta.url));
            export const { ${Object.keys(table).join(', ')} } = JSON.parse(brotliDecompressSync(packed).toString());`,
        };
      },
    },
  };
}

/** A module with its imports as a data: URL. */
async function asUrl(path) {
  const build = await rolldown({ input: path });
  const { output } = await build.generate({ format: 'esm' });
  await build.close();
  return `data:text/javascript,${encodeURIComponent(output[0].code)}`;
}
