import { rmSync } from 'node:fs';
import { exitCodes } from './exit.js';

/** Removes an incomplete file when the process ends; a complete one has its own name by then. */
export function removeAtExit(partial: string): void {
  process.once('exit', () => rmSync(partial, { force: true }));
}

/**
 * Lets Ctrl-C, SIGTERM and SIGHUP end a command that only writes files, without leaving an incomplete file
 * behind: it may contain passwords.
 */
export function exitOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.once(signal, () => process.exit(exitCodes.interrupted));
}
