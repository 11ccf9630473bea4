import type { Issue } from '../columns/issue.js';
import type { IssueReport } from '../report/issue-report.js';
import { githubLayout, githubShows } from '../report/issues/github.js';
import { issueList, jsonReport, ndjsonReport } from '../report/issues/json.js';
import { lineLayout } from '../report/issues/lines.js';
import { textReport, type IssueLayout } from '../report/issues/text.js';
import { plain, type Style } from '../report/style.js';
import type { IssueFormat } from './issue-format.js';
import { isPlain, styleFor, type CommonFlags, type Io } from './io.js';
import type { ReportFileFlags } from './report-files.js';
import type { RowFindings } from '../validate/row-findings.js';

export interface ReportFlags extends CommonFlags, ReportFileFlags {
  readonly json?: boolean;
  readonly strict?: boolean;
  readonly maxIssues?: number;
}

/** The report in the requested format. */
export async function issueReport(
  file: string,
  format: IssueFormat,
  flags: ReportFlags,
  io: Io,
  seeEach = '--report issues.html, or --json',
): Promise<IssueReport> {
  if (format === 'json' || format === 'ndjson') {
    const make = format === 'ndjson' ? ndjsonReport : jsonReport;
    return make({ file, maxIssues: flags.maxIssues ?? Infinity });
  }
  // What decides the exit code is shown.
  const only = !flags.quiet ? undefined : flags.strict ? 'issues' : 'errors';
  if (format === 'github') {
    return textReport({
      file,
      style: plain,
      layout: githubLayout(file),
      maxIssues: flags.maxIssues ?? githubShows,
      only,
    });
  }
  const style = await styleFor(io.stdout, io.env, flags);
  return textReport({
    file,
    style,
    layout: await issueLayout(style, io),
    maxIssues: flags.maxIssues ?? 100,
    ofKind: flags.maxIssues,
    seeEach,
    only,
  });
}

/** Collects what is found while a command works, to be shown with its result. */
export interface HeldIssues extends Omit<IssueReport, 'add'> {
  add(rows: readonly RowFindings[]): void;
  /** With --json: its list. */
  readonly issues: readonly Issue[];
}

export async function heldIssues(
  file: string,
  flags: ReportFlags,
  io: Io,
  seeEach?: string,
): Promise<HeldIssues> {
  if (flags.json) return issueList(flags.maxIssues ?? Infinity);
  return { ...(await issueReport(file, 'text', flags, io, seeEach)), issues: [] };
}

/**
 * By row on a terminal; one issue per line elsewhere. The code that measures text is loaded only if needed.
 */
async function issueLayout(style: Style, { stdout, env }: Io): Promise<IssueLayout> {
  if (isPlain(stdout, env)) return lineLayout(style);
  const { terminalLayout } = await import('../report/issues/terminal.js');
  return terminalLayout(stdout.columns || 80, style);
}
