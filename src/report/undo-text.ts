import type { UndoPlan } from '../run/undo/plan.js';
import type { UndoAccount } from '../run/undo/undo.js';
import { count } from './count.js';
import { printable } from '../columns/printable.js';
import type { Style } from './style.js';

const shownUsers = 20;

/** What an undo is about to delete, and what it leaves. */
export function renderUndoPlan(run: string, plan: UndoPlan, style: Style): string {
  const shown = plan.delete
    .slice(0, shownUsers)
    .map(({ username, id }) => `  ${printable(username)} (id ${id})`);
  const more = plan.delete.length - shown.length;
  return [
    style.bold(`Undo of run ${run}: delete ${count(plan.delete.length, 'user')}`),
    ...shown,
    ...(more > 0 ? [`  … and ${more} more`] : []),
    ...renderGone(plan.gone),
    ...renderLeft(plan.left, style),
    ...renderUpdated(plan.updated),
    '',
  ].join('\n');
}

/** `told`: how many of those who are left have been named with the plan. */
export function renderUndoAccount(account: UndoAccount, told: number, style: Style): string {
  return [
    ...renderLeft(account.left.slice(told), style),
    `${style.green(count(account.deleted, 'user'))} deleted`,
    ...renderGone(account.gone),
    ...(account.left.length > 0
      ? [`${style.yellow(count(account.left.length, 'user'))} left`]
      : []),
    ...renderUpdated(account.updated),
    `${style.dim('journal')}  ${printable(account.journal)}`,
    '',
  ].join('\n');
}

function renderLeft(left: UndoPlan['left'], style: Style): string[] {
  return left.map(
    ({ username, why }) => `${style.yellow('left')}  ${printable(username)}: ${printable(why)}`,
  );
}

function renderGone(gone: number): string[] {
  return gone > 0 ? [`${count(gone, 'user')} of the run gone already`] : [];
}

function renderUpdated(updated: number): string[] {
  if (updated === 0) return [];
  const stay = updated === 1 ? 'stays as it is' : 'stay as they are';
  return [`${count(updated, 'user')} that the run changed ${stay}: a change cannot be taken back.`];
}
