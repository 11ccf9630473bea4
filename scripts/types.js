import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { generateDtsBundle } from 'dts-bundle-generator';

/** Bundles the library's types into one file, for the package only. */
process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const library = {
  filePath: 'src/index.ts',
  // The file includes all types that are referred to, but exports only what src/index.ts exports.
  output: { noBanner: true, exportReferencedTypes: false },
};
const [types] = generateDtsBundle([library], { preferredConfigPath: 'tsconfig.build.json' });
mkdirSync('dist', { recursive: true });
writeFileSync('dist/index.d.ts', types);
