import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Creates a directory for the current test, removed when the test ends; returns its path. */
export async function makeDirectory(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'files-bulk-import-test-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}
