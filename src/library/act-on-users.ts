import { actOnUsers as act, type ActionEvent } from '../run/actions/act-on-users.js';
import type { ActionPlan } from '../run/actions/plan.js';
import type { ActionAccount } from '../run/actions/session.js';
import { userActions, type UserAction } from '../run/actions/user-actions.js';
import { systemClock } from '../site/clock.js';
import type { Summary } from '../validate/tally.js';
import { requireRun } from './kept-run.js';
import { openInput, readOptionsOf, type FileInput } from './input.js';
import { onSite, program, requireRest, type WorkOptions } from './on-site.js';
import { OptionError, requireInput, requireOptions } from './options.js';
import { anyOf } from './signals.js';
import { pushed, type Task } from './task.js';
import { runsIn } from './this-process.js';
import { agreed } from './until-aborted.js';

export interface ActionOptions extends WorkOptions {
  /** Only plan. */
  readonly dryRun?: boolean | undefined;
  /** The most users that may be affected; `delete` needs this or `confirm`. */
  readonly max?: number | undefined;
  /** Whether to carry out the plan; without it every plan is carried out. */
  readonly confirm?: ((plan: ActionPlan) => boolean | Promise<boolean>) | undefined;
}

export type ActionResult =
  /** The file has errors, or with `strict` warnings; nothing was done. */
  | { readonly type: 'invalid'; readonly summary: Summary }
  | {
      readonly type: 'planned' | 'declined' | 'nothing';
      readonly summary: Summary;
      readonly plan: ActionPlan;
    }
  /** The plan is for more users than `max`; nothing was done. */
  | { readonly type: 'beyond-limits'; readonly summary: Summary; readonly plan: ActionPlan }
  /** The file's run had ended before; nothing is done again. */
  | { readonly type: 'shown'; readonly summary: Summary; readonly account: ActionAccount }
  | {
      readonly type: 'ran';
      readonly summary: Summary;
      readonly plan: ActionPlan;
      readonly account: ActionAccount;
    };

/**
 * Unlocks, disables, enables or deletes the users whom a file names, sends them their welcome e-mail again
 * or resets their second factor. The key's owner never loses access. Only over REST v1. Continues, stops
 * and rejects as `runImport` does.
 */
export function actOnUsers(
  action: UserAction,
  input: FileInput,
  options: ActionOptions,
): Task<ActionEvent, ActionResult> {
  requireOptions('actOnUsers', options);
  requireInput('actOnUsers', input);
  if (!userActions.includes(action))
    throw new OptionError(`actOnUsers: an action is one of ${userActions.join(', ')}.`);
  const { confirm = () => true, max = Infinity, signal } = options;
  if (action === 'delete' && !options.confirm && max === Infinity)
    throw new OptionError(
      'actOnUsers: delete needs max, the most users that may be deleted, or confirm.',
    );
  return pushed(signal, async (emit, left) => {
    const { strict = false, dryRun = false, restart = false, resume } = options;
    const store = runsIn(options.stateDirectory);
    const abort = anyOf(signal);
    const stop = anyOf(left, options.stop, signal);
    const source = await openInput(input, options);
    let isBeyond = false;
    try {
      return await onSite(options.site, abort, async ({ site, siteId, concurrency }) => {
        const run =
          resume === undefined ? undefined : await requireRun(store, resume, 'users', siteId);
        const result = await act({
          action,
          source,
          read: readOptionsOf(options),
          site: requireRest(site),
          siteId,
          store,
          restart,
          strict,
          dryRun,
          resumes: run?.header,
          concurrency,
          clock: systemClock,
          program,
          stop,
          abort,
          confirm: async (plan) => {
            isBeyond = plan.send > max;
            return !isBeyond && agreed(() => confirm(plan), stop, signal);
          },
          onEvent: emit,
        });
        return isBeyond && result.type === 'declined'
          ? { ...result, type: 'beyond-limits' as const }
          : result;
      });
    } finally {
      await source.close();
    }
  });
}
