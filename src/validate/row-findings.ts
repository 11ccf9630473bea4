import type { Issue } from '../columns/issue.js';
import { isPrivateKey } from '../columns/kinds/credential.js';
import { cellText } from '../columns/read-cell.js';
import type { RowLayout } from '../source/header.js';
import { shiftedSecret } from './shifted-secret.js';
import { textOf } from '../source/mapping.js';
import type { CheckedEntry } from './check-row.js';

/** What was found in one row, or in the file as a whole, with the text concerned. */
export interface RowFindings {
  /** The line on which the row starts; null: the whole file. */
  readonly line: number | null;
  /**
   * The row's non-blank cells by column: at least those concerned and the username. Never a secret one, nor
   * one below an ignored header, which may be secret.
   */
  readonly cells: Readonly<Record<string, string>>;
  readonly issues: readonly Issue[];
}

/**
 * The text in which an issue was found; undefined if it must not be shown. A header may be called
 * `constructor`.
 */
export function cellOfIssue(
  cells: RowFindings['cells'],
  column: string | null,
): string | undefined {
  return column !== null && Object.hasOwn(cells, column) ? cells[column] : undefined;
}

const nothing: readonly RowFindings[] = [];

/**
 * Creates the function that returns what was found in an entry, one or none, with the cells to show: all of
 * the row, or those concerned.
 */
export function rowFindings(
  layout: RowLayout,
  { whole }: { readonly whole: boolean },
): (entry: Pick<CheckedEntry, 'line' | 'row' | 'issues'>) => readonly RowFindings[] {
  const { columns, computed } = layout;
  const showable = columns.flatMap((column, at) =>
    column && !column.secret ? [{ column, at }] : [],
  );
  const mayBeSecret = shiftedSecret(layout);
  const showableToo = computed.filter(({ column }) => !column.secret);
  return ({ line, row, issues }) => {
    if (issues.length === 0) return nothing;
    const cells: Record<string, string> = {};
    if (!row) return [{ line, cells, issues }];

    const show = (name: string, cell: string): void => {
      if (cell === '' || isPrivateKey(cell) || mayBeSecret(row.cells.length, name)) return;
      cells[name] = cell;
    };
    for (const { column, at } of showable) {
      const { name } = column;
      if (!whole && name !== 'username' && !issues.some((issue) => issue.column === name)) continue;
      show(name, cellText(column, row.cells[at] ?? ''));
    }
    for (const { column, source } of showableToo) show(column.name, textOf(source, row.cells));
    return [{ line, cells, issues }];
  };
}

/** Issues of the header and of the whole file. */
export function ofHeader(issues: readonly Issue[]): readonly RowFindings[] {
  return issues.map((issue) => ({ line: issue.line, cells: {}, issues: [issue] }));
}
