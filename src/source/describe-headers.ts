import type { Header } from './header.js';
import { headersOf, textOf, type Mapping } from './mapping.js';

/** What becomes of a header of the file, or of a column that a mapping adds. */
export interface DescribedHeader {
  /** As in the file; for a computed column, the headers that it is made of. */
  readonly headers: readonly string[];
  /** null: the cells below are ignored. */
  readonly column: string | null;
  /** How the cells become those of the column, if they are not simply taken. */
  readonly how: 'taken' | 'replaced' | 'joined' | 'constant' | 'ignored';
  /** The text of a constant; null otherwise, and if it is secret. */
  readonly constant: string | null;
  /** For an ignored header: the column with a similar name, among those that the file lacks. */
  readonly like: string | null;
}

/**
 * What becomes of each header, in the order of the file, then of what a mapping adds. `suggested` is a
 * first mapping.
 */
export function describeHeaders(
  { cells, columns, computed }: Header,
  suggested: Mapping,
): DescribedHeader[] {
  const there = new Set(
    [...columns, ...computed.map(({ column }) => column)].map((column) => column?.name),
  );
  const likeness = new Map(
    Object.entries(suggested.columns).flatMap(([name, from]) =>
      there.has(name) ? [] : headersOf(from).map((header) => [header, name] as const),
    ),
  );
  const parts = new Set(computed.flatMap(({ source }) => source.at));
  const direct = cells.flatMap((cell, at): DescribedHeader[] => {
    const column = columns[at]?.name ?? null;
    if (column === null && parts.has(at)) return [];
    const like = column === null ? (likeness.get(cell.trim()) ?? null) : null;
    return [
      { headers: [cell], column, how: column === null ? 'ignored' : 'taken', constant: null, like },
    ];
  });
  const made = computed.map(({ column, source }): DescribedHeader => ({
    headers: source.at.map((place) => cells[place] ?? ''),
    column: column.name,
    how: source.type,
    constant: source.type === 'constant' && !column.secret ? textOf(source, []) : null,
    like: null,
  }));
  return [...direct, ...made];
}
