import { stat } from 'node:fs/promises';
import { expect } from 'vitest';

/** Whether a file has a mode. On Windows, the rights of its directory count. */
export const hasModes = process.platform !== 'win32';

/** Expects that nobody but its owner can read a file or enter a directory. */
export async function expectPrivate(path: string): Promise<void> {
  const found = await stat(path);
  if (hasModes) expect(found.mode & 0o777).toBe(found.isFile() ? 0o600 : 0o700);
}
