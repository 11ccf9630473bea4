import type { CellContext, Column } from '../columns/column.js';
import type { Header, RowLayout } from '../source/header.js';
import type { Format } from '../source/read-options.js';
import type { Row } from '../source/row.js';
import { fixCell, type ChangeCode } from './fix-cell.js';
import { hiddenColumnsOf, mergedCellsOf } from './format-rules.js';

/** A difference between the copy and the file. */
export interface Change {
  /** The line of the file, not of the copy, on which the row starts; null: the whole file. */
  readonly line: number | null;
  readonly column: string | null;
  readonly code: ChangeCode;
  /** The text before and after; null if it is secret. */
  readonly before: string | null;
  readonly after: string | null;
}

/** Headers recognised as a column by similarity get its name; others are unchanged. */
export function fixHeader(header: Header): { header: Header; changes: readonly Change[] } {
  const { line, columns } = header;
  const inexact = header.issues.filter(({ code }) => code === 'header-inexact-name');
  const names = new Set(inexact.map(({ column }) => column));
  const changes: Change[] = [];
  const cells = header.cells.map((before, at) => {
    const name = columns[at]?.name;
    if (name === undefined || !names.has(name)) return before;
    changes.push({ line, column: name, code: 'header-inexact-name', before, after: name });
    return name;
  });
  const issues = header.issues.filter((found) => !inexact.includes(found));
  return { header: { ...header, cells, issues }, changes };
}

/**
 * A row with its certain corrections. Without a context, only the white space around cells is corrected.
 */
export function fixRow(
  row: Row,
  header: Header,
  context: CellContext | undefined,
): { row: Row; changes: readonly Change[] } {
  // Which cell is which is a guess, even if those beyond the header are blank: an unquoted comma has moved
  // all that follow it, and a password or a group may be below another header.
  if (row.cells.length !== header.columns.length) return { row, changes: [] };
  const { line, ascii = false } = row;
  const changes: Change[] = [];
  const cells = row.cells.map((before, at) => {
    const { column, values } = readAs(before, at, header);
    const fixed = column ? fixCell(column, before, ascii, context) : undefined;
    if (!column || !fixed || values?.has(fixed.text.toLowerCase()) === true) return before;
    changes.push(changeOf(line, column, before, fixed));
    return fixed.text;
  });
  return { row: { ...row, cells }, changes };
}

/**
 * The column of a cell, unless a mapping replaces it or takes it for another column too; `values`:
 * replacements that do not include it.
 */
function readAs(
  cell: string,
  at: number,
  { columns, computed }: Header,
): { column?: Column | null | undefined; values?: ReadonlyMap<string, string> } {
  const column = columns[at];
  const [only, another] = computed.filter(({ source }) => source.at.some((place) => place === at));
  if (!only) return { column };
  if (column || another || only.source.type !== 'replaced') return {};
  const { values } = only.source;
  return values.has(cell.trim().toLowerCase()) ? {} : { column: only.column, values };
}

function changeOf(
  line: number,
  { name, secret }: Column,
  before: string,
  { text, code }: { text: string; code: ChangeCode },
): Change {
  return secret
    ? { line, column: name, code, before: null, after: null }
    : { line, column: name, code, before, after: text };
}

function separator({ delimiter, hasSepLine }: Format): string {
  return `${hasSepLine ? 'sep=' : ''}${delimiter}`;
}

/** How the copy is written differently; which line end it uses makes no difference. */
export function changesOfFormat(was: Format, is: Format, layout: RowLayout): Change[] {
  const change = (code: ChangeCode, before: string, after: string): Change[] =>
    before === after ? [] : [{ line: null, column: null, code, before, after }];
  return [
    ...change('encoding-not-utf8', was.encoding, is.encoding),
    ...change('delimiter-not-comma', separator(was), separator(is)),
    ...(was.lineEndings.length > 1
      ? change('line-endings-mixed', was.lineEndings.join(', '), is.lineEndings.join(', '))
      : []),
    // A copy hides nothing, not even what somebody has hidden on purpose.
    ...change(
      'rows-hidden',
      `hidden rows: ${was.hiddenRows.count}`,
      `hidden rows: ${is.hiddenRows.count}`,
    ),
    ...change(
      'columns-hidden',
      `hidden columns: ${hiddenColumnsOf(was, layout).length}`,
      `hidden columns: ${hiddenColumnsOf(is, layout).length}`,
    ),
    ...change(
      'cells-merged',
      `ranges of merged cells: ${mergedCellsOf(was, layout).length}`,
      `ranges of merged cells: ${mergedCellsOf(is, layout).length}`,
    ),
  ];
}
