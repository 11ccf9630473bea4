import { exitCodes, type ExitCode } from './exit.js';

const full = 'the disk is full';
const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission is denied',
  // Windows also says so if a file is open elsewhere.
  EPERM: 'permission is denied, or another program holds it',
  EBUSY: 'another program holds it; close it there',
  // Windows, for a new directory: typed as "C:\my state\", its path has a quotation mark.
  EINVAL: 'a character in its path is not allowed',
  ENOENT: 'there is no such file or directory',
  ENOTDIR: 'a part of its path is not a directory',
  EISDIR: 'it is a directory',
  ELOOP: 'its symbolic links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
  EROFS: 'its file system is read-only',
  ENOSPC: full,
  // A used-up quota, as file servers with home directories have it.
  EDQUOT: full,
  EADDRINUSE: 'another program is using it',
};

export interface SystemProblem {
  /** A complete sentence. */
  readonly message: string;
  /** Only the reason: `the disk is full`. */
  readonly reason: string;
  readonly code: ExitCode;
}

/**
 * The message about a file, directory or port that the system does not let us use; undefined if it is not a
 * system error.
 */
export function systemProblem(error: unknown): SystemProblem | undefined {
  if (!(error instanceof Error) || !('syscall' in error) || !('code' in error)) return undefined;
  const { code } = error;
  if (typeof code !== 'string') return undefined;
  const reason = reasons[code] ?? code;
  const message = `${placeOf(error)} cannot be used: ${reason}.`;
  return { message, reason, code: reason === full ? exitCodes.stopped : exitCodes.usage };
}

function placeOf(error: Error & { readonly syscall: unknown }): string {
  if (error.syscall === 'uv_cwd') return 'The current directory';
  if ('path' in error && typeof error.path === 'string') return error.path;
  if ('port' in error && typeof error.port === 'number') return `Port ${error.port}`;
  return 'What the command needs';
}
