import type { Issue } from '../columns/issue.js';
import type { Summary } from '../validate/tally.js';

/** Turns issues into text as they are found; what a method returns is to be written. */
export interface IssueReport {
  add(issues: readonly Issue[]): string;
  end(summary: Summary): string;
}
