import { realpath } from 'node:fs/promises';
import { extname, normalize } from 'node:path';
import {
  fileReport,
  reportExtensions,
  reportStarts,
  type FileReportOptions,
  type ReportEnd,
} from '../report/file/file-report.js';
import type { RowOutcome } from '../run/apply/row-account.js';
import type { ReadOptions } from '../source/read-options.js';
import type { Source } from '../source/open.js';
import { samePath } from '../source/same-path.js';
import type { RowFindings } from '../validate/row-findings.js';
import { printable } from '../columns/printable.js';
import { exitCodes, UsageError, type ExitCode } from './exit.js';
import { write, type Io } from './io.js';
import { ReportFile, type ReportError } from './report-file.js';
import { openFile } from './source-options.js';

export interface ReportFileFlags {
  readonly report?: readonly string[];
}

/**
 * Opens a file and starts the reports about it, performs the command, and closes both. Throws UsageError or
 * ReportError if a report cannot be written, or would replace something else; once the command has printed
 * its result, a missing report matters only if nothing else does.
 */
export async function withReports(
  input: string,
  read: ReadOptions | undefined,
  { report: paths = [] }: ReportFileFlags,
  io: Io,
  perform: (source: Source, reports: ReportFiles) => Promise<ExitCode>,
): Promise<ExitCode> {
  const source = await openFile(input, io, read);
  const files: ReportFile[] = [];
  try {
    requireDistinct(paths);
    const program = `files-bulk-import ${io.version}`;
    const about = { file: source.name, program, now: Date.now() };
    for (const path of paths) files.push(await begin(path, input, about));
    const reports = new ReportFiles(files);
    const code = await perform(source, reports);
    const failure = await reports.failure();
    if (failure && code === exitCodes.ok) throw failure;
    if (failure) await write(io.stderr, `files-bulk-import: ${printable(failure.message)}\n`);
    return code;
  } finally {
    // Does nothing to those that are complete.
    for (const file of files) await file.discard();
    await source.close();
  }
}

/** The reports of --report, written in parallel to the work, which does not wait for them. */
export class ReportFiles {
  /** Lines of rows whose failure has been reported. */
  readonly #failed = new Set<number>();

  constructor(private readonly files: readonly ReportFile[]) {}

  add(rows: readonly RowFindings[]): void {
    for (const file of this.files) file.put((report) => report.add(rows));
  }

  addOutcome(outcome: RowOutcome): void {
    if (outcome.problems.length > 0) this.#failed.add(outcome.line);
    for (const file of this.files) file.put((report) => report.addOutcome(outcome));
  }

  /**
   * Adds what failed in earlier sessions of a run, gives the reports their names, and waits until all are
   * written, or cannot be.
   */
  async end(end: ReportEnd): Promise<void> {
    for (const failure of end.account?.failures ?? [])
      if (!this.#failed.has(failure.line)) this.addOutcome(failure);
    for (const file of this.files) file.end((report) => report.end(end));
    await this.failure();
  }

  /** Waits until all are written; a failing report does not affect the others. */
  async failure(): Promise<ReportError | undefined> {
    const failures = await Promise.all(this.files.map(({ failure }) => failure));
    return failures.find((failure) => failure !== undefined);
  }

  /** The same. Throws ReportError. */
  async written(): Promise<void> {
    const failure = await this.failure();
    if (failure) throw failure;
  }
}

function requireDistinct(paths: readonly string[]): void {
  const twice = paths.find((path, at) => paths.some((one, i) => i < at && samePath(one, path)));
  if (twice !== undefined) throw new UsageError(`--report ${twice} is given twice.`);
}

async function begin(path: string, input: string, options: FileReportOptions): Promise<ReportFile> {
  const extension = reportExtensions.find((one) => one === extname(path).toLowerCase());
  if (extension === undefined)
    throw new UsageError(
      `--report takes a path that ends in ${reportExtensions.join(', ')}; not "${path}".`,
    );
  if (await sameFile(path, input))
    throw new UsageError(`--report ${path} would overwrite the file itself.`);
  const report = await fileReport(extension, options);
  // What is checked must be what is replaced: to the system, `link/..` may be another directory.
  return ReportFile.create(normalize(path), reportStarts[extension], report);
}

async function sameFile(a: string, b: string): Promise<boolean> {
  const real = (path: string): Promise<string | null> => realpath(path).catch(() => null);
  const first = await real(a);
  return first !== null && first === (await real(b));
}
