import { allColumns } from '../../columns/table.js';
import type { Refusal } from '../../site/errors.js';
import { unexplained } from '../../site/refusal.js';
import type { Outcome, Problem } from '../journal/format.js';

/** How a row ended. */
export interface RowOutcome {
  readonly line: number;
  readonly username: string;
  readonly outcome: Outcome;
  readonly problems: readonly Problem[];
  /** Refused, while an earlier request for its user may still have been served. */
  readonly inDoubt?: true;
}

/** A refusal in the site's own words, one problem per column if it names parameters. */
export function problemsOf(
  refusal: Refusal,
  step: string,
  column: string | null = null,
): Problem[] {
  const named = Object.entries(refusal.modelErrors).flatMap(([parameter, messages]) =>
    messages.map((message) => ({
      column: column ?? columnOf.get(parameter) ?? null,
      message: `${step}: ${message}`,
    })),
  );
  if (named.length > 0) return named;
  const { status, message } = refusal;
  const said = message === unexplained(status) ? message : `${message} (HTTP ${status})`;
  return [{ column, message: `${step}: ${said}` }];
}

const columnOf: ReadonlyMap<string, string> = new Map(
  allColumns.flatMap(({ parameter, name }) =>
    parameter === null ? [] : [[parameter, name] as const],
  ),
);
