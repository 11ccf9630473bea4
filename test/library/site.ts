import { beforeEach } from 'vitest';
import type { ImportOptions } from 'files-bulk-import';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import { openSandbox } from '../sandbox/open.js';
import { workspace, type Workspace } from '../cli/command.js';

/** Of the test that runs; the library's own shows less of what it holds. */
export let sandbox: Sandbox;
export let space: Workspace;
export let options: Pick<ImportOptions, 'site' | 'stateDirectory'>;

/** Gives each test of a file a site and a directory of its own. */
export function useSite(): void {
  beforeEach(async () => {
    sandbox = await openSandbox();
    space = await workspace();
    const site = { baseUrl: sandbox.url, apiKey: sandbox.apiKey };
    options = { site, stateDirectory: `${space.path}/state` };
  });
}
