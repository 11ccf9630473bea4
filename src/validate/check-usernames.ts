import type { CellContext } from '../columns/column.js';
import type { Issue, IssueCode } from '../columns/issue.js';
import type { Table } from '../source/read.js';
import { checkTable, type FileCheck } from './check-file.js';

/** Checks a file for the users that it names. What is wrong with its other columns is no obstacle. */
export function checkUsernames(table: Table, context: CellContext): FileCheck {
  return checkTable(table, context, concernsUsername);
}

const noConcern: readonly IssueCode[] = [
  // What keeps a name from being made does not keep it from being there.
  'username-too-long',
  'username-doubled-space',
  'username-control-character',
  // Nor does it matter how a file is written if its names are read all the same.
  'header-inexact-name',
  'columns-not-portable',
  'columns-hidden',
  'delimiter-not-comma',
  'line-endings-mixed',
];

function concernsUsername({ code, column, suggestion }: Issue): boolean {
  if (code === 'header-unknown-column') return suggestion === 'username';
  if (code === 'mapped-header-missing') return true;
  return (column === null || column === 'username') && !noConcern.includes(code);
}
