import { beforeEach } from 'vitest';
import type { ImportOptions } from 'files-bulk-import';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import { openSandbox } from '../sandbox/open.js';
import { workspace, type Workspace } from '../cli/command.js';

/** The site of the current test; the library's own sandbox does not give access to its content. */
export let sandbox: Sandbox;
export let space: Workspace;
export let options: Pick<ImportOptions, 'site' | 'stateDirectory'>;

/** Gives each test of a file its own site and directory. */
export function useSite(): void {
  beforeEach(async () => {
    sandbox = await openSandbox();
    space = await workspace();
    const site = { baseUrl: sandbox.url, apiKey: sandbox.apiKey };
    options = { site, stateDirectory: `${space.path}/state` };
  });
}
