import nodePath, { type PlatformPath } from 'node:path';

/** Whether two paths are spellings of one; on Windows, case makes no difference. */
export function samePath(a: string, b: string, system: PlatformPath = nodePath): boolean {
  return system.relative(a, b) === '';
}
