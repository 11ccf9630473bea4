import type { Issue } from '../../columns/issue.js';
import type { RowFindings } from '../../validate/row-findings.js';
import type { IssueReport } from '../issue-report.js';
import { jsonDocument } from '../json-document.js';
import { jsonText } from '../json-text.js';

export interface JsonReportOptions {
  readonly file: string;
  /** Report at most this many issues; the counts remain those of the whole file. */
  readonly maxIssues: number;
}

/**
 * One JSON document. The issues come before the counts, so that it can be written while a file of any size
 * is read.
 */
export function jsonReport({ file, maxIssues }: JsonReportOptions): IssueReport {
  const document = jsonDocument({ version: 1, file }, ['issues']);
  const first = firstIssues(maxIssues);
  return {
    add: (rows) => document.add(first(rows)),
    soFar: () => '',
    end: (summary) => document.end(summary),
  };
}

/** An issue a line as it is found, then a summary line. */
export function ndjsonReport({ file, maxIssues }: JsonReportOptions): IssueReport {
  const first = firstIssues(maxIssues);
  const line = (value: object): string => `${jsonText(value)}\n`;
  return {
    add: (rows) => first(rows).map(line).join(''),
    soFar: () => '',
    end: (summary) => line({ version: 1, file, ...summary }),
  };
}

/** The `issues` of a document that contains other things too; nothing is written by itself. */
export function issueList(maxIssues: number): IssueReport & { readonly issues: readonly Issue[] } {
  const issues: Issue[] = [];
  const first = firstIssues(maxIssues);
  return {
    issues,
    add(rows) {
      for (const issue of first(rows)) issues.push(issue);
      return '';
    },
    soFar: () => '',
    end: () => '',
  };
}

/** Takes the issues of rows, and how many rows there are. */
function firstIssues(most: number): (rows: readonly RowFindings[]) => readonly Issue[] {
  let left = most;
  return (rows) => {
    const issues = rows.flatMap((row) => row.issues).slice(0, left);
    left -= issues.length;
    return issues;
  };
}
