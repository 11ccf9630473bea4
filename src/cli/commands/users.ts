import type { Issue } from '../../columns/issue.js';
import { actionJson } from '../../report/action-json.js';
import { renderActionAccount, renderActionPlan } from '../../report/action-text.js';
import { count } from '../../report/count.js';
import type { IssueReport } from '../../report/issue-report.js';
import {
  actOnUsers,
  type ActionContext,
  type ActionEvent,
  type ActionResult,
} from '../../run/act-on-users.js';
import type { ActionHeader } from '../../run/action-journal.js';
import type { ActionPlan } from '../../run/action-plan.js';
import type { ActionAccount } from '../../run/action-session.js';
import { expectedSeconds } from '../../run/plan.js';
import { RunStore } from '../../run/store.js';
import type { UserAction } from '../../run/user-actions.js';
import { openSource } from '../../source/open.js';
import type { ReadOptions } from '../../source/read-options.js';
import { confirm, confirmCount } from '../confirm.js';
import type { Connection, SiteFlags } from '../connection.js';
import { exitCodes, UsageError, type ExitCode } from '../exit.js';
import { codeOfStop, resumeCommand } from '../import-result.js';
import type { Interrupt } from '../interrupt.js';
import { styleFor, write, type Io } from '../io.js';
import { issueReport } from '../issue-report.js';
import { lockOwner } from '../lock-owner.js';
import type { Progress } from '../progress.js';
import { openOptions, readOptions, type SourceFlags } from '../source-options.js';
import { requireRest, withConnection } from '../with-connection.js';

export interface ActionFlags extends SiteFlags {
  readonly json?: boolean;
  readonly yes?: boolean;
  readonly max?: number;
  readonly strict?: boolean;
  readonly dryRun?: boolean;
  readonly restart?: boolean;
}

export interface UsersFlags extends ActionFlags, SourceFlags {}

/** Does something to the users that a file names; reads the file once, see run/act-on-users.ts. */
export async function users(
  action: UserAction,
  file: string,
  flags: UsersFlags,
  io: Io,
  version: string,
): Promise<ExitCode> {
  if (file === '-' && flags.yes !== true && flags.dryRun !== true)
    throw new UsageError(
      `users ${action} - reads the users from standard input, so it cannot ask: add --yes.`,
    );
  const read = await readOptions(flags);
  return withConnection(flags, io, version, (connection, interrupt, progress) =>
    new ActionCommand(flags, io, version, connection, interrupt, progress).run(action, file, read),
  );
}

/** What `users` and `resume` have in common: one action, told to a person or to a program. */
export class ActionCommand {
  readonly #issues: Issue[] = [];
  #total = 0;
  #done = 0;

  constructor(
    private readonly flags: ActionFlags,
    private readonly io: Io,
    private readonly version: string,
    private readonly connection: Connection,
    private readonly interrupt: Interrupt,
    private readonly progress: Progress,
  ) {}

  async run(
    action: UserAction,
    file: string,
    read: ReadOptions,
    resumes?: ActionHeader,
  ): Promise<ExitCode> {
    const { flags, io, connection, interrupt } = this;
    if (action === 'delete' && flags.yes === true && flags.max === undefined)
      throw new UsageError(
        'delete --yes asks nobody, so it needs a limit too: add --max N, with the most users that may be deleted.',
      );
    const site = requireRest(connection.site, `users ${action}`);
    const { systemClock } = await import('../../site/clock.js');
    const source = await openSource(file, openOptions(io, read));
    try {
      const format = flags.json === true ? 'json' : 'text';
      const report = await issueReport(source.name, format, flags, io);
      const result = await actOnUsers({
        action,
        source,
        path: file === '-' ? null : file,
        read,
        site,
        siteId: connection.siteId,
        store: new RunStore(connection.stateDirectory, lockOwner),
        restart: flags.restart === true,
        strict: flags.strict === true,
        dryRun: flags.dryRun === true,
        resumes,
        concurrency: flags.concurrency,
        clock: systemClock,
        program: `files-bulk-import ${this.version}`,
        stop: interrupt.stop,
        abort: interrupt.abort,
        confirm: (plan, context) => this.#confirm(plan, context),
        onEvent: (event) => this.#show(event, report),
      });
      this.progress.stop();
      await this.#tell(result, file, report);
      return codeOf(result);
    } finally {
      await source.close();
    }
  }

  #show(event: ActionEvent, report: IssueReport): void {
    const { progress, flags, interrupt } = this;
    switch (event.type) {
      case 'step':
        if (event.step === 'acting') interrupt.finishGently();
        return progress.step(stepTexts[event.step]);
      case 'ignored':
        if (flags.quiet !== true)
          progress.say(`${count(event.columns, 'column')} besides username not looked at.`);
        return;
      case 'issues':
        if (flags.json !== true) report.add(event.rows);
        else for (const { issues } of event.rows) this.#issues.push(...issues);
        return;
      case 'run':
        this.#total = event.rows;
        return;
      case 'row':
        this.#done += 1;
        return progress.advance(this.#done, this.#total, 'user');
    }
  }

