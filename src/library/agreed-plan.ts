import { planHead, planTail } from '../run/plan/plan-document.js';
import type { PlannedRow } from '../run/plan/planned-row.js';
import type { PlannedImport } from '../run/planning.js';
import type { PlanRequest } from '../run/request.js';
import { PlanMovedError, ReviewedPlan } from '../run/plan/reviewed-plan.js';
import { program } from './on-site.js';

/** A plan that the command can read too (`run/plan/plan-document.ts`). */
export function documentOf(
  planned: PlannedImport,
  rows: readonly PlannedRow[],
  request: Pick<PlanRequest, 'source' | 'siteId' | 'options' | 'clock'>,
): string {
  return JSON.stringify({
    ...planHead(request, program),
    rows,
    ...planTail(planned, request.source),
  });
}

/** Throws PlanFileError, and PlanMovedError if the plan is for another site. */
export function reviewedPlan(text: string, siteId: string): ReviewedPlan {
  const reviewed = new ReviewedPlan(text, 'The plan');
  const { site } = reviewed.document;
  if (site === siteId) return reviewed;
  throw new PlanMovedError(`The plan was made for ${site}, not for ${siteId}.`);
}
