import type { RowFindings } from '../validate/row-findings.js';
import type { Summary } from '../validate/tally.js';

/** Turns issues into text as they are found; each method returns the text to write. */
export interface IssueReport {
  add(rows: readonly RowFindings[]): string;
  /** What has been collected of the issues, for someone who has to confirm before the end. */
  soFar(): string;
  end(summary: Summary): string;
}
