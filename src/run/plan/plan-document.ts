import { z } from 'zod';
import { issueCodes } from '../../columns/issue.js';
import { parseJson } from '../../columns/json.js';
import type { Source } from '../../source/open.js';
import { boundFile } from '../journal/find-run.js';
import { boundOptions, line, runHeader } from '../journal/format.js';
import { versionOf } from '../journal/reader.js';
import type { Planned } from '../planning.js';
import type { PlanRequest } from '../request.js';
import { plannedActions } from './planned-row.js';

/**
 * A plan in a file: one JSON document, without secrets. It contains the file, the site and the options that
 * it was made for, every row, and what it relies on at the site, so that an import can be held to it.
 */
const planVersion = 1;

/** The file is not a plan that can be carried out (exit 2). */
export class PlanFileError extends Error {
  override name = 'PlanFileError';
}

const row = z.looseObject({
  line,
  username: z.string(),
  action: z.enum(plannedActions),
  changes: z.array(z.looseObject({ field: z.string() })).optional(),
  issues: z
    .array(z.looseObject({ code: z.enum(Object.keys(issueCodes)), message: z.string() }))
    .optional(),
});
export type ReviewedRow = z.infer<typeof row>;

const document = z.object({
  version: z.literal(planVersion),
  result: z.literal('planned'),
  file: runHeader.shape.file,
  site: z.string(),
  /** The run that the plan continues. */
  run: z.string().nullable(),
  options: boundOptions,
  rows: z.array(row),
  reliesOn: z.object({
    settings: z.record(z.string(), z.json()),
    groups: z.record(z.string(), z.number().nullable()),
    sso: z.record(z.string(), z.array(z.number())),
  }),
});
export type PlanDocument = z.infer<typeof document>;

/** What is known of a plan before its rows. */
export function planHead(
  { siteId, options, clock }: Pick<PlanRequest, 'siteId' | 'options' | 'clock'>,
  program: string,
): Record<string, unknown> {
  const madeAt = new Date(clock.now()).toISOString();
  return { version: planVersion, program, madeAt, site: siteId, options };
}

/** What is known after them. Updates are already in the rows. */
export function planTail(planned: Planned, source: Source): Record<string, unknown> {
  const { type, fingerprint, run } = planned;
  const { reliesOn, ...totals } = ('plan' in planned ? planned.plan : undefined) ?? {};
  return {
    result: type,
    file: boundFile(source, fingerprint),
    run: run?.header.id ?? null,
    ...(reliesOn && { totals: { ...totals, updates: undefined }, reliesOn }),
  };
}

/** Reads a plan. Throws PlanFileError if it is not one, or is of another version. */
export function parsePlan(text: string, path: string): PlanDocument {
  const json = parseJson(text);
  const version = versionOf(json);
  if (version !== undefined && version !== planVersion)
    throw new PlanFileError(
      `${path} is a plan of version ${JSON.stringify(version)}; this program reads version ${planVersion}. Make the plan again.`,
    );
  const parsed = document.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new PlanFileError(
    `${path} is not a complete plan. Make one with: files-bulk-import plan FILE -o plan.json`,
  );
}
