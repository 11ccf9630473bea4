import { availableParallelism } from 'node:os';
import { flagName } from '../../run/flag-name.js';
import { existingPolicies, type ExistingPolicy } from '../../run/import-options.js';
import { usualConcurrency, usualTimeout } from '../../site/connection-limits.js';
import { readTable } from '../../source/read.js';
import { findIssues } from '../../validate/find-issues.js';
import { UsageError, exitCodes, type ExitCode } from '../exit.js';
import type { SiteFlags } from '../connection.js';
import { issueFormat, type IssueFormat } from '../issue-format.js';
import { issueReport, type ReportFlags } from '../issue-report.js';
import { write, type Io } from '../io.js';
import { rejectsWriter } from '../rejects.js';
import { withReports } from '../report-files.js';
import { readOptions, type SourceFlags } from '../source-options.js';
import { exitOnSignals } from '../unfinished.js';

export interface ValidateFlags extends ReportFlags, SourceFlags, SiteFlags {
  readonly online?: boolean;
  readonly existing?: ExistingPolicy;
  readonly createGroups?: boolean;
  readonly ndjson?: boolean;
  readonly format?: IssueFormat;
  /** true: beside the file. */
  readonly rejects?: string | true;
}

/** From this size on, threads are worth starting. */
const manyBytes = 32 * 1024 * 1024;

/**
 * Checks a file from its first byte to its last. Reads it once, with rejects twice, and keeps only its
 * usernames.
 */
export async function validate(file: string, flags: ValidateFlags, io: Io): Promise<ExitCode> {
  if (flags.online) {
    const { validateOnline } = await import('./validate-online.js');
    return validateOnline(file, flags, io);
  }
  refuseSiteFlags(flags);
  const format = issueFormat(flags);
  const { rejects } = flags;
  const writeRejects = rejects === undefined ? undefined : await rejectsWriter(rejects, io);
  if (writeRejects || flags.report) exitOnSignals();
  return withReports(file, await readOptions(flags), flags, io, async (source, reports) => {
    const context = { now: Date.now(), api: flags.api };
    const reading = writeRejects && source.read();
    const table = await readTable(reading ?? source.bytes());
    const threads = source.size >= manyBytes ? availableParallelism() : 0;
    const wholeRows = flags.report !== undefined;
    const found = findIssues(table, context, { threads, wholeRows });
    const report = await issueReport(source.name, format, flags, io);
    for await (const rows of found.rows) {
      if (rows.length === 0) continue;
      await write(io.stdout, report.add(rows));
      reports.add(rows);
      // Its result is printed even if a report fails.
      await reports.failure();
    }
    const { summary } = found;
    await reports.end({ summary, account: null, kept: false });
    await write(io.stdout, report.end(summary));
    if (reading) await writeRejects(source, reading.fingerprint(), context, summary.invalid);
    return verdict(summary, flags);
  });
}

/** Someone who names a site that is not asked would think that the site had approved. */
function refuseSiteFlags(flags: ValidateFlags): void {
  const given = forSite
    .filter((name) => (flags[name] ?? usual[name]) !== usual[name])
    .map(flagName);
  if (given.length > 0)
    throw new UsageError(
      `validate does not contact a site by itself: add --online, or leave out ${given.join(' and ')}.`,
    );
}

const forSite = [
  'site',
  'baseUrl',
  'sandbox',
  'apiKeyFile',
  'profile',
  'workspaceId',
  'stateDir',
  'concurrency',
  'rate',
  'timeout',
  'createGroups',
  'existing',
] as const;

const usual: Partial<ValidateFlags> = {
  existing: existingPolicies[0],
  concurrency: usualConcurrency,
  timeout: usualTimeout,
};

export function verdict(
  { errors, warnings }: { errors: number; warnings: number },
  { strict }: ReportFlags,
): ExitCode {
  return errors > 0 || (strict && warnings > 0) ? exitCodes.invalid : exitCodes.ok;
}
