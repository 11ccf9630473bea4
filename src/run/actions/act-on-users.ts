import type { Issue } from '../../columns/issue.js';
import type { RestSite } from '../../site/site.js';
import type { Fingerprint } from '../../source/open.js';
import { readTable } from '../../source/read.js';
import { checkUsernames } from '../../validate/check-usernames.js';
import { ofHeader, rowFindings, type RowFindings } from '../../validate/row-findings.js';
import type { Summary } from '../../validate/tally.js';
import type { UsernameIndex } from '../../validate/username-index.js';
import { ActionProgress, type ActionHeader } from './journal.js';
import { ActionFacts, planAction, type ActionPlan, type NamedRow } from './plan.js';
import { actionAccount, carryOutAction, type ActionAccount, type ActionEnd } from './session.js';
import { boundFile, reopened, requireBytes, runOfFile } from '../journal/find-run.js';
import type { BoundOptions } from '../journal/format.js';
import { findUsers, requireAdministrator } from '../facts/preflight.js';
import type { ImportRequest } from '../request.js';
import type { StoredAction } from '../journal/store.js';
import { actionRules, type UserAction } from './user-actions.js';

/** What an action on users works on. Everything from outside comes in here. */
export interface ActionRequest extends Pick<
  ImportRequest,
  'source' | 'siteId' | 'store' | 'restart' | 'concurrency' | 'clock' | 'program' | 'stop' | 'abort'
> {
  readonly action: UserAction;
  /** How the file is read, for a later resume. */
  readonly read: BoundOptions['read'];
  readonly site: RestSite;
  /** With warnings, such as a user who is not found, do nothing. */
  readonly strict: boolean;
  /** Only show the plan. */
  readonly dryRun: boolean;
  /** Resume this run and no other; if it has ended, retry what failed. */
  readonly resumes: ActionHeader | undefined;
  /** Whether to carry out the plan; asked only if it has requests. */
  readonly confirm: (plan: ActionPlan, context: ActionContext) => Promise<boolean>;
  readonly onEvent: (event: ActionEvent) => void;
}

/** What else a person needs to know before agreeing to a plan. */
export interface ActionContext {
  /** Duration of one request in ms, as measured while the site was asked. */
  readonly latency: number;
  readonly resumed: string | undefined;
}

export type ActionEvent =
  /** Columns that are ignored. */
  | { readonly type: 'ignored'; readonly columns: number }
  | { readonly type: 'issues'; readonly rows: readonly RowFindings[] }
  | { readonly type: 'step'; readonly step: 'reading' | 'asking' | 'acting' }
  /** `rows`: how many are to end, each told by a `row`. */
  | { readonly type: 'run'; readonly id: string; readonly rows: number }
  | { readonly type: 'row'; readonly end: ActionEnd };

export type ActionResult =
  /** The file has errors, or with `strict` warnings; nothing was done. */
  | { readonly type: 'invalid'; readonly summary: Summary }
  /** Only the plan was asked for; it was not agreed to; nobody of the file needs anything. */
  | ({
      readonly type: 'planned' | 'declined' | 'nothing';
      readonly summary: Summary;
      readonly plan: ActionPlan;
    } & ActionContext)
  /** The file's run had ended before, and is not gone through again unasked. */
  | { readonly type: 'shown'; readonly summary: Summary; readonly account: ActionAccount }
  | {
      readonly type: 'ran';
      readonly summary: Summary;
      readonly plan: ActionPlan;
      readonly account: ActionAccount;
    };

/**
 * One action on the users that a file names: read the names, look them up on the site, plan, confirm, act.
 * Only the usernames in the file have to be right. The file is read once, and its usernames are kept.
 */
