import type { RowFindings } from '../validate/row-findings.js';
import type { Summary } from '../validate/tally.js';

/** Turns issues into text as they are found; what a method returns is to be written. */
export interface IssueReport {
  add(rows: readonly RowFindings[]): string;
  /** What is still to be told of the issues, for who has to agree to something before the end. */
  soFar(): string;
  end(summary: Summary): string;
}