  /** Shows the plan and asks, on a terminal; what cannot be taken back wants its number typed. */
  async #confirm(plan: ActionPlan, context: ActionContext): Promise<boolean> {
    const { flags, io, interrupt } = this;
    const { action, send } = plan;
    this.progress.stop();
    if (flags.quiet !== true) await write(io.stderr, await this.#planText(plan, context));
    if (flags.max !== undefined && send > flags.max)
      throw new UsageError(
        `This would ${action} ${count(send, 'user')}, more than --max ${flags.max} allows. Nothing was done.`,
      );
    if (action === 'delete' && flags.yes !== true)
      return confirmCount(`Type ${send} to delete them: `, send, io, interrupt);
    return confirm('Go on? [y/N] ', flags, io, interrupt);
  }

  async #planText(plan: ActionPlan, { latency, resumed }: ActionContext): Promise<string> {
    const { flags, io, connection } = this;
    const { concurrency, rate } = flags;
    const expected = expectedSeconds({ calls: plan.send }, { concurrency, rate, latency });
    const style = await styleFor(io.stderr, io.env, flags);
    const site = connection.sandbox ? 'the sandbox' : connection.siteId;
    return renderActionPlan(plan, { site, style, expected, resumed });
  }

  async #tell(result: ActionResult, file: string, report: IssueReport): Promise<void> {
    const { flags, io } = this;
    if (flags.json === true)
      return write(io.stdout, `${JSON.stringify(this.#asJson(result, file), null, 2)}\n`);
    await write(io.stdout, report.end(result.summary));
    switch (result.type) {
      case 'invalid': {
        const strict =
          result.summary.errors === 0 ? ' Warnings count as errors with --strict.' : '';
        return write(io.stderr, `Nothing was done.${strict}\n`);
      }
      case 'planned':
      case 'nothing':
        if (flags.quiet === true) return;
        await write(
          io.stdout,
          await this.#planText(result.plan, { latency: result.latency, resumed: result.resumed }),
        );
        return write(io.stderr, 'Nothing was done.\n');
      case 'declined':
        return write(io.stderr, 'Nothing was done.\n');
      case 'shown':
      case 'ran':
        return this.#tellAccount(result.account, result.type === 'shown', file);
    }
  }

  async #tellAccount(account: ActionAccount, shown: boolean, file: string): Promise<void> {
    const { flags, io, connection } = this;
    if (flags.quiet !== true) {
      const kept = connection.sandbox === undefined || flags.stateDir !== undefined;
      const style = await styleFor(io.stdout, io.env, flags);
      await write(io.stdout, renderActionAccount(account, { kept, planned: !shown }, style));
    }
    const { stop, run, action, tally } = account;
    if (connection.sandbox)
      return write(io.stderr, stop ? 'The sandbox is gone, and the run with it.\n' : '');
    const resume =
      file === '-'
        ? `To go on, give the same bytes to: files-bulk-import users ${action} - --yes\n`
        : `To go on: ${resumeCommand(run, flags)}\n`;
    if (stop)
      return write(io.stderr, `${'message' in stop ? stop.message : 'Interrupted.'}\n${resume}`);
    if (shown)
      await write(
        io.stderr,
        `Run ${run} of this file has ended; nothing was done now. To begin anew: --restart.\n`,
      );
    if (tally.failed > 0)
      await write(io.stderr, `To try again what failed: ${resumeCommand(run, flags)}\n`);
  }

  #asJson(result: ActionResult, file: string): Record<string, unknown> {
    const base = { version: 1, file, result: result.type, ...result.summary };
    return {
      ...base,
      ...('plan' in result ? { plan: result.plan } : {}),
      ...('account' in result ? actionJson(result.account) : {}),
      issues: this.#issues,
    };
  }
}

function codeOf(result: ActionResult): ExitCode {
  switch (result.type) {
    case 'invalid':
      return exitCodes.invalid;
    case 'declined':
      return exitCodes.interrupted;
    case 'planned':
      return exitCodes.ok;
    case 'nothing':
      return result.plan.missing + result.plan.left > 0 ? exitCodes.someFailed : exitCodes.ok;
    case 'shown':
    case 'ran': {
      const { stop, notDone } = result.account;
      if (stop) return codeOfStop[stop.reason];
      return notDone.length > 0 ? exitCodes.someFailed : exitCodes.ok;
    }
  }
}

const stepTexts = {
  reading: 'Reading the usernames',
  asking: 'Asking the site',
  acting: 'Working through the users',
} as const;
