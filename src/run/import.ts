import type { Fingerprint } from '../source/open.js';
import type { Summary } from '../validate/tally.js';
import { accountOf, type RunAccount } from './account.js';
import type { Plan } from './plan/plan.js';
import { beyondLimits } from './plan/limits.js';
import { planFrom, whyInvalid, type Invalid } from './planning.js';
import { readThrough } from './reading.js';
import { boundFile, requireBytes } from './journal/find-run.js';
import type { ImportRequest } from './request.js';
import { carryOut } from './session.js';
import type { StoredRun } from './journal/store.js';

/** The file has errors, so nothing is created. */
export type ImportResult = Invalid | ValidImport;

/** What becomes of a file without errors. */
export type ValidImport =
  | BeyondLimits
  | { readonly type: 'declined'; readonly summary: Summary; readonly plan: Plan }
  /** The file's run had ended before: nothing was done, and this is what it did. */
  | { readonly type: 'shown'; readonly summary: Summary; readonly account: RunAccount }
  /** `account.stop` says why it stopped before its end, if it did: call again to go on. */
  | {
      readonly type: 'ran';
      readonly summary: Summary;
      readonly plan: Plan;
      readonly account: RunAccount;
    };

/** The plan exceeds the caller's limits. */
export interface BeyondLimits {
  readonly type: 'beyond-limits';
  readonly summary: Summary;
  readonly plan: Plan;
  /** What exceeds the limits, a sentence each. */
  readonly beyond: readonly string[];
}

/**
 * One import: read and check the whole file, ask the site, plan, confirm, create. Nothing is created unless
 * the file has no errors (or `skipInvalid` leaves the wrong rows out), the plan keeps within the limits and
 * matches the reviewed one if there is one, and `confirm` agrees.
 */
export async function importFile(request: ImportRequest): Promise<ImportResult> {
  const { store, siteId, onEvent, reviewed } = request;
  requireBytes(request);
  // A reviewed plan includes what was found of the folders.
  const first = await readThrough(request, { lookForFolders: reviewed !== undefined });
  const { fingerprint, summary } = first;
  reviewed?.requireFile(fingerprint);
  reviewed?.requireOptions(request.options);
  const invalid = whyInvalid(first, request);
  if (invalid) return invalid;
  // Rows that the site would refuse are errors in the summary; in the run they end as failed.
  const ofFile = { ...summary };

  const lock = await store.lock(fingerprint.sha256, siteId);
  try {
    const planned = await planFrom(first, {
      ...request,
      ...(reviewed && { onRows: (rows) => reviewed.add(rows) }),
    });
    if (planned.type === 'ended')
      return { type: 'shown', summary, account: accountOf(planned.run, summary) };
    reviewed?.requireUnmoved(planned.plan, planned.run);
    if (planned.type === 'invalid') return planned;
    const { plan, facts, run: stored } = planned;
    const beyond = beyondLimits(plan, request.limits);
    if (beyond.length > 0) return { type: 'beyond-limits', summary, plan, beyond };
    const context = {
      latency: facts.latency,
      resumed: stored?.header.id,
      invalid: summary.invalid,
    };
    if (!(await request.confirm(plan, context))) return { type: 'declined', summary, plan };

    const run = stored ?? (await begin(request, fingerprint));
    onEvent({ type: 'step', step: 'creating' });
    onEvent({ type: 'run', id: run.header.id, rows: rowsToEnd(plan) });
    const account = await carryOut(run, planned, ofFile, request);
    return { type: 'ran', summary, plan, account };
  } finally {
    await lock.release();
  }
}

/** Rows that this session will end: each gets an event. */
function rowsToEnd({ create, update, complete, skip, refused }: Plan): number {
  return create + update + complete + skip + refused;
}

async function begin(request: ImportRequest, fingerprint: Fingerprint): Promise<StoredRun> {
  const { store, siteId, options, program, clock, reviewed } = request;
  const file = boundFile(request.source, fingerprint);
  const plan = reviewed?.digest;
  return store.create({ file, site: siteId, options, plan, program, now: clock.now() });
}
