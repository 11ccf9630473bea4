import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { generateDtsBundle } from 'dts-bundle-generator';

/** Writes the library's types, what it exports and what that refers to, as one file: for the package alone. */
process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const library = {
  filePath: 'src/index.ts',
  // What the library's types refer to is in the file, but only what src/index.ts names can be imported.
  output: { noBanner: true, exportReferencedTypes: false },
};
const [types] = generateDtsBundle([library], { preferredConfigPath: 'tsconfig.build.json' });
mkdirSync('dist', { recursive: true });
writeFileSync('dist/index.d.ts', types);
