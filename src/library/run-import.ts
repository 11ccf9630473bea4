import { resolve } from 'node:path';
import { importFile, type ValidImport } from '../run/import.js';
import { importOptions, type ExistingPolicy } from '../run/import-options.js';
import type { Limits } from '../run/plan/limits.js';
import { expectedSeconds, type Plan } from '../run/plan/plan.js';
import type { PlannedRow } from '../run/plan/planned-row.js';
import { planImport as planOf, type Invalid } from '../run/planning.js';
import type { ImportEvent, PlanRequest } from '../run/request.js';
import { systemClock } from '../site/clock.js';
import type { Summary } from '../validate/tally.js';
import { openInput, readOptionsOf, type FileInput } from './input.js';
import { onSite, program, type OpenedSite, type WorkOptions } from './on-site.js';
import { requireInput, requireOptions } from './options.js';
import { requireRun } from './kept-run.js';
import { anyOf } from './signals.js';
import { documentOf, reviewedPlan } from './agreed-plan.js';
import { pushed, type Task } from './task.js';
import { runsIn } from './this-process.js';
import { agreed } from './until-aborted.js';

/** What an import works on, and what it may do. All but `site` and `stateDirectory` may be left out. */
export interface RunOptions extends WorkOptions {
  /** What to do with usernames that the site already has; default: `error`. */
  readonly existing?: ExistingPolicy | undefined;
  /** With `existing: 'update'`: also set the passwords in the file. */
  readonly updatePasswords?: boolean | undefined;
  /** Leave out rows with errors, and import the others. */
  readonly skipInvalid?: boolean | undefined;
  /** Create missing folders of `folder_permissions`; default: true. */
  readonly createFolders?: boolean | undefined;
  /** Create groups that the site does not have. */
  readonly createGroups?: boolean | undefined;
  /** Generate passwords for rows that need one, and write them to a private file that the account names. */
  readonly generatePasswords?: boolean | undefined;
}

export interface PlanOptions extends RunOptions {
  /** Return the whole plan as `document` of the result, which takes memory for every row. */
  readonly document?: boolean | undefined;
}

export interface ImportOptions extends RunOptions {
  /**
   * A plan that someone has agreed to, the `document` of `planImport`: nothing is created unless every row,
   * and everything that it relies on, is unchanged.
   */
  readonly plan?: string | undefined;
  /** Refuse a plan that exceeds these. */
  readonly limits?: Limits | undefined;
  /** Whether to carry out the plan; without it every plan is carried out. `seconds`: expected, at best. */
  readonly confirm?:
    ((plan: Plan, about: { readonly seconds: number }) => boolean | Promise<boolean>) | undefined;
  /** Where failed rows and passwords are written if the users are not a file; default: `stateDirectory`. */
  readonly outputDirectory?: string | undefined;
}

/** The file, alone or on this site, has errors: nothing was created. */
export interface InvalidImport {
  readonly type: 'invalid';
  readonly summary: Summary;
  /** Why `skipInvalid` cannot import even the valid rows. */
  readonly cannotSkip: string | undefined;
  /** What would be done, if the site was asked; includes the number of rows that it would refuse. */
  readonly plan?: Plan;
}

export type PlanResult =
  | InvalidImport
  /** The file's run has ended: an import would create nothing, and show that run's account. */
  | { readonly type: 'ended'; readonly summary: Summary; readonly run: string }
  | {
      readonly type: 'planned';
      readonly summary: Summary;
      readonly plan: Plan;
      /** Expected, at best. */
      readonly seconds: number;
      /**
       * The whole plan with every row, as JSON text without secrets: to be agreed to by someone, and then
       * passed as `plan` to `runImport`, or to the command's `import --plan`. Only with the option
       * `document`.
       */
      readonly document: string | undefined;
      /** The unfinished run that an import would resume. */
      readonly run: string | undefined;
    };

export type PlanEvent =
  | Exclude<ImportEvent, { readonly type: 'run' | 'row' }>
  /** What would be done for rows, in the order of the file. */
  | { readonly type: 'rows'; readonly rows: readonly PlannedRow[] };

export type ImportResult = InvalidImport | ValidImport;

