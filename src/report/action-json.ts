import type { ActionAccount } from '../run/actions/session.js';
import { stopJson } from './why-stopped.js';

/** The result of an action on users for programs. */
export function actionJson(account: ActionAccount): Record<string, unknown> {
  const { run, action, site, tally, notDone, remaining, stop, journal } = account;
  const { 'in-doubt': inDoubt, ...counts } = tally;
  return {
    run,
    action,
    site,
    ended: stop === undefined,
    ...stopJson(stop),
    ...counts,
    inDoubt,
    remaining,
    notDone,
    journal,
  };
}
