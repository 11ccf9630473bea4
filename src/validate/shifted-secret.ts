import type { RowLayout } from '../source/header.js';

/**
 * Creates the function that tells whether a cell may be a password that a comma moved below another header:
 * to the right in a row that is too long, to the left in one that is too short. Such a cell is not shown.
 */
export function shiftedSecret({
  columns,
  computed,
}: RowLayout): (cells: number, column: string) => boolean {
  const secrets = [
    ...columns.flatMap((column, at) => (column?.secret === true ? [at] : [])),
    ...computed.flatMap(({ column, source }) => (column.secret ? source.at : [])),
  ];
  if (secrets.length === 0) return () => false;
  const first = Math.min(...secrets);
  const last = Math.max(...secrets);
  const places = new Map(columns.flatMap((column, at) => (column ? [[column.name, at]] : [])));
  const made = new Set<string>(computed.map(({ column }) => column.name));
  return (cells, column) => {
    if (cells === columns.length) return false;
    const at = places.get(column);
    if (at === undefined) return made.has(column);
    return cells > columns.length ? at > first : at < last;
  };
}
