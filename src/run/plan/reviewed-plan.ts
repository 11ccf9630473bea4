import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Fingerprint } from '../../source/open.js';
import { changedOptions } from '../journal/find-run.js';
import type { BoundOptions } from '../journal/format.js';
import type { Plan } from './plan.js';
import { parsePlan, type PlanDocument, type ReviewedRow } from './plan-document.js';
import type { PlannedRow } from './planned-row.js';
import type { StoredRun } from '../journal/store.js';

/** The file, the options or the site is not as it was when the plan was made (exit 2). */
export class PlanMovedError extends Error {
  override name = 'PlanMovedError';
}

/** At most this many differences are named one by one. */
const mostTold = 20;

/**
 * A plan that someone has reviewed, to which an import is held: every row and everything that it relies on
 * is compared with what an import would do now. Memory grows with the plan's rows.
 */
export class ReviewedPlan {
  readonly #rows: Map<number, ReviewedRow>;
  readonly #missing: Set<number>;
  /** By line, rows that now concern another user, which is allowed only if this plan's run began them. */
  readonly #another = new Map<number, string>();
  readonly #moved: string[] = [];
  #more = 0;

  readonly document: PlanDocument;
  /** The SHA-256 of the plan's own text. */
  readonly digest: string;

  /** Throws PlanFileError if the text, which comes from `path`, is not a plan. */
  constructor(text: string, path: string) {
    this.document = parsePlan(text, path);
    this.digest = createHash('sha256').update(text).digest('hex');
    this.#rows = new Map(this.document.rows.map((row) => [row.line, row]));
    this.#missing = new Set(this.#rows.keys());
  }

  requireFile({ sha256 }: Fingerprint): void {
    const { file } = this.document;
    if (file.sha256 === sha256) return;
    throw moved([
      `${file.name} has changed (its SHA-256 was ${file.sha256.slice(0, 12)}… and is ${sha256.slice(0, 12)}…)`,
    ]);
  }

  requireOptions(options: BoundOptions): void {
    const changed = changedOptions(this.document.options, options);
    if (changed.length > 0) throw moved(changed);
  }

  /** Compares rows with how they are planned now. */
  add(rows: readonly PlannedRow[]): void {
    for (const row of rows) {
      const before = this.#rows.get(row.line);
      this.#missing.delete(row.line);
      // Normalised as if read from a file.
      if (before && isDeepStrictEqual(before, JSON.parse(JSON.stringify(row)))) continue;
      const text = describe(row, before);
      this.#note(text);
      if (before && isForAnother(row, before)) this.#another.set(row.line, text);
    }
  }

  /** Throws PlanMovedError unless all that was planned is planned now. */
  requireUnmoved(plan: Plan | undefined, run: StoredRun | undefined): void {
    // The run of this plan changes the site itself, but creates no user before it starts that row.
    if (run && run.header.plan === this.digest) {
      const found = [...this.#another]
        .filter(([line]) => run.progress.open(line) === undefined)
        .map(([, text]) => text);
      if (plan) found.push(...this.#reliance(plan, true));
      if (found.length > 0) throw moved(found.slice(0, mostTold));
      return;
    }
    const { document } = this;
    if (document.run !== (run?.header.id ?? null))
      throw moved([
        run
          ? `run ${run.header.id} of this file has begun on this site`
          : `the plan is for the rest of run ${document.run ?? ''}, which does not exist`,
      ]);
    for (const line of this.#missing) this.#note(`the row on line ${line} is gone`);
    if (plan) for (const text of this.#reliance(plan)) this.#note(text);
    if (this.#moved.length === 0) return;
    throw moved(this.#more === 0 ? this.#moved : [...this.#moved, `and ${this.#more} more`]);
  }

  /** What has changed of what rows rely on. A run that has begun may have made the new groups itself. */
  *#reliance({ reliesOn: now }: Plan, begun = false): Generator<string> {
    const { settings, groups, sso } = this.document.reliesOn;
    if (!begun)
      for (const [name, before, after] of differences(settings, now.settings))
        yield `the site's ${name} was ${JSON.stringify(before)} and is ${JSON.stringify(after)}`;
    for (const [name, before, after] of differences(groups, now.groups)) {
      if (after === undefined || (begun && before === null)) continue;
      const what = after === null ? 'is gone' : before === null ? 'exists now' : 'has another id';
      yield `group "${name}" ${what}`;
    }
    for (const [name, , after] of differences(sso, now.sso))
      if (after !== undefined) yield `the site's SSO strategies for ${name} have changed`;
  }

  #note(text: string): void {
    if (this.#moved.length < mostTold) this.#moved.push(text);
    else this.#more += 1;
  }
}

/** Whether a row would now create or change another user than planned. */
function isForAnother({ action, id }: PlannedRow, before: ReviewedRow): boolean {
  if (action === 'done' || action === 'refuse' || action === 'skip') return false;
  return action !== before.action || id !== before.id;
}

function describe(now: PlannedRow, before: ReviewedRow | undefined): string {
  const who = `user "${now.username}" (line ${now.line})`;
  if (!before) return `the row on line ${now.line} is new`;
  const hadId = before.id;
  if (hadId === undefined && now.id !== undefined) return `${who} exists now`;
  if (hadId !== undefined && now.id === undefined) return `${who} is gone`;
  if (hadId !== now.id) return `${who} is another user now`;
  const [reason] = now.issues ?? [];
  if (now.action === 'refuse' && reason) return `${who} would be refused: ${reason.message}`;
  if (now.action !== before.action) return `${who} was to ${before.action} and is to ${now.action}`;
  const fields = fieldsThatDiffer(before, now);
  return fields.length > 0
    ? `${who} has been changed on the site (${fields.join(', ')})`
    : `${who} is planned differently`;
}

function fieldsThatDiffer({ changes: before = [] }: ReviewedRow, now: PlannedRow): string[] {
  const by = (list: readonly { readonly field: string }[]): Record<string, unknown> =>
    Object.fromEntries(list.map((change) => [change.field, change]));
  return differences(by(before), by(now.changes ?? [])).map(([field]) => field);
}

/** Name, old value and new value of those that differ. */
function differences(
  before: Readonly<Record<string, unknown>>,
  now: Readonly<Record<string, unknown>>,
): [string, unknown, unknown][] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .map((name): [string, unknown, unknown] => [name, before[name], now[name]])
    .filter(([, was, is]) => !isDeepStrictEqual(was, is));
}

function moved(what: readonly string[]): PlanMovedError {
  return new PlanMovedError(
    `The plan no longer holds: ${what.join('; ')}. Nothing was done. Make the plan again and review it.`,
  );
}
