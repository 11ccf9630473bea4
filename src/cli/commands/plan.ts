import { resolve } from 'node:path';
import type { Issue } from '../../columns/issue.js';
import { planJson } from '../../report/plan-json.js';
import { renderPlan, renderPlannedRows } from '../../report/plan-text.js';
import { printable } from '../../columns/printable.js';
import type { BoundOptions } from '../../run/journal/format.js';
import { beyondLimits } from '../../run/plan/limits.js';
import { expectedSeconds, type Plan } from '../../run/plan/plan.js';
import { planVersion } from '../../run/plan/plan-document.js';
import type { PlannedRow } from '../../run/plan/planned-row.js';
import { planImport, type Invalid, type Planned, type PlannedImport } from '../../run/planning.js';
import { RunStore } from '../../run/journal/store.js';
import { systemClock } from '../../site/clock.js';
import { openSource, type Source } from '../../source/open.js';
import { NewFile, placeAt } from '../../validate/new-file.js';
import type { Connection, SiteFlags } from '../connection.js';
import { UsageError, exitCodes, type ExitCode } from '../exit.js';
import { styleFor, write, type Io } from '../io.js';
import { issueReport, type ReportFlags } from '../issue-report.js';
import { lockOwner } from '../../library/this-process.js';
import { boundOptions, type PlanFlags } from '../plan-flags.js';
import type { Progress } from '../progress.js';
import { openReportFiles, type ReportFiles } from '../report-files.js';
import { openOptions, readOptions, type SourceFlags } from '../source-options.js';
import { shellQuote } from '../shell-quote.js';
import { stepTexts } from '../step-texts.js';
import { removeAtExit } from '../unfinished.js';
import { requireRest, withConnection } from '../with-connection.js';

export interface PlanCommandFlags extends SiteFlags, ReportFlags, SourceFlags, PlanFlags {
  readonly output?: string;
  readonly allRows?: boolean;
}

/** Rows that a person is shown. */
const fewRows = 50;

/**
 * Reads the file twice and asks the site as an import does; changes nothing. As JSON, rows are written
 * as they are planned; as text, those that are shown are kept to the end.
 */
export async function planUsers(
  file: string,
  flags: PlanCommandFlags,
  io: Io,
  version: string,
): Promise<ExitCode> {
  if (flags.output !== undefined && flags.sandbox === true)
    throw new UsageError(
      'Nobody can carry out a plan for --sandbox, for that site is gone with this command: leave out -o, or use --base-url with the site that the command sandbox runs.',
    );
  const place = flags.output === undefined ? undefined : await placeAt(flags.output);
  const options = boundOptions(flags, await readOptions(flags));
  const program = `files-bulk-import ${version}`;
  return withConnection(flags, io, version, async (connection, _interrupt, progress) => {
    if (options.createGroups) requireRest(connection.site, '--create-groups');
    const source = await openSource(file, openOptions(io, options.read));
    let files: ReportFiles | undefined;
    let output: NewFile | undefined;
    try {
      files = await openReportFiles(flags, file, { file: source.name, program, now: Date.now() });
      output = place && (await NewFile.create({ ...place, onPartial: removeAtExit }));
      const work = {
        file,
        flags,
        io,
        program,
        options,
        connection,
        progress,
        source,
        files,
        output,
      };
      return await makePlan(work);
    } finally {
      await output?.discard();
      await files?.discard();
      await source.close();
    }
  });
}

interface Work {
  readonly file: string;
  readonly flags: PlanCommandFlags;
  readonly io: Io;
  readonly program: string;
  readonly options: BoundOptions;
  readonly connection: Connection;
  readonly progress: Progress;
  readonly source: Source;
  readonly files: ReportFiles;
  readonly output: NewFile | undefined;
}

