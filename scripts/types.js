import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { generateDtsBundle } from 'dts-bundle-generator';

/** Writes the library's types, what it exports and what that refers to, as one file: for the package alone. */
process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const [types] = generateDtsBundle([{ filePath: 'src/index.ts', output: { noBanner: true } }], {
  preferredConfigPath: 'tsconfig.build.json',
});
mkdirSync('dist', { recursive: true });
writeFileSync('dist/index.d.ts', types);
