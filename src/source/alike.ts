import type { Column } from '../columns/column.js';
import { allColumns } from '../columns/table.js';

/** Whether two names are the same except for case, spaces, signs, and remarks such as [Required]. */
export function alike(a: string, b: string): boolean {
  return plain(a) === plain(b);
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/\[[^\][]{0,40}\]|[^\p{L}\p{N}]/gu, '');
}

/** Finds the column that a header means, ignoring case, spaces, hyphens and underscores. */
export function columnFinder(known: readonly Column[]): (text: string) => Column | undefined {
  const plain = (name: string): string => name.toLowerCase().replace(/[\s_-]/g, '');
  const byName = new Map(known.map((column) => [plain(column.name), column]));
  return (text) => byName.get(plain(text));
}

/** The same, among all columns. */
export const findColumn = columnFinder(allColumns);
