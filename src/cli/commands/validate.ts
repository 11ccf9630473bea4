import { availableParallelism } from 'node:os';
import { openSource } from '../../source/open.js';
import { readTable } from '../../source/read.js';
import { findIssues } from '../../validate/find-issues.js';
import type { Place } from '../../validate/new-file.js';
import type { Rejects } from '../../validate/rejects.js';
import { count } from '../../report/count.js';
import type { IssueReport } from '../../report/issue-report.js';
import type { IssueLayout } from '../../report/issues-text.js';
import { printable } from '../../report/printable.js';
import type { Style } from '../../report/style.js';
import { exitCodes, type ExitCode } from '../exit.js';
import { styleFor, write, type CommonFlags, type Io } from '../io.js';
import { sourceOptions, type SourceFlags } from '../source-options.js';

export interface ValidateFlags extends ReportFlags, SourceFlags {
  /** true: beside the file. */
  readonly rejects?: string | true;
}

export interface ReportFlags extends CommonFlags {
  readonly json?: boolean;
  readonly ndjson?: boolean;
  readonly strict?: boolean;
  readonly maxIssues?: number;
}

/** A file from which on further threads are worth their start. */
const manyBytes = 32 * 1024 * 1024;

/**
 * Checks a file from its first byte to its last; reads it once, for rejects twice, and keeps its
 * usernames alone.
 */
export async function validate(file: string, flags: ValidateFlags, io: Io): Promise<ExitCode> {
  const { rejects } = flags;
  const place = rejects === undefined ? undefined : await rejectsPlace(rejects, file, io);
  const source = await openSource(file, await sourceOptions(io, flags));
  try {
    const context = { now: Date.now() };
    const reading = place ? source.read() : undefined;
    const table = await readTable(reading ?? source.bytes());
    const threads = source.size >= manyBytes ? availableParallelism() : 0;
    const found = findIssues(table, context, { threads, wholeRows: false });
    const report = await issueReport(source.name, flags, io);
    for await (const rows of found.rows)
      if (rows.length > 0) await write(io.stdout, report.add(rows));
    await write(io.stdout, report.end(found.summary));
    if (place && reading && found.summary.invalid > 0) {
      const { errorsIn, writeRejects } = await import('../../validate/rejects.js');
      const again = source.read(reading.fingerprint());
      const written = await writeRejects(again, context, place, errorsIn);
      if (flags.quiet !== true)
        await write(io.stderr, rejectsNotice(written, found.summary.invalid));
    }
    return verdict(found.summary, flags);
  } finally {
    await source.close();
  }
}

async function rejectsPlace(rejects: string | true, file: string, io: Io): Promise<Place> {
  const { placeAt, placeBeside } = await import('../../validate/new-file.js');
  if (rejects !== true) return placeAt(rejects);
  return file === '-' ? placeBeside(null, 'rejects', io.cwd) : placeBeside(file, 'rejects');
}

function rejectsNotice(written: Rejects | undefined, invalid: number): string {
  const rows = written?.rows ?? 0;
  const missing = invalid - rows;
  return [
    written
      ? `The ${count(rows, 'row')} with errors ${rows === 1 ? 'is' : 'are'} in ${printable(written.path)}: correct them there, and check that file.\n`
      : '',
    missing > 0
      ? `${count(missing, 'row')} cannot be read, and ${missing === 1 ? 'is' : 'are'} in no rejects file: correct what is said of ${missing === 1 ? 'it' : 'them'} first.\n`
      : '',
  ].join('');
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
