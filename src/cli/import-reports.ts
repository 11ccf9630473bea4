import type { FileReportOptions } from '../report/file/file-report.js';
import type { ImportResult } from '../run/import.js';
import type { RowOutcome } from '../run/apply/row-account.js';
import type { RowFindings } from '../validate/row-findings.js';
import { ReportError } from './report-error.js';
import { openReportFiles, type ReportFileFlags, type ReportFiles } from './report-files.js';

/** The reports of an import, written one piece after another beside it: the import does not wait. */
export class ImportReports {
  #written = Promise.resolve();
  #failure: ReportError | undefined;
  /** Lines of rows whose failure has been reported. */
  readonly #failed = new Set<number>();

  private constructor(private readonly files: ReportFiles) {}

  /** Throws UsageError or ReportError where a report would take the place of something else. */
  static async open(
    flags: ReportFileFlags,
    input: string,
    options: FileReportOptions,
  ): Promise<ImportReports> {
    return new ImportReports(await openReportFiles(flags, input, options));
  }

  add(rows: readonly RowFindings[]): void {
    this.#next(() => this.files.add(rows));
  }

  addOutcome(outcome: RowOutcome): void {
    if (outcome.problems.length > 0) this.#failed.add(outcome.line);
    this.#next(() => this.files.addOutcome(outcome));
  }

  /** Waits until all of this is written. Throws ReportError. */
  async settled(): Promise<void> {
    await this.#written;
    if (this.#failure) throw this.#failure;
  }

  /**
   * Adds what failed in earlier sessions of the run, and gives the reports their names. Returns what is
   * wrong with them: what has been done on the site is to be told first.
   */
  async end(result: ImportResult, kept: boolean): Promise<ReportError | undefined> {
    const account = 'account' in result ? result.account : null;
    for (const failure of account?.failures ?? [])
      if (!this.#failed.has(failure.line)) this.addOutcome(failure);
    this.#next(() => this.files.end({ summary: result.summary, account, kept }));
    await this.#written;
    return this.#failure;
  }

  discard(): Promise<void> {
    return this.files.discard();
  }

  #next(step: () => Promise<void>): void {
    if (this.files.paths.length === 0) return;
    // One report that cannot be written does not keep the others from going on.
    this.#written = this.#written.then(step).catch((error: unknown) => {
      this.#failure ??= ReportError.from(error);
    });
  }
}
