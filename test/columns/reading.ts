import type { Column } from '../../src/columns/column.js';
import { issueCodes } from '../../src/columns/issue.js';
import { columnByName, type ColumnName } from '../../src/columns/table.js';

/** The time at which the tests read cells. */
export const now = Date.parse('2026-06-01T12:00:00Z');

export interface Reading {
  readonly value: unknown;
  readonly problems: readonly Problem[];
}

export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly suggestion: string | null;
}

export function columnOf(name: ColumnName): Column {
  const column = columnByName.get(name);
  if (!column) throw new Error(`There is no column ${name}.`);
  return column;
}

/** How a column reads a cell that is not blank. */
export function readCell(name: ColumnName, cell: string): Reading {
  const problems: Problem[] = [];
  const value = columnOf(name).kind.read(
    cell,
    (code, message, suggestion = null) => problems.push({ code, message, suggestion }),
    { now },
  );
  return { value, problems };
}

/** The codes found in a cell. */
export function codesOf(name: ColumnName, cell: string): string[] {
  return readCell(name, cell).problems.map(({ code }) => code);
}

/** The only problem of a cell; fails if there are none or several. */
export function soleProblem(name: ColumnName, cell: string): Problem {
  const { problems } = readCell(name, cell);
  const [problem] = problems;
  if (!problem || problems.length > 1)
    throw new Error(`${problems.length} problems in ${name}: ${JSON.stringify(problems)}`);
  return problem;
}

export function isError(code: string): boolean {
  return new Map<string, string>(Object.entries(issueCodes)).get(code) === 'error';
}
