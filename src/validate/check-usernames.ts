import type { CellContext } from '../columns/column.js';
import type { Issue, IssueCode } from '../columns/issue.js';
import type { Table } from '../source/read.js';
import { checkTable, type FileCheck } from './check-file.js';

/** Checks a file for the usernames in it. Other columns may be wrong. */
export function checkUsernames(table: Table, context: CellContext): FileCheck {
  return checkTable(table, context, concernsUsername);
}

const noConcern: readonly IssueCode[] = [
  // A name that could not be created may still exist.
  'username-too-long',
  'username-doubled-space',
  'username-control-character',
  // Nor does it matter how the file is written, as long as its names can be read.
  'header-inexact-name',
  'columns-not-portable',
  'columns-hidden',
  'cells-merged',
  'delimiter-not-comma',
  'line-endings-mixed',
];

function concernsUsername({ code, column, suggestion }: Issue): boolean {
  if (code === 'header-unknown-column') return suggestion === 'username';
  if (code === 'mapped-header-missing') return true;
  return (column === null || column === 'username') && !noConcern.includes(code);
}
