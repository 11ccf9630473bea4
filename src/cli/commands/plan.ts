import { issueList } from '../../report/issues/json.js';
import { jsonDocument, type JsonDocument } from '../../report/json-document.js';
import { renderPlan, renderPlannedRows } from '../../report/plan-text.js';
import { printable } from '../../columns/printable.js';
import { importOptions } from '../../run/import-options.js';
import type { BoundOptions } from '../../run/journal/format.js';
import { beyondLimits, type Limits } from '../../run/plan/limits.js';
import { expectedSeconds } from '../../run/plan/plan.js';
import { planHead, planTail } from '../../run/plan/plan-document.js';
import type { PlannedRow } from '../../run/plan/planned-row.js';
import { planImport, type Planned, type PlannedImport } from '../../run/planning.js';
import type { ImportEvent } from '../../run/request.js';
import type { Source } from '../../source/open.js';
import { NewFile } from '../../source/new-file.js';
import type { SiteFlags } from '../connection.js';
import { UsageError, exitCodes, type ExitCode } from '../exit.js';
import { styleFor, write, type Io } from '../io.js';
import { whyNothing } from '../import-result.js';
import { heldIssues, type HeldIssues, type ReportFlags } from '../issue-report.js';
import { requireUpdates, type PlanFlags } from '../plan-flags.js';
import { newPlace } from '../new-place.js';
import { withReports, type ReportFiles } from '../report-files.js';
import { readOptions, type SourceFlags } from '../source-options.js';
import { shellQuote } from '../shell-quote.js';
import { stepTexts } from '../step-texts.js';
import { requireRest, withConnection, type Session } from '../with-connection.js';

export interface PlanCommandFlags extends SiteFlags, ReportFlags, SourceFlags, PlanFlags {
  readonly output?: string;
  readonly allRows?: boolean;
}

/**
 * Reads the file twice and asks the site as an import does; changes nothing. As JSON, rows are written as
 * they are planned; as text, the rows to show are kept until the end.
 */
export async function planUsers(file: string, flags: PlanCommandFlags, io: Io): Promise<ExitCode> {
  if (flags.output !== undefined && flags.sandbox)
    throw new UsageError(
      'A plan for --sandbox could never be carried out, because that site ends with this command: leave out -o, or run files-bulk-import sandbox and give its --base-url.',
    );
  if (flags.output === '-')
    throw new UsageError('For a plan on standard output, give --json instead of --output.');
  requireUpdates(flags);
  const place = flags.output === undefined ? undefined : await newPlace(flags.output);
  const options = importOptions({ ...flags, read: await readOptions(flags) });
  return withConnection(flags, io, (session) => {
    if (options.createGroups) requireRest(session.connection.site, '--create-groups');
    return withReports(file, options.read, flags, io, async (source, reports) => {
      const output = place && (await NewFile.create(place));
      try {
        return await new PlanCommand(flags, session, reports, output).run(source, options);
      } finally {
        await output?.discard();
      }
    });
  });
}

/** Rows that a person is shown. */
const fewRows = 50;

/** One plan, shown to a person or a program, and written to the file from which it can be carried out. */
class PlanCommand {
  readonly #shown: PlannedRow[] = [];
  #rows = 0;

  constructor(
    private readonly flags: PlanCommandFlags,
    private readonly session: Session,
    private readonly reports: ReportFiles,
    private readonly output: NewFile | undefined,
  ) {}

