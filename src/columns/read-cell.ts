import type { CellContext, Column, ReportProblem } from './column.js';
import { mayBeDamaged, reportDamage } from './damage.js';

/** The text of a cell as its column reads it; '' is blank. */
export function cellText({ verbatim }: Column, raw: string): string {
  return verbatim ? raw : trimmed(raw);
}

/**
 * Reads the text of a non-blank cell: first reports damage, then applies its kind. undefined if nothing
 * usable is left. `ascii`: it is known to be ASCII.
 */
export function readCell(
  column: Column,
  cell: string,
  ascii: boolean,
  report: ReportProblem,
  context: CellContext,
): unknown {
  if (mayBeDamaged(column, cell, ascii) && reportDamage(column, cell, report)) return undefined;
  return column.kind.read(cell, report, context);
}

/** The same as trim(), which would run for millions of cells of which few need it. */
export function trimmed(cell: string): string {
  const first = cell.charCodeAt(0);
  const last = cell.charCodeAt(cell.length - 1);
  return first > 0x20 && first < 0x7f && last > 0x20 && last < 0x7f ? cell : cell.trim();
}
