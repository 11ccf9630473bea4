import type { CellContext } from '../columns/column.js';
import { issue, type Issue } from '../columns/issue.js';
import type { RowLayout } from '../source/header.js';
import type { Entry } from '../source/row.js';
import { rowChecker, type LoneEntry } from './check-row.js';

/** Creates the function that checks what is below a header, each entry by itself. */
export function entryChecker(layout: RowLayout, context: CellContext): (entry: Entry) => LoneEntry {
  const checkRow = rowChecker(layout, context);
  return (entry) => {
    switch (entry.type) {
      case 'row':
        return checkRow(entry);
      case 'comment':
        return noRow(
          entry,
          entry.cells === layout.columns.length ? [looksLikeRow(entry.line)] : [],
        );
      case 'broken':
        return noRow(entry, [issue(entry.code, entry.line, null, entry.message)]);
    }
  };
}

function noRow({ type, line }: Entry, issues: readonly Issue[]): LoneEntry {
  return { type, line, row: null, record: null, username: undefined, issues };
}

function looksLikeRow(line: number): Issue {
  return issue(
    'comment-looks-like-row',
    line,
    null,
    'This line starts with #, so it is a comment, but it has as many cells as the header. If it is a user, put the first cell in double quotes.',
  );
}
