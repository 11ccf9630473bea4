import type { RowFindings } from '../validate/row-findings.js';
import type { Summary } from '../validate/tally.js';

/** Turns issues into text as they are found; what a method returns is to be written. */
export interface IssueReport {
  add(rows: readonly RowFindings[]): string;
  end(summary: Summary): string;
}
