import type { RunAccount } from '../../run/account.js';
import type { RowOutcome } from '../../run/apply/row-account.js';
import type { RowFindings } from '../../validate/row-findings.js';
import type { Summary } from '../../validate/tally.js';

/** A report file, built while users are checked or imported; each method returns the text to write. */
export interface FileReport {
  /** The start of the file. */
  readonly start: string;
  add(rows: readonly RowFindings[]): string;
  /** The outcome of an import's row; after all issues. */
  addOutcome(outcome: RowOutcome): string;
  end(end: ReportEnd): string;
}

export interface ReportEnd {
  readonly summary: Summary;
  /** What a run has done; null if nothing was imported. */
  readonly account: RunAccount | null;
  /** Whether the run's journal exists after the command; a sandbox's does not. */
  readonly kept: boolean;
}

export interface FileReportOptions {
  /** The name of the file that the report is about. */
  readonly file: string;
  /** The program's name and version. */
  readonly program: string;
  /** The time of the report, milliseconds since the epoch. */
  readonly now: number;
}

export const reportExtensions = ['.html', '.csv', '.json', '.md'] as const;
export type ReportExtension = (typeof reportExtensions)[number];

/** How each kind of report starts, by which one that may be replaced is recognised. */
export const reportStarts: Readonly<Record<ReportExtension, string>> = {
  '.html': '<!doctype html>\n<!-- files-bulk-import report -->\n',
  '.csv': '\ufeffline,username,outcome,severity,code,column,message,suggestion,cell\r\n',
  '.json': '{\n  "report": "files-bulk-import",\n',
  '.md': '<!-- files-bulk-import report -->\n',
};

/** The report for this extension; its module is loaded only now. */
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
