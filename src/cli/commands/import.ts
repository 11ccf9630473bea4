import { planQuestion, renderPlan, renderPlannedRows } from '../../report/plan-text.js';
import { importFile } from '../../run/import.js';
import { importOptions } from '../../run/import-options.js';
import type { BoundOptions, RunHeader } from '../../run/journal/format.js';
import type { Limits } from '../../run/plan/limits.js';
import { expectedSeconds, type Plan } from '../../run/plan/plan.js';
import type { ImportEvent, PlanContext } from '../../run/request.js';
import type { ReviewedPlan } from '../../run/plan/reviewed-plan.js';
import { withReports, type ReportFiles } from '../report-files.js';
import { confirm, seesPlan } from '../confirm.js';
import type { SiteFlags } from '../connection.js';
import { UsageError, type ExitCode } from '../exit.js';
import { conclude } from '../import-result.js';
import { styleFor, write, type Io } from '../io.js';
import { requireUpdates, type PlanFlags } from '../plan-flags.js';
import { readOptions, type SourceFlags } from '../source-options.js';
import { stepTexts } from '../step-texts.js';
import { requireRest, withConnection, type Session } from '../with-connection.js';
import { heldIssues, type HeldIssues, type ReportFlags } from '../issue-report.js';
import { removeAtExit } from '../unfinished.js';

export interface ImportFlags extends SiteFlags, ReportFlags, SourceFlags, PlanFlags {
  readonly yes?: boolean;
  readonly plan?: string;
}

/** Reads the file twice before it creates anything; see run/import.ts for the steps. */
export async function importUsers(
  given: string | undefined,
  flags: ImportFlags,
  io: Io,
): Promise<ExitCode> {
  // A plan has its own options, with which the flags are compared.
  if (flags.plan === undefined) requireUpdates(flags);
  const plan =
    flags.plan === undefined
      ? undefined
      : await (await import('../read-plan.js')).readPlan(flags.plan);
  const file = plan ? plan.fileFor(given) : given;
  if (file === undefined)
    throw new UsageError('import needs a file of users, or --plan with a plan.');
  if (file === '-' && !flags.yes)
    throw new UsageError(
      'import - reads the users from standard input, so it cannot ask: add --yes.',
    );
  const asked = importOptions({ ...flags, read: await readOptions(flags) });
  const options = plan ? plan.optionsFor(asked, flags) : asked;
  const site = plan?.siteFor(flags);
  return withConnection({ ...flags, ...site }, io, (session) => {
    plan?.requireSite(session.connection);
    if (options.createGroups) requireRest(session.connection.site, '--create-groups');
    return new ImportCommand(flags, session).run(file, options, {
      resumes: undefined,
      reviewed: plan?.reviewed,
      limits: flags,
    });
  });
}

/** What `import` and `resume` have in common: one import, reported to a person or a program. */
export class ImportCommand {
  #total = 0;
  #done = 0;

  constructor(
    private readonly flags: SiteFlags &
      ReportFlags & { readonly yes?: boolean; readonly skipInvalid?: boolean },
    private readonly session: Session,
  ) {}

  run(
    file: string,
    options: BoundOptions,
    how: {
      readonly resumes: RunHeader | undefined;
      readonly reviewed?: ReviewedPlan | undefined;
      readonly limits?: Limits;
    },
  ): Promise<ExitCode> {
    const { flags } = this;
    const { io, program, connection, progress, work } = this.session;
    return withReports(file, options.read, flags, io, async (source, reports) => {
      const report = await heldIssues(source.name, flags, io);
      const result = await importFile({
        ...work,
        ...how,
        source,
        outputDirectory: io.cwd,
        options,
        random: Math.random,
        program,
        confirm: (plan, context) => this.#confirm(plan, context, report, reports),
        onEvent: (event) => this.#show(event, report, reports),
        onPartial: removeAtExit,
      });
      progress.stop();
      // If nobody reads our output, the reports are still written; if a report fails, the result is still
      // printed.
      const { summary } = result;
      const account = 'account' in result ? result.account : null;
      await reports.end({ summary, account, kept: connection.keepsRuns });
      return conclude(result, { file, path: source.path, flags, io, report, connection });
    });
  }

  #show(event: ImportEvent, report: HeldIssues, reports: ReportFiles): void {
    const { interrupt, progress } = this.session;
    switch (event.type) {
      case 'step':
        if (event.step === 'creating') interrupt.finishGently();
        return progress.step(stepTexts[event.step]);
      case 'issues':
        reports.add(event.rows);
        return report.add(event.rows);
      case 'run':
        this.#total = event.rows;
        return;
      case 'row':
        reports.addOutcome(event.outcome);
        this.#done += 1;
        return progress.advance(this.#done, this.#total);
    }
  }

  /** Shows what was found, then the plan, and asks on a terminal; elsewhere --yes must be given. */
  async #confirm(
    plan: Plan,
    context: PlanContext,
    report: HeldIssues,
    reports: ReportFiles,
  ): Promise<boolean> {
    const { flags, session } = this;
    const { io, connection, progress } = session;
    progress.stop();
    await reports.written();
    await write(io.stdout, report.soFar());
    if (seesPlan(flags)) {
      const expected = expectedSeconds(plan, { ...session.work, latency: context.latency });
      const style = await styleFor(io.stderr, io.env, flags);
      const updates = plan.updates.map((update) => ({ ...update, action: 'update' as const }));
      const shown = updates.slice(0, fewUpdates);
      const { columns: width } = io.stderr;
      const rows = renderPlannedRows(shown, updates.length - shown.length, width);
      await write(
        io.stderr,
        `${renderPlan(plan, { ...context, site: connection.called, style, width, expected })}${rows}`,
      );
    }
    return confirm(planQuestion(plan), flags, session);
  }
}

/** How many updates are shown before the question; the command plan shows all. */
const fewUpdates = 10;