  async run(source: Source, options: BoundOptions): Promise<ExitCode> {
    const { flags, output } = this;
    const { io, program, progress, work } = this.session;
    const report = await heldIssues(source.name, flags, io);
    // A plan in a file needs them too.
    const listed = flags.json || !output ? report : issueList(flags.maxIssues ?? Infinity);
    const held = new Set([report, listed]);
    const request = { ...work, source, options, resumes: undefined };
    const document = jsonDocument(planHead(request, program), ['rows']);
    const planned = await planImport({
      ...request,
      onEvent: (event) => this.#show(event, held),
      onRows: (rows) => this.#add(rows, document),
    });
    const outlook = await outlookOf(planned, flags, work);
    progress.stop();
    // The plan is shown even if a report fails.
    await this.reports.end({ summary: planned.summary, account: null, kept: false });
    const { beyond, seconds = null, mostUsers = null } = outlook;
    await this.#write(
      document.end({
        ...planTail(planned, source),
        ...(beyond.length > 0 && { result: 'beyond-limits' }),
        expectedSeconds: seconds,
        mostUsers,
        beyond,
        summary: planned.summary,
        issues: listed.issues,
      }),
    );
    const agreeable = planned.type === 'planned' && beyond.length === 0;
    const written = agreeable ? await output?.publish() : undefined;
    if (!flags.json) {
      await write(io.stdout, report.end(planned.summary));
      if (planned.type === 'planned' && !flags.quiet) await this.#tell(planned, outlook);
    }
    if (!agreeable || !flags.quiet) await write(io.stderr, notice(planned, beyond, written, flags));
    if (planned.type === 'ended') return output ? exitCodes.usage : exitCodes.ok;
    return agreeable ? exitCodes.ok : exitCodes.invalid;
  }

  #show(event: ImportEvent, held: Iterable<Pick<HeldIssues, 'add'>>): void {
    if (event.type === 'step') this.session.progress.step(stepTexts[event.step]);
    if (event.type !== 'issues') return;
    this.reports.add(event.rows);
    for (const each of held) each.add(event.rows);
  }

  #add(rows: readonly PlannedRow[], document: JsonDocument): Promise<void> {
    const { allRows, json } = this.flags;
    this.#rows += rows.length;
    const most = allRows ? Infinity : fewRows;
    if (!json) this.#shown.push(...rows.slice(0, Math.max(0, most - this.#shown.length)));
    return this.#write(document.add(rows));
  }

  /** Writes a piece of the plan as JSON. */
  async #write(text: string): Promise<void> {
    if (this.flags.json) await write(this.session.io.stdout, text);
    await this.output?.write(text);
  }

  async #tell(
    { plan, run, summary }: PlannedImport,
    { seconds = 0, mostUsers }: Outlook,
  ): Promise<void> {
    const { io, connection } = this.session;
    const { columns: width } = io.stdout;
    const about = {
      site: connection.called,
      style: await styleFor(io.stdout, io.env, this.flags),
      width,
      expected: seconds,
      resumed: run?.header.id,
      invalid: summary.invalid,
      mostUsers,
    };
    await write(io.stdout, `\n${renderPlan(plan, about)}\n`);
    await write(io.stdout, renderPlannedRows(this.#shown, this.#rows - this.#shown.length, width));
  }
}

/** What carrying out a plan would mean; nothing if there is none to carry out. */
interface Outlook {
  /** How it exceeds the limits. */
  readonly beyond: readonly string[];
  /** How long it takes at best. */
  readonly seconds?: number;
  /** The most users that the site has had; the legacy API returns only the current number. */
  readonly mostUsers?: number | undefined;
}

async function outlookOf(
  planned: Planned,
  limits: Limits,
  { site, concurrency, rate }: Session['work'],
): Promise<Outlook> {
  if (planned.type !== 'planned') return { beyond: [] };
  const { plan, facts } = planned;
  return {
    beyond: beyondLimits(plan, limits),
    seconds: expectedSeconds(plan, { concurrency, rate, latency: facts.latency }),
    mostUsers: site.api === 'rest' ? await site.userCount() : undefined,
  };
}

function notice(
  planned: Planned,
  beyond: readonly string[],
  written: string | undefined,
  flags: PlanCommandFlags,
): string {
  if (planned.type === 'ended')
    return `Run ${planned.run.header.id} of this file has ended: an import creates nothing${flags.output === undefined ? '' : ', so there is no plan to write'}. To plan it again, add --restart.\n`;
  if (planned.type === 'invalid')
    return `An import would create nothing.${whyNothing(planned, flags)}\n`;
  if (beyond.length > 0)
    return `${beyond.map(printable).join('\n')}\nAn import would be refused.\n`;
  if (written === undefined) return '';
  return `Wrote ${printable(written)}. To do exactly this: files-bulk-import import --plan ${shellQuote(written)}\n`;
}
