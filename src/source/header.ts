import type { Column } from '../columns/column.js';
import { nearest } from '../columns/did-you-mean.js';
import { issue, type Issue } from '../columns/issue.js';
import { quote } from '../columns/quote.js';
import { allColumns } from '../columns/table.js';
import { alike, findColumn } from './alike.js';
import { applyMapping } from './apply-mapping.js';
import type { CellSource, Mapping } from './mapping.js';
import { suggestMapping } from './suggest-mapping.js';

/** The file's first row, interpreted. */
export interface Header extends RowLayout {
  readonly line: number;
  /** Otherwise it may be a user, and one of its cells a password. */
  readonly isLikeHeader: boolean;
  readonly issues: readonly Issue[];
}

/** What the cells of a row are. */
export interface RowLayout {
  /** The header's own texts, as in the file; none if it cannot be read. */
  readonly cells: readonly string[];
  /** The column of each cell; null: it is ignored, or part of a computed column. */
  readonly columns: readonly (Column | null)[];
  /** The columns whose cells are computed from others, or are the same in every row. */
  readonly computed: readonly ComputedColumn[];
  /** The delimiter; undefined: there is none, as in a workbook. */
  readonly delimiter?: string | undefined;
}

export interface ComputedColumn {
  readonly column: Column;
  readonly source: CellSource;
}

/** Where the header might be instead. */
export interface Elsewhere {
  /** The line of a row that names username, in case there is a title above it. */
  readonly below?: number | undefined;
  /** A sentence that names the other sheets of a workbook, or ''. */
  readonly otherSheets?: string;
}

/** Matches the header's cells to the columns of the format, by a mapping or by name. */
export function matchHeader(
  cells: readonly string[],
  line: number,
  mapping: Mapping = { columns: {}, ignore: [] },
  elsewhere: Elsewhere = {},
): Header {
  const named = cells.map((cell) => findColumn(cell.trim()));
  const { mapped, computed, used, issues } = applyMapping(cells, line, mapping);
  const missing = allColumns.filter((column) => !named.includes(column));
  const taken = new Set<Column>([...mapped.values(), ...computed.map(({ column }) => column)]);

  const isShown = used.size > 0 || isSurelyHeader(named);

  const unnamed: number[] = [];
  const columns = cells.map((cell, index) => {
    const text = cell.trim();
    const own = mapped.get(index);
    if (own || used.has(index)) return own ?? null;
    const column = named[index];
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

  // Without a header, the first row is a user. The word `password` names a column, and is also most users'
  // authentication_method.
  const isHeader =
    used.size > 0 || columns.some((column) => column !== null && column.name !== 'password');
  if (!isHeader) {
    const ofMapping = issues.filter(({ code }) => code === 'mapped-header-missing');
    const names = Object.keys(suggestMapping(cells, allColumns).columns);
    const isLikeHeader = elsewhere.below === undefined && names.some((name) => name !== 'password');
    return {
      line,
      isLikeHeader,
      cells,
      columns: cells.map(() => null),
      computed: [],
      issues: [...ofMapping, missingHeader(line, isLikeHeader, elsewhere)],
    };
  }
  if (![...taken].some(({ name }) => name === 'username'))
    issues.push(missingUsername(line, elsewhere));
  return { line, isLikeHeader: true, cells, columns, computed, issues };
}

/**
 * Whether the first row is certainly a header. In a file without one, a user may have the tag `notes`, and
 * another cell may be the password, which must not be shown.
 */
function isSurelyHeader(columns: readonly (Column | undefined)[]): boolean {
  const names = columns.flatMap((column) => column?.name ?? []);
  return names.includes('username') || names.filter((name) => name !== 'password').length > 1;
}

/** The columns that a rejects file adds; ignored when it is imported. */
export const rejectColumns: readonly string[] = ['_line', '_errors'];

/** One issue for all: spreadsheets leave empty columns after a table. */
function unnamedColumns([first = 0, ...others]: readonly number[], line: number): Issue {
  const message =
    others.length === 0
      ? `Column ${first + 1} has no name in the header and is ignored. Name or remove it.`
      : `${others.length + 1} columns, the first of them column ${first + 1}, have no name in the header and are ignored. Name or remove them.`;
  return issue('header-unknown-column', line, null, message);
}

/**
 * `hiddenAt`: its position, if its text must not be shown. `missing`: the columns that no header names, one
 * of which it may mean.
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
  const [column, what] =
    hiddenAt === null
      ? [text, `There is no column ${quote(text)}; it is ignored.`]
      : [null, `Cell ${hiddenAt + 1} of the header does not name a column and is ignored.`];
  return issue('header-unknown-column', line, column, what + hint, suggestion);
}

function inexactName(text: string, { name }: Column, line: number): Issue {
  const message = `The header ${quote(text)} is read as ${name}. Write it exactly like that.`;
  return issue('header-inexact-name', line, name, message, name);
}

function repeatedColumn({ name }: Column, line: number): Issue {
  const message = `The header names the column ${name} more than once. Keep one of them.`;
  return issue('header-repeated-column', line, name, message);
}

function missingUsername(line: number, { otherSheets = '' }: Elsewhere): Issue {
  const message =
    'The header has no column username, which every file needs. Add it, or say with --map "Login=username" which header it is.';
  return issue('header-missing-username', line, 'username', message + otherSheets);
}

function missingHeader(
  line: number,
  isLikeHeader: boolean,
  { below, otherSheets = '' }: Elsewhere,
): Issue {
  const message =
    below !== undefined
      ? `The first row does not name the column username, but line ${below} does. Remove what is above that line.`
      : isLikeHeader
        ? `The first row does not name the column username. If it has the names of another system, say with --map what they mean; "files-bulk-import map FILE --init" writes a mapping to start from.${otherSheets}`
        : `No cell of the first row resembles a column name, so it may be a user. Put a row of column names, including username, above it; if it is a header, map it, as in --map "Login=username".${otherSheets}`;
  return issue('header-missing-username', line, 'username', message);
}
