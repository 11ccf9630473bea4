import type { Column } from '../columns/column.js';
import { issue, type Issue } from '../columns/issue.js';
import { documentedColumns } from '../columns/table.js';
import type { Header } from '../source/header.js';

/** Issues of a header: how its cells were matched, and what concerns it as a whole. */
export function issuesOfHeader({ issues, columns, computed }: Header): Issue[] {
  return [...issues, ...notPortable([...columns, ...computed.map(({ column }) => column)])];
}

const documented = new Set<string>(documentedColumns.map(({ name }) => name));

/** The web form reads only the documented columns. */
function notPortable(columns: readonly (Column | null)[]): Issue[] {
  const further = columns.flatMap((column) =>
    column && !documented.has(column.name) ? [column.name] : [],
  );
  if (further.length === 0) return [];
  const [which, verb, them] =
    further.length === 1 ? ['column', 'is', 'it'] : ['columns', 'are', 'them'];
  return [
    issue(
      'columns-not-portable',
      null,
      null,
      `The ${which} ${further.join(', ')} ${verb} imported here, but the web form would ignore ${them}.`,
    ),
  ];
}
