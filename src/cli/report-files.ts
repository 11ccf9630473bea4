import { realpath } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import {
  fileReport,
  reportExtensions,
  reportStarts,
  type FileReportOptions,
  type ReportEnd,
} from '../report/file/file-report.js';
import type { RowOutcome } from '../run/apply/row-account.js';
import type { RowFindings } from '../validate/row-findings.js';
import { UsageError } from './exit.js';
import { ReportFile } from './report-file.js';

export interface ReportFileFlags {
  readonly report?: readonly string[];
}

/** The reports that --report asks for. Each method throws ReportError where one cannot be written. */
export interface ReportFiles {
  readonly paths: readonly string[];
  add(rows: readonly RowFindings[]): Promise<void>;
  addOutcome(outcome: RowOutcome): Promise<void>;
  /** Gives the reports their names. */
  end(end: ReportEnd): Promise<void>;
  /** Removes what is not whole; nothing after `end`. */
  discard(): Promise<void>;
}

/** Begins the reports. Throws UsageError or ReportError where one cannot be, or would take the place of something else. */
export async function openReportFiles(
  { report: paths = [] }: ReportFileFlags,
  input: string,
  options: FileReportOptions,
): Promise<ReportFiles> {
  const files: ReportFile[] = [];
  const each = async (perform: (file: ReportFile) => Promise<void>): Promise<void> => {
    const results = await Promise.allSettled(files.map(perform));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  };
  try {
    requireDistinct(paths);
    for (const path of paths) files.push(await begin(path, input, options));
  } catch (error) {
    await each((file) => file.discard());
    throw error;
  }
  return {
    paths,
    add: (rows) => each((file) => file.write(file.report.add(rows))),
    addOutcome: (outcome) => each((file) => file.write(file.report.addOutcome(outcome))),
    end: (end) => each((file) => file.finish(file.report.end(end))),
    discard: () => each((file) => file.discard()),
  };
}

function requireDistinct(paths: readonly string[]): void {
  const twice = paths.find((path, at) =>
    paths.some((one, i) => i < at && resolve(one) === resolve(path)),
  );
  if (twice !== undefined) throw new UsageError(`--report ${twice} is given twice.`);
}

async function begin(path: string, input: string, options: FileReportOptions): Promise<ReportFile> {
  const extension = reportExtensions.find((one) => one === extname(path).toLowerCase());
  if (extension === undefined)
    throw new UsageError(
      `--report goes by the extension of its path, which can be ${reportExtensions.join(', ')}; not "${path}".`,
    );
  if (await sameFile(path, input))
    throw new UsageError(`--report ${path} would overwrite the file itself.`);
  const report = await fileReport(extension, options);
  return ReportFile.create(path, reportStarts[extension], report);
}

async function sameFile(a: string, b: string): Promise<boolean> {
  const real = (path: string): Promise<string | null> => realpath(path).catch(() => null);
  const first = await real(a);
  return first !== null && first === (await real(b));
}
