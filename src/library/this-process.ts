import type { LockOwner } from '../run/journal/lock.js';
import { RunStore } from '../run/journal/store.js';
import { hasErrorCode } from '../source/error-code.js';

/* eslint no-restricted-globals: off -- the holder of locks; nothing else of the process is used. */

/** This process, as the holder of locks. */
export const lockOwner: LockOwner = {
  pid: process.pid,
  isAlive(pid) {
    try {
      process.kill(pid, 0);
      return true;
    } catch (error) {
      // EPERM: the process exists, but belongs to someone else.
      return hasErrorCode(error, 'EPERM');
    }
  },
};

/** The runs of a directory, for this process to work on. */
export function runsIn(stateDirectory: string): RunStore {
  return new RunStore(stateDirectory, lockOwner);
}
