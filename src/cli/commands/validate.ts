import { availableParallelism } from 'node:os';
import { openSource } from '../../source/open.js';
import { readTable } from '../../source/read.js';
import { findIssues } from '../../validate/find-issues.js';
import type { IssueReport } from '../../report/issue-report.js';
import type { IssueLayout } from '../../report/issues-text.js';
import type { Style } from '../../report/style.js';
import { exitCodes, UsageError, type ExitCode } from '../exit.js';
import type { IssueFormat } from '../issue-format.js';
import { styleFor, write, type CommonFlags, type Io } from '../io.js';
import { openReportFiles, type ReportFileFlags } from '../report-files.js';
import { sourceOptions, type SourceFlags } from '../source-options.js';

export interface ValidateFlags extends ReportFlags, SourceFlags {
  readonly ndjson?: boolean;
  readonly format?: IssueFormat;
}

export interface ReportFlags extends CommonFlags, ReportFileFlags {
  readonly json?: boolean;
  readonly strict?: boolean;
  readonly maxIssues?: number;
}

/** A file from which on further threads are worth their start. */
const manyBytes = 32 * 1024 * 1024;

/** Checks a file from its first byte to its last; reads it once, and keeps its usernames alone. */
export async function validate(
  file: string,
  flags: ValidateFlags,
  io: Io,
  version: string,
): Promise<ExitCode> {
  const format = issueFormat(flags);
  const source = await openSource(file, await sourceOptions(io, flags));
  const now = Date.now();
  const program = `files-bulk-import ${version}`;
  const files = await openReportFiles(flags, file, { file: source.name, program, now });
  try {
    const table = await readTable(source.bytes());
    const threads = source.size >= manyBytes ? availableParallelism() : 0;
    const wholeRows = files.paths.length > 0;
    const found = findIssues(table, { now }, { threads, wholeRows });
    const report = await issueReport(source.name, format, flags, io);
    for await (const rows of found.rows) {
      if (rows.length === 0) continue;
      await write(io.stdout, report.add(rows));
      await files.add(rows);
    }
    const { summary } = found;
    await files.end({ summary, account: null });
    await write(io.stdout, report.end(summary));
    return verdict(summary, flags);
  } finally {
    await files.discard();
    await source.close();
  }
}

function issueFormat({ json, ndjson, format }: ValidateFlags): IssueFormat {
  const asked = new Set([
    ...(json === true ? (['json'] as const) : []),
    ...(ndjson === true ? (['ndjson'] as const) : []),
    ...(format === undefined ? [] : [format]),
  ]);
  const [one = 'text', other] = asked;
  if (other !== undefined)
    throw new UsageError(`The report is to be ${one} and ${other} at once: give one of the two.`);
  return one;
}

export function verdict(
  { errors, warnings }: { errors: number; warnings: number },
  { strict }: ReportFlags,
): ExitCode {
  return errors > 0 || (strict === true && warnings > 0) ? exitCodes.invalid : exitCodes.ok;
}

/** The report in the form that is asked for. */
export async function issueReport(
  file: string,
  format: IssueFormat,
  flags: ReportFlags,
  io: Io,
): Promise<IssueReport> {
  if (format === 'json' || format === 'ndjson') {
    const { jsonReport, ndjsonReport } = await import('../../report/issues-json.js');
    const make = format === 'ndjson' ? ndjsonReport : jsonReport;
    return make({ file, maxIssues: flags.maxIssues ?? Infinity });
  }
  if (format === 'github') {
    const { githubReport } = await import('../../report/issues-github.js');
    return githubReport({ file, maxIssues: flags.maxIssues ?? Infinity });
  }
  const { textReport } = await import('../../report/issues-text.js');
  const style = await styleFor(io.stdout, io.env, flags);
  return textReport({
    file,
    style,
    layout: await issueLayout(style, io),
    maxIssues: flags.maxIssues ?? 100,
    errorsOnly: flags.quiet === true,
  });
}

/** By row on a terminal; an issue a line elsewhere. What measures text is loaded where it is needed. */
async function issueLayout(style: Style, { stdout }: Io): Promise<IssueLayout> {
  if (stdout.isTTY === true) {
    const { terminalLayout } = await import('../../report/issues-terminal.js');
    return terminalLayout(stdout.columns || 80, style);
  }
  const { lineLayout } = await import('../../report/issues-lines.js');
  return lineLayout(style);
}
