import { z } from 'zod';
import { nearest } from '../columns/did-you-mean.js';
import { apis } from '../columns/api.js';
import { existingPolicies } from '../run/import-options.js';
import type { Limits } from '../run/plan/limits.js';
import { longestTimeout, mostConcurrency, slowestRate } from '../site/connection-limits.js';
import { isDelimiter } from '../source/delimiter.js';
import type { Mapping } from '../source/mapping.js';
import { mappingSchema, requireColumns } from '../source/mapping-file.js';
import { SourceError } from '../source/row.js';
import type { ActionOptions } from './act-on-users.js';
import type { ExportOptions } from './export-users.js';
import type { CheckOptions, FileInput, FileOptions } from './input.js';
import type { SiteOptions, WorkOptions } from './on-site.js';
import type { ImportOptions, PlanOptions } from './run-import.js';
import type { UndoOptions } from './undo-import.js';
import type { ReadUsersOptions, ValidateOptions } from './validate-file.js';

/**
 * An option is missing, unknown, or of the wrong type: a bug in the calling program, reported before
 * anything is done. Not every program is type-checked, and a `dryrun` that is silently ignored deletes
 * users.
 */
export class OptionError extends TypeError {
  override name = 'OptionError';
}

/** The complete shape of options. */
type Shape<Options> = Readonly<Record<keyof Options, z.ZodType>>;

const text = z.string().min(1).optional();
const flag = z.boolean().optional();
const count = z.int().nonnegative().optional();
const signal = z.instanceof(AbortSignal).optional();
const called = z
  .custom((value) => value === undefined || typeof value === 'function', 'expected a function')
  .optional();
const stateDirectory = z.string().min(1);

const site = z.strictObject({
  site: text,
  baseUrl: text,
  api: z.enum(apis).optional(),
  apiKey: z.string().min(1),
  workspaceId: count,
  proxy: text,
  concurrency: z.int().positive().max(mostConcurrency).optional(),
  rate: z.number().min(slowestRate).optional(),
  timeoutMs: z
    .number()
    .positive()
    .max(longestTimeout * 1000)
    .optional(),
  onWait: called,
} satisfies Shape<SiteOptions>);

const limits = z.strictObject({ maxNew: count, maxAdmins: count } satisfies Shape<Limits>);

const file = {
  name: text,
  signal,
  encoding: text,
  delimiter: z.string().refine(isDelimiter, 'expected one ASCII character').optional(),
  sheet: text,
  mapping: mappingSchema.optional(),
} satisfies Shape<FileOptions>;

const check = {
  ...file,
  api: z.enum(apis).optional(),
  now: z.number().optional(),
} satisfies Shape<CheckOptions>;

const work = {
  ...file,
  site,
  stateDirectory,
  strict: flag,
  restart: flag,
  resume: text,
  stop: signal,
} satisfies Shape<WorkOptions>;

const runImport = {
  ...work,
  existing: z.enum(existingPolicies).optional(),
  updatePasswords: flag,
  skipInvalid: flag,
  createFolders: flag,
  createGroups: flag,
  generatePasswords: flag,
  plan: text,
  limits: limits.optional(),
  confirm: called,
  outputDirectory: text,
} satisfies Shape<ImportOptions>;

/**
 * The options of every function. Planning accepts what importing does, so that both can be given the same.
 */
const schemas = {
  validateFile: z.strictObject({ ...check, threads: count } satisfies Shape<ValidateOptions>),
  readUsers: z.strictObject({ ...check, secrets: flag } satisfies Shape<ReadUsersOptions>),
  runImport: z.strictObject(runImport),
  planImport: z.strictObject({ ...runImport, document: flag } satisfies Shape<
    ImportOptions & PlanOptions
  >),
  actOnUsers: z.strictObject({
    ...work,
    dryRun: flag,
    max: count,
    confirm: called,
  } satisfies Shape<ActionOptions>),
  exportUsers: z.strictObject({
    site,
    group: text,
    search: text,
    notAdmin: flag,
    all: flag,
    signal,
  } satisfies Shape<ExportOptions>),
  undoImport: z.strictObject({
    site,
    stateDirectory,
    includeAdopted: flag,
    evenIfUsed: flag,
    confirm: called,
    stop: signal,
    signal,
  } satisfies Shape<UndoOptions>),
};

/** Throws OptionError. No message contains a value. */
export function requireOptions(callee: keyof typeof schemas, options: unknown): void {
  const schema = schemas[callee];
  const parsed = schema.safeParse(options);
  if (parsed.success) {
    if ('mapping' in parsed.data && parsed.data.mapping)
      requireMapping(callee, parsed.data.mapping);
    return;
  }
  const [issue] = parsed.error.issues;
  if (!issue) return;
  const place = issue.path.join('.');
  if (issue.code !== 'unrecognized_keys')
    throw new OptionError(
      `${callee}: ${place === '' ? 'the options are' : `the option ${place} is`} wrong: ${issue.message}.`,
    );
  const [name = ''] = issue.keys;
  const shape = place === '' ? schema.shape : (inner.get(place)?.shape ?? {});
  const meant = nearest(name, Object.keys(shape));
  throw new OptionError(
    `${callee}: there is no option ${[...issue.path, name].join('.')}.${meant === undefined ? '' : ` Did you mean ${meant}?`}`,
  );
}

function requireMapping(callee: string, { columns }: Mapping): void {
  try {
    requireColumns(columns, 'The mapping');
  } catch (error) {
    throw error instanceof SourceError ? new OptionError(`${callee}: ${error.message}`) : error;
  }
}

/** Options with nested options. */
const inner = new Map<string, z.ZodObject>([
  ['site', site],
  ['limits', limits],
]);

/** Throws OptionError for what is not a file. */
export function requireInput(callee: string, input: FileInput): void {
  // The body of a request may be null.
  const isPieces = Symbol.asyncIterator in Object(input);
  if ((typeof input === 'string' && input !== '') || input instanceof Uint8Array || isPieces)
    return;
  throw new OptionError(
    `${callee}: a file is its path, its bytes as a Uint8Array, or an async iterable of these.`,
  );
}
