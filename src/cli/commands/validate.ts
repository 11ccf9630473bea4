import { openSource } from '../../source/open.js';
import { readTable } from '../../source/read.js';
import { checkTable } from '../../validate/check-file.js';
import type { IssueReport } from '../../report/issue-report.js';
import { exitCodes, type ExitCode } from '../exit.js';
import { styleFor, write, type CommonFlags, type Io } from '../io.js';
import { sourceOptions } from '../source-options.js';

export interface ReportFlags extends CommonFlags {
  readonly json?: boolean;
  readonly ndjson?: boolean;
  readonly strict?: boolean;
  readonly maxIssues?: number;
}

/** Checks a file from its first byte to its last; reads it once, and keeps its usernames alone. */
export async function validate(file: string, flags: ReportFlags, io: Io): Promise<ExitCode> {
  const source = await openSource(file, sourceOptions(io));
  try {
    const check = checkTable(await readTable(source.read()), { now: Date.now() });
    const report = await issueReport(source.name, flags, io);
    await write(io.stdout, report.add(check.headerIssues));
    for await (const batch of check.entries)
      for (const { issues } of batch)
        if (issues.length > 0) await write(io.stdout, report.add(issues));
    await write(io.stdout, report.end(check.summary));
    return verdict(check.summary, flags);
  } finally {
    await source.close();
  }
}

export function verdict(
  { errors, warnings }: { errors: number; warnings: number },
  { strict }: ReportFlags,
): ExitCode {
  return errors > 0 || (strict === true && warnings > 0) ? exitCodes.invalid : exitCodes.ok;
}

/** The report in the form that the flags ask for. */
export async function issueReport(file: string, flags: ReportFlags, io: Io): Promise<IssueReport> {
  if (flags.json === true || flags.ndjson === true) {
    const { jsonReport, ndjsonReport } = await import('../../report/issues-json.js');
    const make = flags.ndjson === true ? ndjsonReport : jsonReport;
    return make({ file, maxIssues: flags.maxIssues ?? Infinity });
  }
  const { textReport } = await import('../../report/issues-text.js');
  return textReport({
    file,
    style: await styleFor(io.stdout, io.env, flags),
    maxIssues: flags.maxIssues ?? 100,
    errorsOnly: flags.quiet === true,
  });
}
