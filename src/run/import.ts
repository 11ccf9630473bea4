import { resolve } from 'node:path';
import type { Fingerprint } from '../source/open.js';
import { cellsToShow } from '../validate/row-findings.js';
import type { Summary } from '../validate/tally.js';
import { accountOf, type RunAccount } from './account.js';
import type { SiteFacts } from './facts.js';
import { intentOf } from './intent.js';
import type { BoundOptions, RunHeader } from './journal-format.js';
import { Planner, type Plan } from './plan.js';
import { preflight } from './preflight.js';
import { Progress } from './progress.js';
import { readAgain, readThrough } from './reading.js';
import type { ImportRequest } from './request.js';
import { carryOut } from './session.js';
import type { StoredRun } from './store.js';
import { undoState } from './undo-journal.js';

export type ImportResult =
  /** The file, or the file on this site, has errors; nothing was created. */
  | { readonly type: 'invalid'; readonly summary: Summary; readonly cannotSkip: string | undefined }
  | { readonly type: 'declined'; readonly summary: Summary; readonly plan: Plan }
  /** The file's run had ended before. */
  | { readonly type: 'shown'; readonly summary: Summary; readonly account: RunAccount }
  | {
      readonly type: 'ran';
      readonly summary: Summary;
      readonly plan: Plan;
      readonly account: RunAccount;
    };

/** The file or the options are not those with which the run was begun (exit 2). */
export class RunChangedError extends Error {
  override name = 'RunChangedError';
}

/**
 * One import: read and check the whole file, ask the site, plan, confirm, create. Nothing is created
 * unless the file has no errors (or `skipInvalid` leaves the wrong rows out) and `confirm` agrees.
 */
export async function importFile(request: ImportRequest): Promise<ImportResult> {
  const { options, store, siteId, onEvent } = request;

  onEvent({ type: 'step', step: 'reading' });
  const first = await readThrough(request);
  const { summary } = first;
  const cannotSkip = options.skipInvalid ? first.cannotSkip : undefined;
  if (request.strict && summary.warnings > 0) return { type: 'invalid', summary, cannotSkip };
  if (summary.errors > 0 && (!options.skipInvalid || cannotSkip !== undefined))
    return { type: 'invalid', summary, cannotSkip };

  const lock = await store.lock(first.fingerprint.sha256, siteId);
  try {
    const stored = await findRun(request, first.fingerprint);
    if (
      stored?.progress.ended === true &&
      !(request.resumes && stored.progress.failures.length > 0)
    )
      return { type: 'shown', summary, account: accountOf(stored, summary) };
    const retry = stored?.progress.ended ?? false;
    stored?.progress.reopen(retry);

    onEvent({ type: 'step', step: 'asking' });
    const needs = { ...first.needs, whole: options.existing !== 'skip' };
    const facts = await preflight(request.site, needs, request.clock, () =>
      store.unfinishedUsers(siteId),
    );

    onEvent({ type: 'step', step: 'planning' });
    const progress = stored?.progress ?? new Progress();
    const plan = await planFile(request, first.fingerprint, facts, progress, summary);
    // A run that was begun goes on with the rows that the site would still take.
    if (plan.refused > 0 && !stored && !options.skipInvalid)
      return { type: 'invalid', summary, cannotSkip: undefined };
    const context = {
      siteId,
      latency: facts.latency,
      resumed: stored?.header.id,
      invalid: summary.invalid,
    };
    if (!(await request.confirm(plan, context))) return { type: 'declined', summary, plan };

    const run = stored ?? (await begin(request, first.fingerprint));
    onEvent({ type: 'step', step: 'creating' });
    onEvent({ type: 'run', id: run.header.id, rows: plan.create + plan.update + plan.complete });
    const account = await carryOut(
      run,
      stored && { retry },
      facts,
      first.fingerprint,
      summary,
      request,
    );
    return { type: 'ran', summary, plan, account };
  } finally {
    await lock.release();
  }
}

/** Goes through the file again and adds up what is to be done; what the site would refuse is reported. */
async function planFile(
  request: ImportRequest,
  fingerprint: Fingerprint,
  facts: SiteFacts,
  progress: Progress,
  summary: Summary,
): Promise<Plan> {
  const planner = new Planner(facts, request.options);
  const { header, entries } = await readAgain(request, fingerprint);
  const show = cellsToShow(header, { whole: true });
  for await (const batch of entries) {
    for (const { line, row, record } of batch) {
      if (!record) continue;
      const intent = intentOf(record, { facts, progress, existing: request.options.existing });
      planner.add(intent);
      if (intent.type !== 'refuse') continue;
      summary.errors += intent.issues.length;
      summary.valid -= 1;
      summary.invalid += 1;
      const { issues } = intent;
      request.onEvent({ type: 'issues', rows: [{ line, cells: show(row, issues), issues }] });
    }
  }
  return planner.plan;
}

/** The run that this file has on this site, if it may be gone on with as asked. */
async function findRun(
  request: ImportRequest,
  { sha256 }: Fingerprint,
): Promise<StoredRun | undefined> {
  const { store, siteId, options, path, resumes } = request;
  if (resumes && resumes.file.sha256 !== sha256) throw fileChanged(resumes);
  if (request.restart) return undefined;
  const stored = await store.find(({ site, file }) => site === siteId && file.sha256 === sha256);
  if (stored) {
    await refuseUndone(stored);
    refuseOtherOptions(stored, options);
    return stored;
  }
  const before = await store.find(
    ({ site, file }) => site === siteId && path !== null && file.path === resolve(path),
  );
  if (before && !before.progress.ended && (await undoState(before)) === 'none')
    throw fileChanged(before.header);
  return undefined;
}

function fileChanged({ id, file }: RunHeader): RunChangedError {
  return new RunChangedError(
    `${file.name} has changed since run ${id} of it began (its SHA-256 was ${file.sha256.slice(0, 12)}…), and that run is not finished. ` +
      'Put the file back as it was to go on, or begin anew with --restart.',
  );
}

async function refuseUndone(stored: StoredRun): Promise<void> {
  const state = await undoState(stored);
  if (state === 'none') return;
  const { id } = stored.header;
  throw new RunChangedError(
    state === 'undone'
      ? `Run ${id} of this file was undone: the users that it created were deleted. To create them again, begin anew with --restart.`
      : `The undo of run ${id} of this file was begun and is not finished. Finish it with files-bulk-import undo ${id}, or begin anew with --restart.`,
  );
}

function refuseOtherOptions({ header }: StoredRun, options: BoundOptions): void {
  const before = flat(header.options);
  const now = flat(options);
  const names = [...new Set([...before.keys(), ...now.keys()])];
  const changed = names.filter((name) => before.get(name) !== now.get(name));
  if (changed.length === 0) return;
  const list = changed.map(
    (name) =>
      `${name} was ${before.get(name) ?? 'not given'} and is now ${now.get(name) ?? 'not given'}`,
  );
  throw new RunChangedError(
    `This file has run ${header.id} on this site, begun with other options: ${list.join('; ')}. ` +
      'Give the same options again, or begin anew with --restart.',
  );
}

/** Each option that is given, as text. */
function flat({ read, ...options }: BoundOptions): ReadonlyMap<string, string> {
  const given = Object.entries({ ...options, ...read }).filter(([, value]) => value !== undefined);
  return new Map(
    given.map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
}

async function begin(
  { source, path, store, siteId, options, program, clock }: ImportRequest,
  { sha256 }: Fingerprint,
): Promise<StoredRun> {
  const file = { name: source.name, path: path && resolve(path), sha256 };
  return store.create({ file, site: siteId, options, program, now: clock.now() });
}
