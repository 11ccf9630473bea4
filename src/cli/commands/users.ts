import { actionQuestion } from '../../report/action-text.js';
import { count } from '../../report/count.js';
import {
  actOnUsers,
  type ActionContext,
  type ActionEvent,
} from '../../run/actions/act-on-users.js';
import type { ActionHeader } from '../../run/actions/journal.js';
import type { ActionPlan } from '../../run/actions/plan.js';
import { actionRules, type UserAction } from '../../run/actions/user-actions.js';
import type { ReadOptions } from '../../source/read-options.js';
import { concludeAction, planText } from '../action-result.js';
import { confirm, confirmCount, seesPlan } from '../confirm.js';
import type { SiteFlags } from '../connection.js';
import { LimitError, UsageError, type ExitCode } from '../exit.js';
import { write, type Io } from '../io.js';
import { heldIssues, type HeldIssues } from '../issue-report.js';
import { openFile, readOptions, type SourceFlags } from '../source-options.js';
import { requireApiKey, requireRest, withConnection, type Session } from '../with-connection.js';

export interface ActionFlags extends SiteFlags {
  readonly json?: boolean;
  readonly yes?: boolean;
  readonly max?: number;
  readonly strict?: boolean;
  readonly dryRun?: boolean;
  readonly restart?: boolean;
}

export interface UsersFlags extends ActionFlags, SourceFlags {}

/** Does something to the users in a file; reads the file once, see run/actions/act-on-users.ts. */
export async function users(
  action: UserAction,
  file: string,
  flags: UsersFlags,
  io: Io,
): Promise<ExitCode> {
  if (file === '-' && !flags.yes && !flags.dryRun)
    throw new UsageError(
      `users ${action} - reads the users from standard input, so it cannot ask: add --yes.`,
    );
  const read = await readOptions(flags);
  return withConnection(flags, io, (session) =>
    new ActionCommand(flags, session).run(action, file, read),
  );
}

/** What `users` and `resume` have in common: one action, reported to a person or a program. */
export class ActionCommand {
  #total = 0;
  #done = 0;

  constructor(
    private readonly flags: ActionFlags,
    private readonly session: Session,
  ) {}

  async run(
    action: UserAction,
    file: string,
    read: ReadOptions,
    resumes?: ActionHeader,
  ): Promise<ExitCode> {
    const { flags } = this;
    const { io, program, connection, progress, work } = this.session;
    const asksNobody = flags.yes && !flags.dryRun;
    if (action === 'delete' && asksNobody && flags.max === undefined)
      throw new UsageError(
        'delete --yes does not ask, so it needs a limit: add --max N, the most users that may be deleted.',
      );
    const site = requireRest(connection.site, `users ${action}`);
    if (actionRules[action].wantsPassword) requireApiKey(connection, `users ${action}`);
    const source = await openFile(file, io, read);
    try {
      // Here a warning affects the exit code: a user was not found.
      const about = { ...flags, strict: true };
      const report = await heldIssues(source.name, about, io, '--json');
      const result = await actOnUsers({
        ...work,
        action,
        source,
        read,
        site,
        dryRun: flags.dryRun === true,
        resumes,
        program,
        confirm: (plan, context) => this.#confirm(plan, context, report),
        onEvent: (event) => this.#show(event, report),
      });
      progress.stop();
      const { path } = source;
      return await concludeAction(result, { flags, io, connection, file, path, report });
    } finally {
      await source.close();
    }
  }

  #show(event: ActionEvent, report: HeldIssues): void {
    const { flags } = this;
    const { interrupt, progress } = this.session;
    switch (event.type) {
      case 'step':
        if (event.step === 'acting') interrupt.finishGently();
        return progress.step(stepTexts[event.step]);
      case 'ignored':
        if (!flags.quiet)
          progress.say(`${count(event.columns, 'column')} other than username ignored.`);
        return;
      case 'issues':
        return report.add(event.rows);
      case 'run':
        this.#total = event.rows;
        return;
      case 'row':
        this.#done += 1;
        return progress.advance(this.#done, this.#total, 'user');
    }
  }

  /**
   * Shows what was found, then the plan, and asks on a terminal; for what cannot be undone, the number must
   * be typed.
   */
  async #confirm(plan: ActionPlan, context: ActionContext, report: HeldIssues): Promise<boolean> {
    const { flags, session } = this;
    const { io, connection, progress } = session;
    const { action, send } = plan;
    progress.stop();
    if (seesPlan(flags)) {
      await write(io.stdout, report.soFar());
      await write(io.stderr, await planText(plan, context, { flags, io, connection }, io.stderr));
    }
    if (flags.max !== undefined && send > flags.max)
      throw new LimitError(
        `users ${action} would affect ${count(send, 'user')}, more than --max ${flags.max} allows. Nothing was done.`,
      );
    if (action === 'delete' && !flags.yes)
      return confirmCount(`Type ${send} to delete them: `, send, session);
    return confirm(actionQuestion(plan), flags, session);
  }
}

const stepTexts = {
  reading: 'Reading the usernames',
  asking: 'Asking the site',
  acting: 'Working through the users',
} as const;
