import { actionJson } from '../report/action-json.js';
import { renderActionAccount, renderActionPlan } from '../report/action-text.js';
import type { ActionContext, ActionResult } from '../run/actions/act-on-users.js';
import type { ActionPlan } from '../run/actions/plan.js';
import type { ActionAccount } from '../run/actions/session.js';
import { expectedSeconds } from '../run/plan/plan.js';
import type { Connection, SiteFlags } from './connection.js';
import { exitCodes, type ExitCode } from './exit.js';
import { codeOfStop, resumeCommand, startOver, stopText, toDo } from './import-result.js';
import type { HeldIssues } from './issue-report.js';
import { isSilent, styleFor, write, writeJson, type Io } from './io.js';

export interface ActionTelling {
  readonly flags: SiteFlags & { readonly json?: boolean };
  readonly io: Io;
  readonly connection: Connection;
}

interface Conclusion extends ActionTelling {
  readonly file: string;
  readonly path: string | null;
  readonly report: HeldIssues;
}

/** Reports the result of an action on users to a person or a program, and returns the exit code. */
export async function concludeAction(
  result: ActionResult,
  conclusion: Conclusion,
): Promise<ExitCode> {
  const { flags, io } = conclusion;
  const code = codeOf(result);
  const silent = isSilent(flags, code);
  if (flags.json) await writeJson(io, asJson(result, conclusion));
  else if (!silent) await tell(result, conclusion);
  if ('account' in result && !silent)
    await write(io.stderr, nextStep(result.account, result.type === 'shown', conclusion));
  return code;
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

function asJson(result: ActionResult, { file, report }: Conclusion): object {
  return {
    version: 1,
    file,
    result: result.type,
    ...result.summary,
    ...('plan' in result && { plan: result.plan }),
    ...('account' in result && actionJson(result.account)),
    issues: report.issues,
  };
}

async function tell(result: ActionResult, conclusion: Conclusion): Promise<void> {
  const { flags, io, report, connection } = conclusion;
  const { type, summary } = result;
  await write(io.stdout, report.end(summary));
  if ('account' in result) {
    const style = await styleFor(io.stdout, io.env, flags);
    const how = { kept: connection.keepsRuns, planned: type === 'ran' };
    return write(io.stdout, renderActionAccount(result.account, how, style));
  }
  // Someone who has declined has seen it.
  if (type === 'planned' || type === 'nothing')
    await write(io.stdout, await planText(result.plan, result, conclusion, io.stdout));
  const byWarnings = type === 'invalid' && summary.errors === 0;
  const why = byWarnings ? ' Warnings count as errors with --strict.' : '';
  return write(io.stderr, `Nothing was done.${why}\n`);
}

/** The plan as it is shown on `stream`. */
export async function planText(
  plan: ActionPlan,
  { latency, resumed }: ActionContext,
  { flags, io, connection }: ActionTelling,
  stream: Io['stderr'],
): Promise<string> {
  const { concurrency, rate } = flags;
  const expected = expectedSeconds({ calls: plan.send }, { concurrency, rate, latency });
  const style = await styleFor(stream, io.env, flags);
  return renderActionPlan(plan, { site: connection.called, style, expected, resumed });
}

/** What to do next, with the command to type. */
function nextStep(
  { stop, run, action, tally }: ActionAccount,
  shown: boolean,
  { flags, io, connection, path }: Conclusion,
): string {
  const limit = path === null && action === 'delete' ? ' --max N' : '';
  const resume = resumeCommand(run, flags, connection) + limit;
  if (stop) return stopText(stop, toDo('To continue', resume, path), connection);
  if (connection.sandbox) return '';
  const over = shown
    ? `Run ${run} of this file has ended; nothing was done now. ${startOver(io)}\n`
    : '';
  return tally.failed > 0 ? `${over}${toDo('To try again what failed', resume, path)}\n` : over;
}
