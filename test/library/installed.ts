import { spawn } from 'node:child_process';
import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach } from 'vitest';
import { workspace, type Workspace } from '../cli/command.js';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The workspace of the current test. */
export let space: Workspace;

/** Gives each test of a file a directory where the package is installed. */
export function useInstalled(): void {
  beforeEach(async () => {
    space = await workspace();
    await mkdir(join(space.path, 'node_modules'));
    await symlink(root, join(space.path, 'node_modules/files-bulk-import'));
    await cp(join(root, 'samples'), join(space.path, 'samples'), { recursive: true });
  });
}

export async function runScript(name: string, text: string, args: readonly string[] = []) {
  const path = join(space.path, name);
  await writeFile(path, text);
  const env = { PATH: process.env.PATH, HOME: space.path };
  const child = spawn(process.execPath, [path, ...args], { cwd: space.path, env, stdio: 'pipe' });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (data: Buffer) => (output.stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (output.stderr += data.toString()));
  const code = new Promise((resolve) => child.on('close', resolve));
  return { child, output, code };
}