export async function actOnUsers(request: ActionRequest): Promise<ActionResult> {
  const { store, siteId, strict, onEvent } = request;

  requireBytes(request);
  onEvent({ type: 'step', step: 'reading' });
  const { summary, usernames, fingerprint } = await readNames(request);
  const wrong = (): boolean => summary.errors > 0 || (strict && summary.warnings > 0);
  if (wrong()) return { type: 'invalid', summary };

  const lock = await store.lock(fingerprint.sha256, siteId);
  try {
    const stored = await findRun(request, fingerprint);
    const resumed = stored && reopened(stored, request.resumes);
    if (stored && !resumed)
      return { type: 'shown', summary, account: actionAccount(stored, usernames.size) };

    onEvent({ type: 'step', step: 'asking' });
    const { facts, latency } = await ask(request, usernames);
    const progress = stored?.progress ?? new ActionProgress();
    const report = ({ line, username }: NamedRow, found: Issue): void => {
      summary.warnings += 1;
      onEvent({ type: 'issues', rows: [{ line, cells: { username }, issues: [found] }] });
    };
    const { plan, rows } = planAction(usernames.rows(), facts, progress, report);
    if (wrong()) return { type: 'invalid', summary };
    const context = { latency, resumed: stored?.header.id };
    if (request.dryRun) return { type: 'planned', summary, plan, ...context };
    if (plan.send === 0 && !stored) return { type: 'nothing', summary, plan, ...context };
    if (plan.send > 0 && !(await request.confirm(plan, context)))
      return { type: 'declined', summary, plan, ...context };

    const run = stored ?? (await begin(request, fingerprint));
    onEvent({ type: 'step', step: 'acting' });
    onEvent({ type: 'run', id: run.header.id, rows });
    const account = await carryOutAction(run, resumed, usernames, facts, request);
    return { type: 'ran', summary, plan, account };
  } finally {
    await lock.release();
  }
}

interface Names {
  readonly summary: Summary;
  readonly usernames: UsernameIndex;
  readonly fingerprint: Fingerprint;
}

async function readNames({ source, clock, onEvent }: ActionRequest): Promise<Names> {
  const reading = source.read();
  const check = checkUsernames(await readTable(reading), { now: clock.now() });
  const { header, headerIssues, entries, summary, usernames } = check;
  const columns = header.cells.length - 1;
  if (columns > 0 && header.columns.some(isUsername)) onEvent({ type: 'ignored', columns });
  if (headerIssues.length > 0) onEvent({ type: 'issues', rows: ofHeader(headerIssues) });
  const findings = rowFindings(header, { whole: false });
  for await (const batch of entries) {
    const found = batch.flatMap(findings);
    if (found.length > 0) onEvent({ type: 'issues', rows: found });
  }
  return { summary, usernames, fingerprint: reading.fingerprint() };
}

function isUsername(column: { readonly name: string } | null): boolean {
  return column?.name === 'username';
}

/** The run to resume, or whose account is to be shown. */
async function findRun(
  request: ActionRequest,
  fingerprint: Fingerprint,
): Promise<StoredAction | undefined> {
  const { store, siteId, action, resumes } = request;
  const stored = await runOfFile(request, fingerprint, (isIts) =>
    store.findAction((run) => run.site === siteId && run.action === action && isIts(run.file)),
  );
  const again = stored?.progress.ended === true && !resumes && !actionRules[action].staysEnded;
  return again ? undefined : stored;
}

async function begin(request: ActionRequest, fingerprint: Fingerprint): Promise<StoredAction> {
  const { store, siteId, action, read, program, clock } = request;
  const file = boundFile(request.source, fingerprint);
  return store.createAction({ file, site: siteId, action, read, program, now: clock.now() });
}

/** Asks the site, in few calls, whose key it is and which of the users exist. */
async function ask(
  { action, site, clock, resumes }: ActionRequest,
  usernames: UsernameIndex,
): Promise<{ facts: ActionFacts; latency: number }> {
  const { access, settings, latency } = await requireAdministrator(site, clock);
  const owner = { id: access.userId, username: settings.user?.username ?? null };
  // Giving the file again means everyone in it; resuming means what is left.
  const restores = actionRules[action].lasts === true && !resumes;
  const facts = new ActionFacts(action, owner, restores);
  const reader = {
    passBy: (username: string) => facts.addOther(username),
    hasFound: (username: string) => facts.find(username) !== undefined,
  };
  for await (const found of findUsers(site, usernames, undefined, reader)) facts.add(found);
  return { facts, latency };
}
