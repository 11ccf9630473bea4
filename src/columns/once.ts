import type { ReportProblem } from './column.js';

/** Reports the same problem of a cell only once: a long list can have it many times. */
export function once(report: ReportProblem): ReportProblem {
  let said: Set<string> | undefined;
  return (code, message, suggestion, certainty) => {
    said ??= new Set();
    if (said.has(message)) return;
    said.add(message);
    report(code, message, suggestion, certainty);
  };
}
