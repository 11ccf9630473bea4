import type { ActionPlan } from '../run/actions/plan.js';
import type { ActionAccount } from '../run/actions/session.js';
import { actionRules, type UserAction } from '../run/actions/user-actions.js';
import { count, duration } from './count.js';
import { printable } from '../columns/printable.js';
import { planLines, type PlanHeading } from './plan-lines.js';
import type { Style } from './style.js';

/** What was done to users, after their number: `3 users disabled`. */
export const doneTexts: Readonly<Record<UserAction, string>> = {
  unlock: 'unlocked',
  'resend-welcome': 'sent the welcome e-mail again',
  'reset-2fa': 'whose two-factor authentication was reset',
  disable: 'disabled',
  enable: 'enabled',
  delete: 'deleted',
};

const questions: Readonly<Record<UserAction, string>> = {
  unlock: 'Unlock',
  'resend-welcome': 'Send the welcome e-mail again to',
  'reset-2fa': 'Reset the two-factor authentication of',
  disable: 'Disable',
  enable: 'Enable',
  delete: 'Delete',
};

/** `Disable 3 users? `: the question to confirm, in one line. */
export function actionQuestion({ action, send }: ActionPlan): string {
  return `${questions[action]} ${count(send, 'user')}? [y/N] `;
}

export interface ActionPlanOptions extends PlanHeading {
  /** Seconds, at best. */
  readonly expected: number;
}

/** What an action is about to do, for the person who has to confirm it. */
export function renderActionPlan(plan: ActionPlan, options: ActionPlanOptions): string {
  const { style, expected } = options;
  const { action, send, admins } = plan;
  const admin =
    admins === 0 ? '' : `, ${style.yellow(`${count(admins, 'site administrator')} among them`)}`;
  return planLines(options, [
    [action, `${count(send, 'user')}${admin}`],
    ['skip', plan.unneeded > 0 && unneededText(plan.unneeded, action)],
    ['done', plan.settled > 0 && `${count(plan.settled, 'row')} ended in an earlier session`],
    ['not found', plan.missing > 0 && style.yellow(count(plan.missing, 'row'))],
    ['leave out', plan.left > 0 && style.yellow(count(plan.left, 'user'))],
    [
      'in doubt',
      plan.inDoubt > 0 && style.yellow(`${count(plan.inDoubt, 'user')}, not sent again`),
    ],
    ['requests', send > 0 && `${count(send, 'API call')}, ${duration(expected)} at best`],
  ]);
}

const shownRows = 20;

/**
 * What an action has done, what it has not and why, and, if its journal is `kept`, where that is.
 * `planned`: users who are not found or left out were already reported with the plan.
 */
export function renderActionAccount(
  account: ActionAccount,
  { kept, planned }: { readonly kept: boolean; readonly planned: boolean },
  style: Style,
): string {
  const { action, tally, notDone, remaining } = account;
  const others: [number, string][] = [
    [tally.missing, 'not found on the site'],
    [tally.left, 'left out: the API key is theirs'],
    [tally['in-doubt'], 'in doubt: the reply was lost, and nothing was sent again'],
    [tally.failed, 'failed'],
    [remaining, 'still to be done'],
  ];
  const untold = notDone.filter(
    ({ outcome }) => !planned || (outcome !== 'missing' && outcome !== 'left'),
  );
  const shown = untold.slice(0, shownRows).map(({ line, username, outcome, why }) => {
    const label = outcome === 'failed' ? style.red('failed') : style.yellow(outcome);
    return `${label}  ${style.bold(`line ${line}`)} (${printable(username)}): ${printable(why)}`;
  });
  const more = untold.length - shown.length;
  return [
    ...shown,
    ...(more > 0 ? [style.dim(`and ${count(more, 'more row')}; --json has them all`)] : []),
    `${style.green(count(tally.done, 'user'))} ${doneTexts[action]}`,
    ...(tally.unneeded > 0 ? [unneededText(tally.unneeded, action)] : []),
    ...others.flatMap(([n, what]) => (n > 0 ? [`${style.red(count(n, 'row'))} ${what}`] : [])),
    ...(kept ? [`${style.dim('journal')}  ${printable(account.journal)}`] : []),
    '',
  ].join('\n');
}

function unneededText(users: number, action: UserAction): string {
  return `${count(users, 'user')} ${actionRules[action].unneeded?.text ?? ''}`;
}
