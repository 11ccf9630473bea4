import { changedOptions } from '../run/journal/find-run.js';
import { importOptions } from '../run/import-options.js';
import type { BoundOptions } from '../run/journal/format.js';
import { ReviewedPlan } from '../run/plan/reviewed-plan.js';
import { printable } from '../columns/printable.js';
import { readProblem } from '../source/open.js';
import { readText } from '../source/read-text.js';
import { flagsTo, leaveOutSite, type Connection, type SiteFlags } from './connection.js';
import { UsageError } from './exit.js';
import type { PlanFlags } from './plan-flags.js';

/** A plan from a file, and what it means for the command that carries it out. */
export class PlanFile {
  constructor(
    private readonly path: string,
    readonly reviewed: ReviewedPlan,
  ) {}

  /** The file that the plan was made for, unless another path is given. */
  fileFor(given: string | undefined): string {
    const path = given ?? this.reviewed.document.file.path;
    if (path !== null) return path;
    throw new UsageError(
      `${this.path} was made from standard input. Give the same bytes again: files-bulk-import import - --plan … --yes.`,
    );
  }

  /** The plan's options. Throws UsageError if a flag contradicts them. */
  optionsFor(
    { read = {}, ...given }: BoundOptions,
    { existing }: Pick<PlanFlags, 'existing'>,
  ): BoundOptions {
    const { options } = this.reviewed.document;
    const asked = {
      ...options,
      ...differing(given, importOptions({})),
      // The default too, if it is given.
      existing: existing ?? options.existing,
      read: { ...options.read, ...differing(read, {}) },
    };
    const changed = changedOptions(options, asked);
    if (changed.length === 0) return options;
    throw new UsageError(
      `${this.path} was made with other options: ${changed.join('; ')}. Leave the flags out, or make the plan again with them.`,
    );
  }

  /** The flags for the plan's own site, unless flags name another. */
  siteFor(flags: SiteFlags): Partial<SiteFlags> {
    return flagsTo(this.reviewed.document.site, `${this.path} was made for`, flags);
  }

  requireSite({ siteId, called }: Connection): void {
    const { site } = this.reviewed.document;
    if (siteId !== site)
      throw new UsageError(
        `${this.path} was made for ${printable(site)}, not for ${called}. ${leaveOutSite}`,
      );
  }
}

/** Reads a whole plan, which is about as large as the file that it was made for. */
export async function readPlan(path: string): Promise<PlanFile> {
  const text = await readText(path).catch((error: unknown) => {
    throw readProblem(path, error);
  });
  return new PlanFile(path, new ReviewedPlan(text, path));
}

/** The options that differ from their defaults. */
function differing(given: object, usual: object): Record<string, unknown> {
  const before = new Map<string, unknown>(Object.entries(usual));
  return Object.fromEntries(
    Object.entries(given).filter(([name, value]) => value !== before.get(name)),
  );
}
