import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { parsePlan, planVersion, type PlanDocument } from '../run/plan/plan-document.js';
import type { PlannedRow } from '../run/plan/planned-row.js';
import type { PlannedImport } from '../run/planning.js';
import type { PlanRequest } from '../run/request.js';
import { PlanMovedError, ReviewedPlan } from '../run/plan/reviewed-plan.js';
import { program } from './on-site.js';

/** A plan as the command writes it too (`run/plan/plan-document.ts`). */
export function documentOf(
  { plan, fingerprint, run }: PlannedImport,
  rows: readonly PlannedRow[],
  { path, siteId, options, clock }: Pick<PlanRequest, 'path' | 'siteId' | 'options' | 'clock'>,
  name: string,
): string {
  const { reliesOn, ...totals } = plan;
  return JSON.stringify({
    version: planVersion,
    program,
    madeAt: new Date(clock.now()).toISOString(),
    site: siteId,
    options,
    rows,
    result: 'planned',
    file: { name, path: path && resolve(path), sha256: fingerprint.sha256 },
    run: run?.header.id ?? null,
    totals: { ...totals, updates: undefined },
    reliesOn,
  } satisfies Record<keyof PlanDocument, unknown> & Record<string, unknown>);
}

/** Throws PlanFileError, and PlanMovedError when the plan is for another site. */
export function reviewedPlan(text: string, siteId: string): ReviewedPlan {
  const document = parsePlan(text, 'The plan');
  if (document.site !== siteId)
    throw new PlanMovedError(`The plan was made for ${document.site}, not for ${siteId}.`);
  return new ReviewedPlan(document, createHash('sha256').update(text).digest('hex'));
}
