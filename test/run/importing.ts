import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Issue } from '../../src/columns/issue.js';
import { lockOwner } from '../../src/library/this-process.js';
import { importFile } from '../../src/run/import.js';
import type { RunAccount } from '../../src/run/account.js';
import type { BoundOptions } from '../../src/run/journal/format.js';
import { planHead, planTail } from '../../src/run/plan/plan-document.js';
import type { Plan } from '../../src/run/plan/plan.js';
import type { PlannedRow } from '../../src/run/plan/planned-row.js';
import {
  checkOnSite,
  planImport,
  type Planned,
  type PlannedImport,
} from '../../src/run/planning.js';
import type { ImportEvent, PlanRequest } from '../../src/run/request.js';
import { ReviewedPlan } from '../../src/run/plan/reviewed-plan.js';
import { RunStore } from '../../src/run/journal/store.js';
import type { Sandbox } from '../../src/sandbox/sandbox.js';
import { systemClock, type Clock } from '../../src/site/clock.js';
import type { Site } from '../../src/site/site.js';
import { createRestSite } from '../../src/site/rest-site.js';
import { openSource, type Source } from '../../src/source/open.js';
import { makeDirectory } from '../directory.js';

/** The options of an import without flags. */
export const usualOptions: BoundOptions = {
  existing: 'error',
  skipInvalid: false,
  createFolders: true,
  updatePasswords: false,
  createGroups: false,
  generatePasswords: false,
};

/** How a start of an import differs from the default. */
export interface Start {
  readonly options?: Partial<BoundOptions>;
  readonly concurrency?: number;
  /** Aborting it starts no further row. */
  readonly stop?: AbortSignal;
  /** Aborting it ends everything at once. */
  readonly abort?: AbortSignal;
  readonly onEvent?: (event: ImportEvent) => void;
  readonly reviewed?: ReviewedPlan;
  /** Retries the failed rows of the latest run. */
  readonly retry?: boolean;
  readonly clock?: Clock;
}

/** A file, a sandbox to import it into, and a directory for its runs, removed when the test ends. */
export class Importing {
  private constructor(
    readonly directory: string,
    readonly sandbox: Sandbox,
  ) {}

  static async of(sandbox: Sandbox, csv: string): Promise<Importing> {
    const directory = await makeDirectory();
    await writeFile(join(directory, 'users.csv'), csv);
    return new Importing(directory, sandbox);
  }

  /** The same file and runs, with another sandbox as the site. */
  on(sandbox: Sandbox): Importing {
    return new Importing(this.directory, sandbox);
  }

  get store(): RunStore {
    return new RunStore(join(this.directory, 'state'), lockOwner);
  }

  /** Starts or continues the import in this process; returns the account of the run. */
  async start({ options, concurrency = 3, ...start }: Start = {}): Promise<RunAccount> {
    const never = new AbortController().signal;
    const { stop = never, abort = never, onEvent = () => undefined, reviewed, clock } = start;
    const [run] = start.retry === true ? (await this.store.list()).runs.slice(-1) : [];
    const resumes = run?.kind === 'import' ? run.header : undefined;
    return this.#withSite({ concurrency, abort, clock }, async (site, source) => {
      const result = await importFile({
        ...this.#request(site, source, options),
        resumes,
        reviewed,
        concurrency,
        rate: undefined,
        random: () => 0.01,
        program: 'test',
        outputDirectory: this.directory,
        ...(clock && { clock }),
        stop,
        abort,
        confirm: () => Promise.resolve(true),
        onEvent,
      });
      if (!('account' in result)) throw new Error(`The import did not run: ${result.type}.`);
      return result.account;
    });
  }

  /** The plan of an import, as read from a file. */
  async plan(options: Partial<BoundOptions> = {}): Promise<ReviewedPlan> {
    const never = new AbortController().signal;
    return this.#withSite({ concurrency: 3, abort: never }, async (site, source) => {
      const request = this.#request(site, source, options);
      const rows: PlannedRow[] = [];
      const planned = plannedOnly(
        await planImport({ ...request, onRows: (some) => void rows.push(...some) }),
      );
      const text = JSON.stringify({
        ...planHead(request, 'test'),
        rows,
        ...planTail(planned, source),
      });
      return new ReviewedPlan(text, 'plan.json');
    });
  }

  /** The totals of a plan. */
  async totals(options: Partial<BoundOptions> = {}): Promise<Plan> {
    const never = new AbortController().signal;
    return this.#withSite({ concurrency: 3, abort: never }, async (site, source) => {
      const { plan } = plannedOnly(await planImport(this.#request(site, source, options)));
      return plan;
    });
  }

  /** All issues of the file, including those found on the site. */
  async check(options: Partial<BoundOptions> = {}): Promise<Issue[]> {
    const never = new AbortController().signal;
    const issues: Issue[] = [];
    await this.#withSite({ concurrency: 3, abort: never }, (site, source) =>
      checkOnSite({
        ...this.#request(site, source, options),
        onEvent(event) {
          if (event.type === 'issues') for (const row of event.rows) issues.push(...row.issues);
        },
      }),
    );
    return issues;
  }

  #request(site: Site, source: Source, options: Partial<BoundOptions> = {}): PlanRequest {
    return {
      source,
      site,
      siteId: site.url,
      store: this.store,
      options: { ...usualOptions, ...options },
      restart: false,
      strict: false,
      resumes: undefined,
      clock: systemClock,
      onEvent: () => undefined,
    };
  }

  async #withSite<T>(
    {
      concurrency,
      abort,
      clock = systemClock,
    }: { concurrency: number; abort: AbortSignal; clock?: Clock | undefined },
    perform: (site: Site, source: Source) => Promise<T>,
  ): Promise<T> {
    const source = await openSource(join(this.directory, 'users.csv'), {
      stdin: process.stdin,
      tempDirectory: this.directory,
    });
    const site = createRestSite({
      baseUrl: `${this.sandbox.url}/api/rest/v1`,
      apiKey: this.sandbox.apiKey,
      concurrency,
      rate: undefined,
      timeoutMs: 5000,
      clock,
      random: () => 0.01,
      signal: abort,
      userAgent: 'test/1',
      onWait: () => undefined,
      log: undefined,
    });
    try {
      return await perform(site, source);
    } finally {
      site.close();
      await source.close();
    }
  }
}

function plannedOnly(planned: Planned): PlannedImport {
  if (planned.type !== 'planned') throw new Error(`The file is ${planned.type}.`);
  return planned;
}
