import type { RunAccount } from '../../run/account.js';
import type { RowOutcome } from '../../run/apply/row-account.js';
import type { RowFindings } from '../../validate/row-findings.js';
import type { Summary } from '../../validate/tally.js';

/** A report for a file of its own, made while users are checked or imported; what a method returns is to be written. */
export interface FileReport {
  /** What comes before all else. */
  readonly start: string;
  add(rows: readonly RowFindings[]): string;
  /** How a row of an import ended; after all issues. */
  addOutcome(outcome: RowOutcome): string;
  end(end: ReportEnd): string;
}

export interface ReportEnd {
  readonly summary: Summary;
  /** What a run has done; null when nothing was imported. */
  readonly account: RunAccount | null;
  /** Whether the run's journal is there after the command; that of a sandbox is not. */
  readonly kept: boolean;
}

export interface FileReportOptions {
  /** The name of the file that is reported on. */
  readonly file: string;
  /** The name and version of the program. */
  readonly program: string;
  /** The instant of the report, milliseconds since the epoch. */
  readonly now: number;
}

export const reportExtensions = ['.html', '.csv', '.json', '.md'] as const;
export type ReportExtension = (typeof reportExtensions)[number];

/** How each kind of report begins, by which one is known that may be replaced. */
export const reportStarts: Readonly<Record<ReportExtension, string>> = {
  '.html': '<!doctype html>\n<!-- files-bulk-import report -->\n',
  '.csv': '\ufeffline,username,outcome,severity,code,column,message,suggestion,cell\r\n',
  '.json': '{\n  "report": "files-bulk-import",\n',
  '.md': '<!-- files-bulk-import report -->\n',
};

/** The report for a file of this extension; what it needs is loaded now. */
export async function fileReport(
  extension: ReportExtension,
  options: FileReportOptions,
): Promise<FileReport> {
  switch (extension) {
    case '.html':
      return (await import('./html/report.js')).htmlReport(options);
    case '.csv':
      return (await import('./csv.js')).csvReport();
    case '.json':
      return (await import('./json.js')).jsonFileReport(options);
    case '.md':
      return (await import('./markdown.js')).markdownReport(options);
  }
}
