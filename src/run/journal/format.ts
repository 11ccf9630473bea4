import { z } from 'zod';
import { mappingSchema } from '../../source/mapping-file.js';
import { existingPolicies } from '../import-options.js';

/**
 * The journal: one JSON document per line, appended and never changed. Its first line names what the run is
 * bound to; each later one is a fact about a row, identified by the line on which the row starts. Nothing
 * in it is secret, and no row can be recovered or recognised from it (docs/journal.md).
 */
export const journalVersion = 1;

export const boundOptions = z.strictObject({
  /** How the file is to be read, as far as it was specified. */
  read: z
    .strictObject({
      encoding: z.string().optional(),
      delimiter: z.string().optional(),
      sheet: z.string().optional(),
      mapping: mappingSchema.optional(),
    })
    .optional(),

  existing: z.enum(existingPolicies),
  skipInvalid: z.boolean(),
  createFolders: z.boolean(),
  updatePasswords: z.boolean(),
  createGroups: z.boolean().default(false),
  generatePasswords: z.boolean().default(false),
});
/** The options that change what a run does to the site: a run continues only with the same ones. */
export type BoundOptions = z.infer<typeof boundOptions>;

export const runHeader = z.object({
  type: z.literal('run'),
  version: z.literal(journalVersion),
  id: z.string(),
  /** ISO 8601. */
  startedAt: z.string(),
  /** The name and version of the program. */
  program: z.string(),
  file: z.object({
    name: z.string(),
    /** Where it was; null for standard input. */
    path: z.string().nullable(),
    sha256: z.string(),
  }),
  site: z.string(),
  options: boundOptions,
  /** The SHA-256 of the reviewed plan that it carries out. */
  plan: z.string().optional(),
});
export type RunHeader = z.infer<typeof runHeader>;

/** What tells which run a journal is of, also for journals of other versions. */
export const runIdentity = runHeader
  .pick({ type: true, startedAt: true, site: true, file: true })
  .loose();
export type RunIdentity = z.infer<typeof runIdentity>;

const actions = ['create', 'update', 'complete'] as const;
/** What is done to a user: created; changed; or completed, if an earlier run created it in part. */
export type Action = (typeof actions)[number];

const outcomes = [
  'created',
  'updated',
  /** An update with nothing to change. */
  'unchanged',
  'completed',
  'skipped',
  'failed',
  'conflict',
] as const;
export type Outcome = (typeof outcomes)[number];

/** Why a row failed, or part of it. */
export interface Problem {
  /** The column concerned; null: the whole row. */
  column: string | null;
  /** In the site's own words if the site refused it. */
  message: string;
}
const problem: z.ZodType<Problem> = z.object({
  column: z.string().nullable(),
  message: z.string(),
});

export const line = z.int().positive();

/** Records of the sessions of every kind of run. */
export const sessionRecords = [
  /** The run was resumed; `retry`: what failed is tried again. */
  z.object({ type: z.literal('resumed'), at: z.string(), retry: z.boolean() }),
  /** Every row has ended. */
  z.object({ type: z.literal('ended'), at: z.string() }),
] as const;
export type SessionRecord = z.infer<(typeof sessionRecords)[number]>;

export const journalRecord = z.discriminatedUnion('type', [
  runHeader,
  /** An attempt is about to be sent. `from` and `until`: when it can be served, by the site's clock, ms. */
  z.object({
    type: z.literal('start'),
    line,
    action: z.enum(actions),
    username: z.string(),
    from: z.number(),
    until: z.number(),
  }),
  /** The row's user is known to exist. `adopted`: it was found after a lost reply. */
  z.object({
    type: z.literal('user'),
    line,
    username: z.string(),
    id: z.number(),
    createdAt: z.string().nullable(),
    adopted: z.boolean(),
  }),
  z.object({ type: z.literal('folder'), path: z.string() }),
  /** The path of the file with the run's generated passwords. */
  z.object({ type: z.literal('passwords'), path: z.string() }),
  /** The path of the rows that this session rejects; those of earlier sessions no longer matter. */
  z.object({ type: z.literal('rejects'), path: z.string() }),
  /** A group was created; `name` is that of the file, which the site may have changed. */
  z.object({ type: z.literal('group'), name: z.string(), id: z.number() }),
  z.object({
    type: z.literal('end'),
    line,
    outcome: z.enum(outcomes),
    /** For a row that failed. */
    username: z.string().optional(),
    problems: z.array(problem).optional(),
    /** Its create had no answer before the row was refused, and may have been served. */
    inDoubt: z.literal(true).optional(),
  }),
  ...sessionRecords,
]);
export type JournalRecord = z.infer<typeof journalRecord>;
