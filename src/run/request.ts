import type { Source } from '../source/open.js';
import type { RowFindings } from '../validate/row-findings.js';
import type { Clock } from '../site/clock.js';
import type { Site } from '../site/site.js';
import type { BoundOptions, RunHeader } from './journal/format.js';
import type { Limits } from './plan/limits.js';
import type { Plan } from './plan/plan.js';
import type { PlannedRow } from './plan/planned-row.js';
import type { ReviewedPlan } from './plan/reviewed-plan.js';
import type { RowOutcome } from './apply/row-account.js';
import type { RunStore } from './journal/store.js';

/** What a plan is made from. */
export interface PlanRequest {
  readonly source: Source;
  readonly site: Site;
  /** What runs are bound to: the site's URL. */
  readonly siteId: string;
  readonly store: RunStore;
  readonly options: BoundOptions;
  /** Begin a new run even if there is one. */
  readonly restart: boolean;
  /** Warnings keep the file from being imported. */
  readonly strict: boolean;
  /** Resume this run and no other; if it has ended, retry its failed rows. */
  readonly resumes: RunHeader | undefined;
  readonly clock: Clock;
  readonly onEvent: (event: ImportEvent) => void;
  /** Called with each row's plan, in the order of the file, and awaited. */
  readonly onRows?: (rows: readonly PlannedRow[]) => Promise<void> | void;
}

/** What an import works on. Everything from outside comes in here. */
export interface ImportRequest extends PlanRequest {
  /** A plan to which the import is held. */
  readonly reviewed?: ReviewedPlan | undefined;
  readonly limits?: Limits;
  readonly concurrency: number;
  readonly rate: number | undefined;
  readonly random: () => number;
  /** The name and version of the program, for the journal. */
  readonly program: string;
  /** The directory for rejects of standard input. */
  readonly outputDirectory: string;
  /** Gets the path of a partial file beside the input before it is created. */
  readonly onPartial?: (path: string) => void;
  /** Aborted when no further row is to start. */
  readonly stop: AbortSignal;
  /** Aborted when everything is to end at once. */
  readonly abort: AbortSignal;
  /** Whether to carry out the plan. */
  readonly confirm: (plan: Plan, expected: PlanContext) => Promise<boolean>;
}

/** What a plan's cost depends on. */
export interface PlanContext {
  /** Duration of one request in ms, as measured during the preflight. */
  readonly latency: number;
  readonly resumed: string | undefined;
  /** Rows that are left out because of their errors. */
  readonly invalid: number;
}

export type ImportEvent =
  | { readonly type: 'issues'; readonly rows: readonly RowFindings[] }
  | { readonly type: 'step'; readonly step: 'reading' | 'asking' | 'planning' | 'creating' }
  /** The session begins; `rows`: of so many it will tell the end. */
  | { readonly type: 'run'; readonly id: string; readonly rows: number }
  | { readonly type: 'row'; readonly outcome: RowOutcome };
