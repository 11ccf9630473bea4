import { nearest } from '../../columns/did-you-mean.js';
import { quote } from '../../columns/quote.js';
import { issue, type Issue } from '../../columns/issue.js';
import { foldUsername } from '../../columns/username.js';
import { ByUsername } from '../by-username.js';
import type { User } from '../../site/site.js';
import type { ActionProgress, ActionOutcome } from './journal.js';
import { actionRules, type UserAction } from './user-actions.js';

/** A row of the file: the line on which it starts, and its username. */
export interface NamedRow {
  readonly line: number;
  readonly username: string;
}

/** What to do for a row. */
export type ActionIntent =
  /** The run has done it already. */
  | { readonly type: 'settled' }
  | { readonly type: 'send'; readonly user: KnownUser }
  /** It has ended without a request. */
  | { readonly type: 'end'; readonly outcome: ActionOutcome; readonly why: string };

/** A user of the site, as far as actions need to know. */
export interface KnownUser {
  readonly id: number;
  readonly isAdmin: boolean;
  /** Whether the user already is as the action would leave it. */
  readonly isSo: boolean;
}

/** What the site says about the users in a file. */
export class ActionFacts {
  readonly #users = new ByUsername<KnownUser>();
  readonly #others: string[] = [];
  #lookUps = 0;

  constructor(
    readonly action: UserAction,
    /** Whose key it is. */
    private readonly owner: { readonly id: number | null; readonly username: string | null },
    /** Whether to redo what the run has done and somebody has reverted since. */
    readonly restores: boolean,
  ) {}

  add(user: User): void {
    const isSo = actionRules[this.action].unneeded?.isSo(user) ?? false;
    const isAdmin = user.site_admin === true;
    this.#users.set(user.username, { id: user.id, isAdmin, isSo });
  }

  /** A user who is not in the file. */
  addOther(username: string): void {
    if (this.#others.length < mostOthers) this.#others.push(username);
  }

  find(username: string): KnownUser | undefined {
    return this.#users.get(username);
  }

  isOwner({ id }: KnownUser, username: string): boolean {
    const { owner } = this;
    return (
      id === owner.id ||
      (owner.username !== null && foldUsername(username) === foldUsername(owner.username))
    );
  }

  /** Whom a name that the site does not have may mean. Limited to a few searches. */
  likeName(username: string): string | undefined {
    this.#lookUps += 1;
    return this.#lookUps > mostLookUps ? undefined : nearest(username, this.#others);
  }
}

/**
 * How many names of the site are kept for comparison, and how many searches are made: a second's work at
 * most.
 */
const mostOthers = 2000;
const mostLookUps = 100;

/** Decides what to do for a row; plan and run use the same decision. */
export function actionIntentOf(
  { line, username }: NamedRow,
  facts: ActionFacts,
  progress: ActionProgress,
): ActionIntent {
  const { action } = facts;
  const rule = actionRules[action];
  const started = progress.started(line);
  const user = facts.find(username);
  const reverted = facts.restores && progress.reached(line) && user?.isSo === false;
  if (progress.settled(line) && !reverted) return { type: 'settled' };
  const end = (outcome: ActionOutcome, why: string): ActionIntent => ({
    type: 'end',
    outcome,
    why,
  });
  if (started !== undefined && rule.onlyOnce) return end('in-doubt', inDoubt);
  if (!user) {
    // Its deletion was served, and only its reply was lost.
    if (started !== undefined && action === 'delete') return end('done', '');
    return end('missing', 'The site has no user with this name.');
  }
  if (started !== undefined && started !== user.id)
    return end(
      'failed',
      `This name now belongs to another user (id ${user.id}), not to the one it had when the run began (id ${started}).`,
    );
  if (rule.takesAccess && facts.isOwner(user, username))
    return end('left', 'The API key belongs to this user, who must not lose access.');
  if (user.isSo) return end(started === undefined ? 'unneeded' : 'done', '');
  return { type: 'send', user };
}

export const inDoubt =
  'The reply was lost, so the e-mail may or may not have been sent. Ask the person, or send it again with this user alone in a file.';

/** What an action is about to do. */
export interface ActionPlan {
  readonly action: UserAction;
  /** Users for whom a request will be sent; each is one API call, which is billed. */
  send: number;
  /** How many of them are site administrators. */
  admins: number;
  unneeded: number;
  /** Rows whose users the site does not have. */
  missing: number;
  /** Users who are left out: the key's owner, or another user who has the name now. */
  left: number;
  /** Rows of an earlier session whose reply was lost, and which are not sent again. */
  inDoubt: number;
  /** Rows that this run has already ended. */
  settled: number;
}

/**
 * Adds up what is to be done; issues of single rows go to `report`. `rows`: how many will end, with or
 * without a request.
 */
export function planAction(
  rows: Iterable<NamedRow>,
  facts: ActionFacts,
  progress: ActionProgress,
  report: (row: NamedRow, issue: Issue) => void,
): { plan: ActionPlan; rows: number } {
  const plan: ActionPlan = {
    action: facts.action,
    send: 0,
    admins: 0,
    unneeded: 0,
    missing: 0,
    left: 0,
    inDoubt: 0,
    settled: 0,
  };
  let toEnd = 0;
  for (const row of rows) {
    const intent = actionIntentOf(row, facts, progress);
    if (intent.type === 'settled') {
      plan.settled += 1;
      continue;
    }
    toEnd += 1;
    if (intent.type === 'send') {
      plan.send += 1;
      if (intent.user.isAdmin) plan.admins += 1;
    } else {
      plan[countedAs[intent.outcome]] += 1;
      const found = issueOf(row, intent, facts);
      if (found) report(row, found);
    }
  }
  return { plan, rows: toEnd };
}

/** What a row adds that ends without a request. */
const countedAs: Readonly<
  Record<ActionOutcome, 'settled' | 'unneeded' | 'missing' | 'left' | 'inDoubt'>
> = {
  done: 'settled',
  unneeded: 'unneeded',
  missing: 'missing',
  left: 'left',
  'in-doubt': 'inDoubt',
  failed: 'left',
};

function issueOf(
  { line, username }: NamedRow,
  { outcome, why }: ActionIntent & { type: 'end' },
  facts: ActionFacts,
): Issue | undefined {
  if (outcome === 'left') return issue('user-owns-key', line, 'username', why);
  // The account says why the others failed.
  if (outcome !== 'missing') return undefined;
  const like = facts.likeName(username);
  const hint = like === undefined ? '' : ` Did you mean ${quote(like)}?`;
  const message = `The site has no user ${quote(username)}.${hint}`;
  return issue('user-not-found', line, 'username', message, like);
}
