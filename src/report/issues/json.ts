import type { Issue } from '../../columns/issue.js';
import type { RowFindings } from '../../validate/row-findings.js';
import type { Summary } from '../../validate/tally.js';
import type { IssueReport } from '../issue-report.js';
import { jsonText } from '../json-text.js';

export interface JsonReportOptions {
  readonly file: string;
  /** Report no more issues than this; the counts remain those of the whole file. */
  readonly maxIssues: number;
}

/**
 * One JSON document. The issues come before the counts, so that the report of a file of any size is
 * written while it is read.
 */
export function jsonReport({ file, maxIssues }: JsonReportOptions): IssueReport {
  let reported = 0;
  return {
    add(rows) {
      let text = '';
      for (const issue of issuesOf(rows).slice(0, maxIssues - reported)) {
        text += `${head()}${jsonText(issue)}`;
        reported += 1;
      }
      return text;
    },
    soFar: () => '',
    end: (summary) =>
      `${reported === 0 ? head() : ''}\n  ],\n${countsOf(summary)
        .map(([name, value]) => `  "${name}": ${value}`)
        .join(',\n')}\n}\n`,
  };

  function head(): string {
    return reported === 0
      ? `{\n  "version": 1,\n  "file": ${jsonText(file)},\n  "issues": [\n    `
      : ',\n    ';
  }
}

/** An issue a line as it is found, then a summary line. */
export function ndjsonReport({ file, maxIssues }: JsonReportOptions): IssueReport {
  let reported = 0;
  return {
    add(rows) {
      const shown = issuesOf(rows).slice(0, maxIssues - reported);
      reported += shown.length;
      return shown.map((issue) => `${jsonText(issue)}\n`).join('');
    },
    soFar: () => '',
    end: (summary) =>
      `${jsonText({ version: 1, file, ...Object.fromEntries(countsOf(summary)) })}\n`,
  };
}

function issuesOf(rows: readonly RowFindings[]): readonly Issue[] {
  return rows.flatMap(({ issues }) => issues);
}

function countsOf(summary: Summary): [string, number][] {
  const { rows, valid, invalid, errors, warnings, comments } = summary;
  return Object.entries({ rows, valid, invalid, errors, warnings, comments });
}
