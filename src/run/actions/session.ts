import { InDoubtError, NotAllowedError, NotServedError, RefusedError } from '../../site/errors.js';
import type { UsernameIndex } from '../../validate/username-index.js';
import type { ActionRequest } from './act-on-users.js';
import type {
  ActionOutcome,
  ActionProgress,
  ActionRecord,
  ActionTally,
  NotDone,
} from './journal.js';
import { remainingRows } from '../account.js';
import { actionIntentOf, inDoubt, type ActionFacts, type NamedRow } from './plan.js';
import { problemsOf } from '../apply/row-account.js';
import { requireAllUsers } from '../facts/preflight.js';
import { Journal } from '../journal/journal.js';
import { workUntilStopped, type Stop } from '../stop.js';
import type { StoredAction } from '../journal/store.js';
import { actionRules, type UserAction } from './user-actions.js';
import { workThrough, type Worked } from '../work-through.js';

/** What a run has done in all its sessions. */
export interface ActionAccount {
  readonly run: string;
  readonly action: UserAction;
  readonly site: string;
  readonly journal: string;
  readonly tally: Readonly<ActionTally>;
  readonly notDone: readonly NotDone[];
  /** Rows that have not ended. */
  readonly remaining: number;
  /** undefined: the run has ended. */
  readonly stop: Stop | undefined;
}

export function actionAccount(
  { header, progress, journalPath }: StoredAction,
  rows: number,
  stop?: Stop,
): ActionAccount {
  return {
    run: header.id,
    action: header.action,
    site: header.site,
    journal: journalPath,
    tally: progress.tally,
    notDone: progress.notDone,
    remaining: remainingRows(progress.tally, rows),
    stop,
  };
}

/** How a row ended. */
export interface ActionEnd extends NamedRow {
  readonly outcome: ActionOutcome;
  readonly why: string;
}

/**
 * Does what is left of a run, until it ends or something stops it. In any case, what was done is in the
 * journal.
 */
export async function carryOutAction(
  run: StoredAction,
  resumed: { readonly retry: boolean } | undefined,
  usernames: UsernameIndex,
  facts: ActionFacts,
  request: ActionRequest,
): Promise<ActionAccount> {
  const { progress } = run;
  const log = await Journal.open<ActionRecord>(run.journalPath, run.validBytes, { progress });
  const perform = async (row: NamedRow): Promise<boolean> => {
    const end = await performRow(row, facts, progress, log, request);
    if (!end) return false;
    log.note(endRecord(end));
    request.onEvent({ type: 'row', end });
    return true;
  };
  const work = (): Promise<Worked> => workThrough(usernames.rows(), perform, request);
  const remaining = (): number => remainingRows(progress.tally, usernames.size);
  const stop = await workUntilStopped(log, resumed, work, remaining, request);
  return actionAccount(run, usernames.size, stop);
}

function endRecord({ line, username, outcome, why }: ActionEnd): ActionRecord {
  const told = outcome === 'done' || outcome === 'unneeded' ? {} : { username, why };
  return { type: 'end', line, outcome, ...told };
}

/** Undefined if the run has already done the row; rejects if the row was left unfinished. */
async function performRow(
  { line, username }: NamedRow,
  facts: ActionFacts,
  progress: ActionProgress,
  log: Journal<ActionRecord>,
  { site }: ActionRequest,
): Promise<ActionEnd | undefined> {
  const ended = (outcome: ActionOutcome, why = ''): ActionEnd => ({ line, username, outcome, why });
  const intent = actionIntentOf({ line, username }, facts, progress);
  if (intent.type === 'settled') return undefined;
  if (intent.type === 'end') return ended(intent.outcome, intent.why);
  const { id } = intent.user;
  const beforeSend = (): Promise<void> => log.append({ type: 'start', line, username, id });
  const { send, onlyOnce } = actionRules[facts.action];
  try {
    await send(site, { id, username }, { beforeSend });
    return ended('done');
  } catch (error) {
    if (error instanceof InDoubtError) return ended('in-doubt', inDoubt);
    // When a request is repeated, an earlier attempt may have been served.
    if (onlyOnce && isNotServed(error)) log.note({ type: 'not-served', line });
    if (!(error instanceof RefusedError)) throw error;
    // A deletion would have counted it as success.
    if (error.refusal.status === 404 && facts.action !== 'delete') {
      // Or the key no longer sees it.
      await requireAllUsers(site);
      return ended(
        'failed',
        'This user is no longer on the site: somebody has deleted it in the meantime.',
      );
    }
    const problems = problemsOf(error.refusal, 'The site refused this');
    return ended('failed', problems.map(({ message }) => message).join('; '));
  }
}

/** Whether the last attempt was refused, or certainly never served. */
function isNotServed(error: unknown): boolean {
  return [RefusedError, NotAllowedError, NotServedError].some((kind) => error instanceof kind);
}
