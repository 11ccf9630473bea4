import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** A file of the build that is started or read by name, so it is not bundled with the rest. */
export function builtFile(name: 'worker.js' | 'page.js'): URL {
  const { resolve } = createRequire(import.meta.url);
  const packageFile = pathToFileURL(resolve('files-bulk-import/package.json'));
  return new URL(`dist/${name}`, packageFile);
}
