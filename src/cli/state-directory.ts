import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** Where runs are kept: the flag, `$XDG_STATE_HOME`, or the platform's own place. */
export function stateDirectory(
  flag: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): string {
  if (flag !== undefined) return flag;
  return join(stateHome(env, platform), 'files-bulk-import');
}

function stateHome(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): string {
  // The XDG specification has relative paths ignored.
  if (env.XDG_STATE_HOME !== undefined && isAbsolute(env.XDG_STATE_HOME)) return env.XDG_STATE_HOME;
  if (platform === 'win32') return env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support');
  return join(homedir(), '.local', 'state');
}
