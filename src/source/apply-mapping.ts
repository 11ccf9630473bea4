import type { Column } from '../columns/column.js';
import { nearest } from '../columns/did-you-mean.js';
import { issue, type Issue } from '../columns/issue.js';
import { quote } from '../columns/quote.js';
import { columnByName } from '../columns/table.js';
import type { ComputedColumn } from './header.js';
import { headersOf, type Mapping } from './mapping.js';

/** How a mapping interprets the cells of a header. */
interface Mapped {
  /** For each cell of a row, by position: its column. */
  readonly mapped: ReadonlyMap<number, Column>;
  readonly computed: readonly ComputedColumn[];
  /** The positions of all cells that the mapping names. */
  readonly used: ReadonlySet<number>;
  readonly issues: Issue[];
}

/** Finds the headers that a mapping names. */
export function applyMapping(
  cells: readonly string[],
  line: number,
  { columns, ignore }: Mapping,
): Mapped {
  const mapped = new Map<number, Column>();
  const computed: ComputedColumn[] = [];
  const used = new Set<number>();
  const issues: Issue[] = [];
  for (const [name, from] of Object.entries(columns)) {
    const column = columnByName.get(name);
    if (!column) continue; // Reported when the mapping is read.
    const places = headersOf(from).map((header) => ({ header, at: placeOf(header, cells) }));
    for (const { header, at } of places)
      if (at === undefined) issues.push(missingMapped(header, column, cells, line));
    const at = places.flatMap((place) => place.at ?? []);
    const [first] = at;
    if ('value' in from)
      computed.push({ column, source: { type: 'constant', at: [], text: whole(from.value) } });
    else if (first === undefined) continue;
    else if ('join' in from)
      computed.push({ column, source: { type: 'joined', at, separator: whole(from.separator) } });
    else if ('values' in from)
      computed.push({
        column,
        source: { type: 'replaced', at: [first], values: folded(from.values) },
      });
    // A second column of the same cells, such as e-mail addresses that are usernames too.
    else if (mapped.has(first)) computed.push({ column, source: { type: 'taken', at: [first] } });
    else mapped.set(first, column);
    for (const place of at) used.add(place);
  }
  for (const header of ignore) {
    const at = placeOf(header, cells);
    if (at !== undefined) used.add(at);
  }
  return { mapped, computed, used, issues };
}

/** Exactly as in the file, or else ignoring case. */
function placeOf(header: string, cells: readonly string[]): number | undefined {
  const wanted = header.trim();
  const exact = cells.findIndex((cell) => cell.trim() === wanted);
  if (exact !== -1) return exact;
  const folded = wanted.toLowerCase();
  const inexact = cells.findIndex((cell) => cell.trim().toLowerCase() === folded);
  return inexact === -1 ? undefined : inexact;
}

function folded(values: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(values).map(([from, to]) => [from.trim().toLowerCase(), whole(to)]),
  );
}

/** JSON can contain a lone surrogate, which cannot be part of a URL: it becomes U+FFFD, as in any file. */
function whole(text: string): string {
  return text.toWellFormed();
}

function missingMapped(
  header: string,
  { name }: Column,
  cells: readonly string[],
  line: number,
): Issue {
  const meant = nearest(header, cells);
  const hint = meant === undefined ? 'Correct the mapping.' : `Did you mean ${quote(meant)}?`;
  const message = `The mapping takes ${name} from ${quote(header)}, but the file has no such header. ${hint}`;
  return issue('mapped-header-missing', line, name, message);
}
