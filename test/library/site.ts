import { afterEach, beforeEach } from 'vitest';
import type { ImportOptions } from 'files-bulk-import';
import { startSandbox, type Sandbox } from '../../src/sandbox/sandbox.js';
import { workspace } from '../cli/command.js';

/** Of the test that runs; the library's own shows less of what it holds. */
export let sandbox: Sandbox;
export let space: Awaited<ReturnType<typeof workspace>>;
export let options: Pick<ImportOptions, 'site' | 'stateDirectory'>;

/** Gives each test of a file a site and a directory of its own. */
export function useSite(): void {
  beforeEach(async () => {
    sandbox = await startSandbox();
    space = await workspace();
    const site = { baseUrl: sandbox.url, apiKey: sandbox.apiKey };
    options = { site, stateDirectory: `${space.path}/state` };
  });

  afterEach(async () => {
    await sandbox.close();
    await space.remove();
  });
}
