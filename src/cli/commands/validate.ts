import { availableParallelism } from 'node:os';
import { count } from '../../report/count.js';
import { printable } from '../../columns/printable.js';
import type { ExistingPolicy } from '../../run/existing-policy.js';
import { openSource } from '../../source/open.js';
import { readTable } from '../../source/read.js';
import { findIssues } from '../../validate/find-issues.js';
import type { FilePlace } from '../../source/new-file.js';
import type { Rejects } from '../../validate/rejects.js';
import { UsageError, exitCodes, type ExitCode } from '../exit.js';
import type { SiteFlags } from '../connection.js';
import { requireCsvName } from '../csv-name.js';
import { issueFormat, type IssueFormat } from '../issue-format.js';
import { issueReport, type ReportFlags } from '../issue-report.js';
import { write, type Io } from '../io.js';
import { openReportFiles, type ReportFiles } from '../report-files.js';
import { sourceOptions, type SourceFlags } from '../source-options.js';
import { exitOnSignals, removeAtExit } from '../unfinished.js';

export interface ValidateFlags extends ReportFlags, SourceFlags, SiteFlags {
  readonly online?: boolean;
  readonly existing: ExistingPolicy;
  readonly createGroups?: boolean;
  readonly ndjson?: boolean;
  readonly format?: IssueFormat;
  /** true: beside the file. */
  readonly rejects?: string | true;
}

/** A file from which on further threads are worth their start. */
const manyBytes = 32 * 1024 * 1024;

/**
 * Checks a file from its first byte to its last; reads it once, for rejects twice, and keeps its
 * usernames alone.
 */
export async function validate(
  file: string,
  flags: ValidateFlags,
  io: Io,
  version: string,
): Promise<ExitCode> {
  if (flags.online === true) {
    const { validateOnline } = await import('./validate-online.js');
    return validateOnline(file, flags, io, version);
  }
  refuseSiteFlags(flags);
  const format = issueFormat(flags);
  const { rejects } = flags;
  const place = rejects === undefined ? undefined : await rejectsPlace(rejects, file, io);
  const source = await openSource(file, await sourceOptions(io, flags));
  if (place || flags.report) exitOnSignals();
  const { api } = flags;
  const context = { now: Date.now(), ...(api && { api }) };
  const program = `files-bulk-import ${version}`;
  const { now } = context;
  let files: ReportFiles | undefined;
  try {
    files = await openReportFiles(flags, file, { file: source.name, program, now });
    const reading = place ? source.read() : undefined;
    const table = await readTable(reading ?? source.bytes());
    const threads = source.size >= manyBytes ? availableParallelism() : 0;
    const wholeRows = files.paths.length > 0;
    const found = findIssues(table, context, { threads, wholeRows });
    const report = await issueReport(source.name, format, flags, io);
    for await (const rows of found.rows) {
      if (rows.length === 0) continue;
      await write(io.stdout, report.add(rows));
      await files.add(rows);
    }
    const { summary } = found;
    await files.end({ summary, account: null, kept: false });
    await write(io.stdout, report.end(summary));
    if (place && reading && summary.invalid > 0) {
      const { errorsIn, writeRejects } = await import('../../validate/rejects.js');
      const again = source.read(reading.fingerprint());
      const written = await writeRejects(
        again,
        context,
        { ...place, onPartial: removeAtExit },
        errorsIn,
      );
      if (flags.quiet !== true) await write(io.stderr, rejectsNotice(written, summary.invalid));
    }
    return verdict(summary, flags);
  } finally {
    await files?.discard();
    await source.close();
  }
}

/** Who names a site and is not asked about it would take the answer for the site's. */
function refuseSiteFlags({
  site,
  baseUrl,
  sandbox,
  apiKeyFile,
  createGroups,
}: ValidateFlags): void {
  const isAsked = [site, baseUrl, sandbox, apiKeyFile, createGroups].some(
    (flag) => flag !== undefined,
  );
  if (isAsked)
    throw new UsageError(
      'validate asks no site by itself: add --online, or leave out the flags that name one.',
    );
}

export async function rejectsPlace(
  rejects: string | true,
  file: string,
  io: Io,
): Promise<FilePlace> {
  if (rejects === true) return (await import('../beside.js')).beside(file, 'rejects', io);
  if (rejects === '-')
    throw new UsageError(
      'Rejects may hold passwords, so they go to a private file and not to standard output: give its path, or --rejects without one.',
    );
  requireCsvName(rejects, '--rejects');
  return (await import('../../source/new-file.js')).placeAt(rejects);
}

export function rejectsNotice(written: Rejects | undefined, invalid: number): string {
  const rows = written?.rows ?? 0;
  const missing = invalid - rows;
  return [
    written
      ? `The ${count(rows, 'row')} with errors ${rows === 1 ? 'is' : 'are'} in ${printable(written.path)}: correct them there, and check that file.\n`
      : '',
    missing > 0
      ? `${count(missing, 'row')} ${missing === 1 ? 'is' : 'are'} in no rejects file: correct first what is said of ${missing === 1 ? 'it' : 'them'}, or of the header.\n`
      : '',
  ].join('');
}

export function verdict(
  { errors, warnings }: { errors: number; warnings: number },
  { strict }: ReportFlags,
): ExitCode {
  return errors > 0 || (strict === true && warnings > 0) ? exitCodes.invalid : exitCodes.ok;
}
