import type { LockOwner } from '../run/journal/lock.js';
import { RunStore } from '../run/journal/store.js';
import { hasErrorCode } from '../source/error-code.js';

/* eslint no-restricted-globals: off -- whose locks they are; nothing else of the process is touched. */

/** This process, as the holder of locks. */
export const lockOwner: LockOwner = {
  pid: process.pid,
  isAlive(pid) {
    try {
      process.kill(pid, 0);
      return true;
    } catch (error) {
      // A process of someone else is alive although we may not signal it.
      return hasErrorCode(error, 'EPERM');
    }
  },
};

/** The runs of a directory, for this process to work on. */
export function runsIn(stateDirectory: string): RunStore {
  return new RunStore(stateDirectory, lockOwner);
}
