import type { IssueCode } from '../../columns/issue.js';
import type { RowFindings } from '../../validate/row-findings.js';
import { count } from '../count.js';
import type { IssueReport } from '../issue-report.js';
import { IssueSelection, shownOfKind, type FurtherIssues } from './selection.js';
import type { Style } from '../style.js';
import { renderSummary } from '../summary-text.js';

/** How issues are laid out for a person. */
export interface IssueLayout {
  /** A row's place, and what is wrong in it. */
  row(row: RowFindings): string;
  /** What is not shown one by one. */
  further(issues: readonly FurtherIssues[], seeEach: string | undefined): string;
  /** The summary of the whole file; `afterIssues` if some are shown above it. */
  summary(file: string, text: string, afterIssues: boolean): string;
  /**
   * Where to read more about the issues, of which this is the first; nothing if there is no person to read
   * it.
   */
  hint?(code: IssueCode): string;
}

export interface TextReportOptions {
  readonly file: string;
  readonly style: Style;
  readonly layout: IssueLayout;
  /** Show at most this many issues one by one. */
  readonly maxIssues: number;
  /** Show this many of one kind, and at least 5. */
  readonly ofKind?: number | undefined;
  /** The flags with which each is shown. */
  readonly seeEach?: string | undefined;
  /** Leave out the summary, and, with `errors`, warnings too. */
  readonly only?: 'issues' | 'errors' | undefined;
}

/** Issues for a person, shown at the end: only then is it known which ones stand for the rest. */
export function textReport(options: TextReportOptions): IssueReport {
  const { file, style, layout, maxIssues, only } = options;
  const ofKind = Math.max(shownOfKind, options.ofKind ?? 0);
  let selection = new IssueSelection(ofKind);
  let anyTold = false;

  /** What was added since the last time, and where to read more about it. */
  const tell = (): { issues: string; hint: string } => {
    const { rows, further } = selection.choose(maxIssues);
    selection = new IssueSelection(ofKind);
    const issues = `${rows.map((row) => layout.row(row)).join('')}${layout.further(further, options.seeEach)}`;
    const [first] = rows.flatMap((row) => row.issues);
    const hint = first === undefined || only !== undefined ? '' : (layout.hint?.(first.code) ?? '');
    anyTold ||= issues !== '';
    return { issues, hint };
  };

  return {
    add(rows) {
      for (const row of rows)
        for (const issue of row.issues)
          if (only !== 'errors' || issue.severity === 'error') selection.add(row, issue);
      return '';
    },
    soFar() {
      const { issues, hint } = tell();
      return hint === '' ? issues : `${issues}${hint}\n`;
    },
    end(summary) {
      const { issues, hint } = tell();
      if (only !== undefined) return issues;
      return `${issues}${layout.summary(file, renderSummary(summary, style), anyTold)}${hint}`;
    },
  };
}

/** `694 more like it (time-zone-unknown), lines 9–703`. */
export function furtherText({ severity, code, count: n, more, lines }: FurtherIssues): string {
  const what = more ? count(n, 'more like it', 'more like it') : count(n, severity);
  return `${what} (${code})${lines.toString()}`;
}

/** `To see each of them: --json`. */
export function seeEachText(flags: string | undefined): string {
  return flags === undefined ? '' : `To see each of them: ${flags}\n`;
}
