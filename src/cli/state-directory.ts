import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { Io } from './io.js';

/** Where runs are kept: the flag, `$XDG_STATE_HOME`, or the platform's own place. */
export function stateDirectory({ stateDir }: { readonly stateDir?: string }, { env }: Io): string {
  return stateDir ?? join(stateHome(env), 'files-bulk-import');
}

function stateHome(env: Io['env']): string {
  // The XDG specification says to ignore relative paths.
  if (env.XDG_STATE_HOME !== undefined && isAbsolute(env.XDG_STATE_HOME)) return env.XDG_STATE_HOME;
  if (process.platform === 'win32') return env.LOCALAPPDATA || join(homedir(), 'AppData', 'Local');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support');
  return join(homedir(), '.local', 'state');
}
