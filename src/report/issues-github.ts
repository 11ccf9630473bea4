import type { Issue } from '../columns/issue.js';
import type { IssueReport } from './issue-report.js';
import { printable } from './printable.js';
import { renderSummary } from './summary-text.js';
import { plain } from './style.js';

export interface GithubReportOptions {
  /** The path from the root of the repository. */
  readonly file: string;
  readonly maxIssues: number;
}

/** Workflow commands, which GitHub Actions shows beside the lines of the file. */
export function githubReport({ file, maxIssues }: GithubReportOptions): IssueReport {
  let reported = 0;
  return {
    add(rows) {
      const issues = rows.flatMap((row) => row.issues).slice(0, maxIssues - reported);
      reported += issues.length;
      return issues.map((issue) => command(issue, file)).join('');
    },
    end: (summary) => `::notice file=${property(file)}::${data(renderSummary(summary, plain))}\n`,
  };
}

function command(issue: Issue, file: string): string {
  const { severity, code, line, column, message, suggestion } = issue;
  const place = line === null ? '' : `,line=${line}`;
  const title = column === null ? code : `${code} (${column})`;
  const instead = suggestion === null ? '' : ` Write: ${suggestion}`;
  return `::${severity} file=${property(file)}${place},title=${property(title)}::${data(message + instead)}\n`;
}

function data(text: string): string {
  return printable(text).replaceAll('%', '%25');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
