import { rmSync } from 'node:fs';
import { exitCodes } from './exit.js';

/** Removes a file that is not whole yet when the process ends; one that has got its own name is not there. */
export function removeAtExit(partial: string): void {
  process.once('exit', () => rmSync(partial, { force: true }));
}

/**
 * Lets Ctrl-C, SIGTERM and SIGHUP end a command that only writes files, so that it leaves none behind that
 * is not whole: it may hold passwords.
 */
export function exitOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.once(signal, () => process.exit(exitCodes.interrupted));
}
