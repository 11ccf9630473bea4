import type { Column } from '../columns/column.js';
import { nearest } from '../columns/did-you-mean.js';
import { alike, columnFinder } from './alike.js';
import type { MappedFrom, Mapping } from './mapping.js';

/** Headers of the two parts of a full name, in order. */
const nameParts = [
  ['first name', 'given name', 'forename', 'first'],
  ['last name', 'surname', 'family name', 'last'],
] as const;

/** What other systems write for Y and N. */
const yesAndNo = { yes: 'Y', no: 'N', true: 'Y', false: 'N', '1': 'Y', '0': 'N' };

/**
 * A first mapping, from the similarity of a file's headers to the names of columns and to the names that
 * other systems use. Headers that resemble none are ignored.
 */
export function suggestMapping(cells: readonly string[], known: readonly Column[]): Mapping {
  const columns: Record<string, MappedFrom> = {};
  const headers = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  const left = new Set(headers);
  const take = (column: Column, header: string): void => {
    if (columns[column.name] !== undefined) return;
    columns[column.name] = isYesOrNo(column) ? { header, values: yesAndNo } : { header };
    left.delete(header);
  };

  // The most similar first, so that no guess takes the place of an exact name.
  const find = columnFinder(known);
  for (const header of [...left]) {
    const column = find(header);
    if (column) take(column, header);
  }
  for (const column of known) {
    const header = [...left].find((one) => column.alsoCalled.some((name) => alike(name, one)));
    if (header !== undefined) take(column, header);
  }
  const parts = nameParts.map((names) =>
    [...left].find((one) => names.some((name) => alike(name, one))),
  );
  const join = parts.filter((part) => part !== undefined);
  if (columns.full_name === undefined && join.length === nameParts.length) {
    columns.full_name = { join, separator: ' ' };
    for (const part of join) left.delete(part);
  }
  for (const header of [...left]) {
    const free = known.filter(({ name }) => columns[name] === undefined);
    const name = nearest(
      header.replaceAll(/[\s-]/g, '_'),
      free.map((column) => column.name),
    );
    const column = free.find((one) => one.name === name);
    if (column) take(column, header);
  }
  return { columns, ignore: [...left] };
}

function isYesOrNo({ kind }: Column): boolean {
  const choices = kind.schema.enum;
  return Array.isArray(choices) && choices.length === 2 && choices.includes('Y');
}