async function makePlan(work: Work): Promise<ExitCode> {
  const { file, flags, io, program, options, connection, progress, source, files, output } = work;
  const { site, siteId, stateDirectory } = connection;
  const report = await issueReport(source.name, 'text', flags, io);
  const issues: Issue[] = [];
  const kept: PlannedRow[] = [];
  let rowCount = 0;
  let reports = Promise.resolve();
  const document = planJson({
    version: planVersion,
    program,
    madeAt: new Date().toISOString(),
    site: siteId,
    options,
  });
  const writeDocument = async (text: string): Promise<void> => {
    if (flags.json === true) await write(io.stdout, text);
    await output?.write(text);
  };

  const planned = await planImport({
    source,
    path: file === '-' ? null : file,
    site,
    siteId,
    store: new RunStore(stateDirectory, lockOwner),
    options,
    restart: flags.restart === true,
    lookForFolders: true,
    strict: flags.strict === true,
    resumes: undefined,
    clock: systemClock,
    onEvent(event) {
      if (event.type === 'step') progress.step(stepTexts[event.step]);
      if (event.type !== 'issues') return;
      reports = reports.then(() => files.add(event.rows));
      // Thrown where it is awaited, at the end.
      reports.catch(() => undefined);
      if (flags.json === true) for (const row of event.rows) issues.push(...row.issues);
      else report.add(event.rows);
    },
    async onRows(rows) {
      rowCount += rows.length;
      const most = flags.allRows === true ? Infinity : fewRows;
      if (flags.json !== true) kept.push(...rows.slice(0, Math.max(0, most - kept.length)));
      await writeDocument(document.add(rows));
    },
  });

  const beyond = planned.type === 'planned' ? beyondLimits(planned.plan, flags) : [];
  // The legacy API tells how many there are, which is no such thing.
  const mostUsers =
    planned.type === 'planned' && site.api === 'rest' ? await site.userCount() : undefined;
  const expected = planned.type === 'planned' ? secondsOf(planned, flags) : undefined;
  progress.stop();
  await reports;
  await files.end({ summary: planned.summary, account: null, kept: false });
  const path = file === '-' ? null : resolve(file);
  await writeDocument(
    document.end({
      result: beyond.length > 0 ? 'beyond-limits' : planned.type,
      file: { name: source.name, path, sha256: planned.fingerprint.sha256 },
      run: planned.run?.header.id ?? null,
      ...totalsOf('plan' in planned ? planned.plan : undefined),
      expectedSeconds: expected ?? null,
      mostUsers: mostUsers ?? null,
      beyond,
      summary: planned.summary,
      issues: issues.slice(0, flags.maxIssues),
    }),
  );
  const agreeable = planned.type === 'planned' && beyond.length === 0;
  const written = agreeable ? await output?.publish() : undefined;
  if (flags.json !== true) {
    await write(io.stdout, report.end(planned.summary));
    if (planned.type === 'planned' && expected !== undefined && flags.quiet !== true) {
      const style = await styleFor(io.stdout, io.env, flags);
      const about = {
        site: connection.sandbox ? 'the sandbox' : siteId,
        style,
        width: io.stdout.columns,
        expected,
        resumed: planned.run?.header.id,
        invalid: planned.summary.invalid,
        mostUsers,
      };
      await write(io.stdout, `\n${renderPlan(planned.plan, about)}\n`);
      await write(io.stdout, renderPlannedRows(kept, rowCount - kept.length, io.stdout.columns));
    }
  }
  if (!agreeable || flags.quiet !== true)
    await write(io.stderr, notice(planned, beyond, written, flags));
  return agreeable || planned.type === 'ended' ? exitCodes.ok : exitCodes.invalid;
}

/** What is not in the rows already. */
function totalsOf(plan: Plan | undefined): Record<string, unknown> {
  if (!plan) return {};
  const { reliesOn, ...totals } = plan;
  return { totals: { ...totals, updates: undefined }, reliesOn };
}

function secondsOf({ plan, facts }: PlannedImport, flags: SiteFlags): number {
  const { concurrency, rate } = flags;
  return expectedSeconds(plan, { concurrency, rate, latency: facts.latency });
}

function notice(
  planned: Planned,
  beyond: readonly string[],
  written: string | undefined,
  { strict }: ReportFlags,
): string {
  if (planned.type === 'ended')
    return `Run ${planned.run.header.id} of this file has ended: an import creates nothing. To plan it anew: --restart.\n`;
  if (planned.type === 'invalid') return nothingWouldBe(planned, strict === true);
  if (beyond.length > 0)
    return `${beyond.map(printable).join('\n')}\nAn import would be refused.\n`;
  if (written === undefined) return '';
  return `Wrote ${printable(written)}. To do exactly this: files-bulk-import import --plan ${shellQuote(written)}\n`;
}

function nothingWouldBe({ cannotSkip, summary }: Invalid, strict: boolean): string {
  const why = cannotSkip === undefined ? '' : ` ${cannotSkip}`;
  const warnings = strict && summary.errors === 0 ? ' Warnings count as errors with --strict.' : '';
  return `An import would create nothing.${why}${warnings}\n`;
}
