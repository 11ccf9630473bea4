import type { Column } from '../columns/column.js';
import { nearest } from '../columns/did-you-mean.js';
import { issue, type Issue } from '../columns/issue.js';
import { quote } from '../columns/quote.js';
import { alike } from './alike.js';
import { applyMapping } from './apply-mapping.js';
import type { CellSource, Mapping } from './mapping.js';

/** The file's first row, understood. */
export interface Header extends RowLayout {
  readonly line: number;
  readonly issues: readonly Issue[];
}

/** What the cells of a row are. */
export interface RowLayout {
  /** The header's own, as in the file; none when it cannot be read. */
  readonly cells: readonly string[];
  /** The column that each cell belongs to; null: it is ignored, or a part of a computed one. */
  readonly columns: readonly (Column | null)[];
  /** The columns whose cells are made of others, or are the same in every row. */
  readonly computed: readonly ComputedColumn[];
}

export interface ComputedColumn {
  readonly column: Column;
  readonly source: CellSource;
}

/**
 * Matches the header's cells to the columns of the format, by a mapping or by their names. `below`: the line
 * of a row that names username, for who has put a title above the header.
 */
export function matchHeader(
  cells: readonly string[],
  line: number,
  known: readonly Column[],
  mapping: Mapping = { columns: {}, ignore: [] },
  below?: number,
): Header {
  const find = columnFinder(known);
  const named = new Set(cells.map((cell) => find(cell.trim())));
  const { mapped, computed, used, issues } = applyMapping(cells, line, known, mapping);
  const missing = known.filter((column) => !named.has(column));
  const taken = new Set<Column>([...mapped.values(), ...computed.map(({ column }) => column)]);

  const isShown = used.size > 0 || isSurelyHeader(cells.map((cell) => find(cell.trim())));

  const unnamed: number[] = [];
  const columns = cells.map((cell, index) => {
    const text = cell.trim();
    const own = mapped.get(index);
    if (own || used.has(index)) return own ?? null;
    const column = find(text);
    if (!column) {
      if (text === '') unnamed.push(index);
      else if (!rejectColumns.includes(text))
        issues.push(unknownColumn(text, isShown ? null : index, line, missing));
      return null;
    }
    if (taken.has(column)) {
      issues.push(repeatedColumn(column, line));
      return null;
    }
    taken.add(column);
    if (cell !== column.name) issues.push(inexactName(cell, column, line));
    return column;
  });
  if (unnamed.length > 0) issues.push(unnamedColumns(unnamed, line));

  // With no header the first row is a user. The word `password` names a column and is also what most
  // users have as authentication_method.
  const isHeader =
    used.size > 0 || columns.some((column) => column !== null && column.name !== 'password');
  if (!isHeader) {
    const ofMapping = issues.filter(({ code }) => code === 'mapped-header-missing');
    const ignored = cells.map(() => null);
    return {
      line,
      cells,
      columns: ignored,
      computed: [],
      issues: [...ofMapping, missingHeader(line, below)],
    };
  }
  if (![...taken].some(({ name }) => name === 'username')) issues.push(missingUsername(line));
  return { line, cells, columns, computed, issues };
}

/**
 * Whether the first row is a header beyond doubt. A user of a file without one can have a tag `notes`, and
 * then another cell may be the password: it is not to be shown.
 */
function isSurelyHeader(columns: readonly (Column | undefined)[]): boolean {
  const names = columns.flatMap((column) => column?.name ?? []);
  return names.includes('username') || names.filter((name) => name !== 'password').length > 1;
}

/** The columns that a rejects file has beyond those of its source; ignored when it is fed back. */
export const rejectColumns: readonly string[] = ['_line', '_errors'];

/** Finds the column that a header means: upper and lower case, spaces, hyphens and underscores aside. */
export function columnFinder(known: readonly Column[]): (text: string) => Column | undefined {
  const plain = (name: string): string => name.toLowerCase().replace(/[\s_-]/g, '');
  const byName = new Map(known.map((column) => [plain(column.name), column]));
  return (text) => byName.get(plain(text));
}

/** One for all: spreadsheets leave empty columns after a table. */
function unnamedColumns([first = 0, ...others]: readonly number[], line: number): Issue {
  const message =
    others.length === 0
      ? `Column ${first + 1} has no name in the header and is ignored. Name it, or remove it.`
      : `${others.length + 1} columns, the first of them column ${first + 1}, have no name in the header and are ignored. Name them, or remove them.`;
  return issue('header-unknown-column', line, null, message);
}

/**
 * `hiddenAt`: its place, where its text is not to be shown. `missing`: the columns that no header names, of
 * which it may be one by another name.
 */
function unknownColumn(
  text: string,
  hiddenAt: number | null,
  line: number,
  missing: readonly Column[],
): Issue {
  const suggestion =
    missing.find(({ parameter }) => parameter === text.toLowerCase())?.name ??
    missing.find(({ alsoCalled }) => alsoCalled.some((name) => alike(name, text)))?.name ??
    nearest(
      text,
      missing.map(({ name }) => name),
    );
  const hint = suggestion === undefined ? '' : ` Did you mean ${suggestion}?`;
  if (hiddenAt === null)
    return issue(
      'header-unknown-column',
      line,
      text,
      `There is no column ${quote(text)}; it is ignored.${hint}`,
      suggestion,
    );
  const message = `Cell ${hiddenAt + 1} of the header is no column and is ignored.${hint}`;
  return issue('header-unknown-column', line, null, message, suggestion);
}

function inexactName(text: string, { name }: Column, line: number): Issue {
  const message = `The header ${quote(text)} is read as ${name}. Write it exactly like that.`;
  return issue('header-inexact-name', line, name, message, name);
}

function repeatedColumn({ name }: Column, line: number): Issue {
  const message = `The header names the column ${name} more than once. Keep one of them.`;
  return issue('header-repeated-column', line, name, message);
}

function missingUsername(line: number): Issue {
  const message =
    'The header has no column username, which every file needs. Add it, or say with --map "Login=username" which header it is.';
  return issue('header-missing-username', line, 'username', message);
}

function missingHeader(line: number, below: number | undefined): Issue {
  const message =
    below !== undefined
      ? `The first row does not name the column username, but line ${below} does. Remove what is above that line.`
      : 'The first row does not name the column username. If the header is missing, put a row of column names before it, including username; if these are the names of another system, say what they mean with --map. "files-bulk-import map FILE --init" writes a mapping to start from.';
  return issue('header-missing-username', line, 'username', message);
}
