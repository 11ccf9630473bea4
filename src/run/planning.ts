import type { Fingerprint } from '../source/open.js';
import { rowFindings } from '../validate/row-findings.js';
import type { Summary } from '../validate/tally.js';
import type { SiteFacts } from './facts/facts.js';
import { findRun, reopened } from './journal/find-run.js';
import { intentOf } from './plan/intent.js';
import type { Plan } from './plan/plan.js';
import { Planner } from './plan/planner.js';
import type { PlannedRow } from './plan/planned-row.js';
import { preflight } from './facts/preflight.js';
import { Progress } from './journal/progress.js';
import { readAgain, readThrough, type FirstReading } from './reading.js';
import type { PlanRequest } from './request.js';
import type { StoredRun } from './journal/store.js';
import { settledSince, unfinishedUsers } from './journal/users-of-runs.js';

export type Planned =
  | Invalid
  /** The file's run has ended: an import creates nothing. */
  | {
      readonly type: 'ended';
      readonly summary: Summary;
      readonly fingerprint: Fingerprint;
      readonly run: StoredRun;
    }
  | PlannedImport;

/** The file, by itself or on this site, has errors. */
export interface Invalid {
  readonly type: 'invalid';
  readonly summary: Summary;
  readonly fingerprint: Fingerprint;
  /** Why not even the valid rows of this file can be imported. */
  readonly cannotSkip: string | undefined;
  /** What would be done, if the site was asked; includes the number of rows that it would refuse. */
  readonly plan?: Plan;
  /** A run that has begun continues with the rows that the site would still accept. */
  readonly run?: undefined;
}

export interface PlannedImport {
  readonly type: 'planned';
  readonly summary: Summary;
  readonly plan: Plan;
  readonly facts: SiteFacts;
  readonly fingerprint: Fingerprint;
  /** The run to resume; `retry`: its failed rows are tried again. */
  readonly run: StoredRun | undefined;
  readonly resumed: { readonly retry: boolean } | undefined;
}

/** What an import of this file would do on this site, by the import's own steps. Changes nothing. */
export async function planImport(request: PlanRequest): Promise<Planned> {
  const first = await readThrough(request, { lookForFolders: true });
  return whyInvalid(first, request) ?? planFrom(first, request);
}

/**
 * Everything that is wrong with a file, by itself and on this site: the site is asked whatever the file's
 * own errors are. Rows that an unfinished run of the file has ended are not checked again.
 */
export async function checkOnSite(
  request: PlanRequest,
): Promise<{ readonly summary: Summary; readonly fingerprint: Fingerprint }> {
  const { store, siteId } = request;
  const first = await readThrough(request, { lookForFolders: true });
  const { fingerprint, summary } = first;
  const run = await store.find(
    ({ site, file }) => site === siteId && file.sha256 === fingerprint.sha256,
  );
  const progress = run && !run.progress.ended ? run.progress : new Progress();
  await planRows(first, progress, request);
  return { summary, fingerprint };
}

/** undefined if nothing keeps the file's rows, or its valid ones, from being imported. */
export function whyInvalid(
  { summary, fingerprint, ...first }: FirstReading,
  { options, strict }: PlanRequest,
): Invalid | undefined {
  const cannotSkip = options.skipInvalid ? first.cannotSkip : undefined;
  const wrong = summary.errors > 0 && (!options.skipInvalid || cannotSkip !== undefined);
  if (!wrong && !(strict && summary.warnings > 0)) return undefined;
  return { type: 'invalid', summary, fingerprint, cannotSkip };
}

/** Finds the file's run, asks the site, and goes through the rows. */
export async function planFrom(first: FirstReading, request: PlanRequest): Promise<Planned> {
  const { summary, fingerprint } = first;
  const run = await findRun(request, fingerprint);
  const resumed = run && reopened(run, request.resumes);
  if (run && !resumed) return { type: 'ended', summary, fingerprint, run };
  if (run) run.progress.giveWayTo(await settledSince(request.store, run));
  const { plan, facts } = await planRows(first, run?.progress ?? new Progress(), request);
  if (
    !run &&
    ((plan.refused > 0 && !request.options.skipInvalid) || (request.strict && summary.warnings > 0))
  )
    return { type: 'invalid', summary, fingerprint, cannotSkip: undefined, plan };
  return { type: 'planned', summary, plan, facts, fingerprint, run, resumed };
}

/**
 * Asks the site, then reads the file again and adds up what is to be done; reports what the site would
 * refuse.
 */
async function planRows(
  { summary, fingerprint, needs }: FirstReading,
  progress: Progress,
  request: PlanRequest,
): Promise<{ readonly plan: Plan; readonly facts: SiteFacts }> {
  const { site, siteId, store, options, clock, onEvent, onRows } = request;
  onEvent({ type: 'step', step: 'asking' });
  const facts = await preflight(site, needs, clock, () => unfinishedUsers(store, siteId));
  for (const group of progress.groups) facts.groups.use(group);
  onEvent({ type: 'step', step: 'planning' });
  const planner = new Planner(facts, options);
  const { header, entries } = await readAgain(request, fingerprint);
  const findings = rowFindings(header, { whole: true });
  for await (const batch of entries) {
    const rows: PlannedRow[] = [];
    for (const { line, row, record } of batch) {
      if (!record) continue;
      const intent = intentOf(record, { facts, progress, options });
      const planned = planner.add(record, intent);
      rows.push(planned);
      const { issues = [] } = planned;
      if (issues.length === 0) continue;
      addToSummary(summary, planned);
      onEvent({ type: 'issues', rows: findings({ line, row, issues }) });
    }
    if (rows.length > 0) await onRows?.(rows);
  }
  return { plan: planner.plan, facts };
}

function addToSummary(summary: Summary, { action, issues = [] }: PlannedRow): void {
  for (const { severity } of issues) summary[severity === 'error' ? 'errors' : 'warnings'] += 1;
  if (action !== 'refuse') return;
  summary.valid -= 1;
  summary.invalid += 1;
}
