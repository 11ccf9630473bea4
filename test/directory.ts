import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Creates a directory for the current test, removed when the test ends; returns its path. */
export async function makeDirectory(): Promise<string> {
  // On macOS it is behind a link, and what has changed its directory into it tells the real path.
  const path = await mkdtemp(join(await realpath(tmpdir()), 'files-bulk-import-test-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}
