import { systemProblem } from './system-error.js';

/** A report cannot be written (exit 2); the file that was checked or imported has nothing to do with it. */
export class ReportError extends Error {
  override name = 'ReportError';

  static from(cause: unknown, path?: string): ReportError {
    if (cause instanceof ReportError) return cause;
    const what = path === undefined ? 'A report' : `The report ${path}`;
    const why = systemProblem(cause)?.reason ?? `this is a bug, please report it: ${String(cause)}`;
    return new ReportError(`${what} cannot be written: ${why}.`, { cause });
  }
}