/**
 * What an import of a file would do on a site. Changes nothing. Accepts all options of `runImport`, so that
 * both can be given the same. Rejects with SourceError, NotAllowedError, SiteUnavailableError,
 * RunChangedError, JournalUnreadableError, SiteAddressError; RunNotFoundError for `resume`.
 */
export function planImport(
  input: FileInput,
  options: PlanOptions & ImportOptions,
): Task<PlanEvent, PlanResult> {
  requireOptions('planImport', options);
  requireInput('planImport', input);
  return pushed(options.signal, async (emit, left) => {
    const signal = anyOf(left, options.signal);
    const store = runsIn(options.stateDirectory);
    const source = await openInput(input, { ...options, signal });
    const kept: PlannedRow[] | undefined = options.document === true ? [] : undefined;
    try {
      return await onSite(options.site, signal, async (opened) => {
        const request = await requestOf(options, opened, { source, store });
        const planned = await planOf({
          ...request,
          onRows(rows) {
            for (const row of kept ? rows : []) kept?.push(row);
            emit({ type: 'rows', rows });
          },
          onEvent: (event) => {
            if (event.type === 'issues' || event.type === 'step') emit(event);
          },
        });
        const { type, summary } = planned;
        if (type === 'invalid') return invalidImport(planned);
        if (type === 'ended') return { type, summary, run: planned.run.header.id };
        const { plan, facts, run } = planned;
        const seconds = expectedSeconds(plan, { ...opened, latency: facts.latency });
        const document = kept && documentOf(planned, kept, request);
        return { type, summary, plan, seconds, document, run: run?.header.id };
      });
    } finally {
      await source.close();
    }
  });
}

/**
 * Checks a file, plans, and creates its users, each exactly once. Whatever stops it, calling it again with
 * the same file, site, options and `stateDirectory` continues; for a file whose run has ended, it creates
 * nothing. Leaving the iteration stops as `stop` does. Rejects with what `planImport` does; LockedError if
 * another process or task is working on the same run; PlanFileError and PlanMovedError for `plan`;
 * JournalError if a run cannot start.
 */
export function runImport(
  input: FileInput,
  options: ImportOptions,
): Task<ImportEvent, ImportResult> {
  requireOptions('runImport', options);
  requireInput('runImport', input);
  return pushed(options.signal, async (emit, left) => {
    const { limits = {}, confirm = () => true } = options;
    const outputDirectory = resolve(options.outputDirectory ?? options.stateDirectory);
    const signal = anyOf(options.signal);
    const stop = anyOf(left, options.stop, signal);
    const store = runsIn(options.stateDirectory);
    const source = await openInput(input, options);
    try {
      return await onSite(options.site, signal, async (opened) => {
        const { siteId, concurrency, rate } = opened;
        const reviewed =
          options.plan === undefined ? undefined : reviewedPlan(options.plan, siteId);
        const result = await importFile({
          ...(await requestOf(options, opened, { source, store })),
          reviewed,
          limits,
          concurrency,
          rate,
          random: Math.random,
          program,
          outputDirectory,
          stop,
          abort: signal,
          confirm(plan, { latency }) {
            const seconds = expectedSeconds(plan, { ...opened, latency });
            return agreed(() => confirm(plan, { seconds }), stop, signal);
          },
          onEvent: emit,
        });
        return result.type === 'invalid' ? invalidImport(result) : result;
      });
    } finally {
      await source.close();
    }
  });
}

async function requestOf(
  options: RunOptions,
  { site, siteId }: OpenedSite,
  { source, store }: Pick<PlanRequest, 'source' | 'store'>,
): Promise<Omit<PlanRequest, 'onEvent'>> {
  const { strict = false, restart = false, resume } = options;
  const run = resume === undefined ? undefined : await requireRun(store, resume, 'import', siteId);
  return {
    source,
    store,
    site,
    siteId,
    options: importOptions({ ...options, read: readOptionsOf(options) }),
    restart,
    strict,
    resumes: run?.header,
    clock: systemClock,
  };
}

function invalidImport({ summary, cannotSkip, plan }: Invalid): InvalidImport {
  return { type: 'invalid', summary, cannotSkip, ...(plan && { plan }) };
}
