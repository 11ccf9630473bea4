import type { CellContext } from '../columns/column.js';
import { issue, type Issue } from '../columns/issue.js';
import type { ColumnName } from '../columns/table.js';
import type { RowLayout } from '../source/header.js';
import type { Entry, Row } from '../source/row.js';
import { rowChecker, type UserRecord } from './check-row.js';

/** One record of the file, checked; or a place in it that is not a record but has an issue. */
export interface CheckedEntry {
  /** Where it starts; null: what is said concerns the whole file. */
  readonly line: number | null;
  /** The record as read; null for a comment, or for one that cannot be read. */
  readonly row: Row | null;
  /** The user, when nothing is wrong with the row. */
  readonly record: UserRecord | null;
  readonly issues: readonly Issue[];
}

/** The same, before it is compared with the other rows. */
export interface LoneEntry extends CheckedEntry {
  readonly line: number;
  readonly type: Entry['type'];
  /** The username as read, also when something else in the row is wrong. */
  readonly username: string | undefined;
  /** Columns of which the API that the row is for cannot take everything. */
  readonly leftOut?: readonly ColumnName[];
}

/** Makes the function that checks what is below one header, each entry by itself. */
export function entryChecker(layout: RowLayout, context: CellContext): (entry: Entry) => LoneEntry {
  const checkRow = rowChecker(layout, context);
  return (entry) => {
    const { type, line } = entry;
    switch (entry.type) {
      case 'row':
        return checkRow(entry);
      case 'comment': {
        const issues = entry.cells === layout.columns.length ? [looksLikeRow(line)] : [];
        return { type, line, row: null, record: null, username: undefined, issues };
      }
      case 'broken': {
        const issues = [issue(entry.code, line, null, entry.message)];
        return { type, line, row: null, record: null, username: undefined, issues };
      }
    }
  };
}

function looksLikeRow(line: number): Issue {
  return issue(
    'comment-looks-like-row',
    line,
    null,
    'This line starts with # and so is a comment, but it has as many cells as the header. If it is a user, put the first cell in double quotes.',
  );
}
