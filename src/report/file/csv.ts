import { csvLine } from '../../columns/csv.js';
import type { Issue } from '../../columns/issue.js';
import { cellOfIssue } from '../../validate/row-findings.js';
import type { RowOutcome } from '../../run/apply/row-account.js';
import { shortened } from '../shortened.js';
import { reportStarts, type FileReport } from './file-report.js';

/** For Excel: an issue per line, or the outcome of a row; nothing in it runs as a formula. */
export function csvReport(): FileReport {
  return {
    start: reportStarts['.csv'],
    add: (rows) =>
      rows.flatMap(({ cells, issues }) => issues.map((issue) => issueLine(issue, cells))).join(''),
    addOutcome: outcomeLines,
    end: () => '',
  };
}

function issueLine(issue: Issue, cells: Readonly<Record<string, string>>): string {
  const { line, severity, code, column, message, suggestion } = issue;
  return toLine([
    line === null ? '' : String(line),
    cells.username ?? '',
    '',
    severity,
    code,
    column ?? '',
    message,
    suggestion ?? '',
    cellOfIssue(cells, column) ?? '',
  ]);
}

function outcomeLines({ line, username, outcome, problems }: RowOutcome): string {
  const said = problems.length > 0 ? problems : [{ column: null, message: '' }];
  return said
    .map(({ column, message }) =>
      toLine([String(line), username, outcome, '', '', column ?? '', message, '', '']),
    )
    .join('');
}

function toLine(cells: readonly string[]): string {
  return csvLine(
    cells.map((cell) => defused(shortened(cell, longestCell))),
    '\r\n',
  );
}

/**
 * A spreadsheet runs a cell that starts like this, with or without leading white space; with an apostrophe
 * it shows it. One that splits at another delimiter than the comma finds starts of cells inside ours.
 */
export function defused(cell: string): string {
  // Searched once after each run of white space, not from each place in it: linear in the cell's length.
  return cell
    .replace(/([;|\s\p{Cc}"]+)([=+\-@＝＋－＠])?/gu, (whole, before: string, sign?: string) =>
      sign !== undefined && /[;|\t\r\n]/.test(before) ? `${before}'${sign}` : whole,
    )
    .replace(/^(?=[\s\p{Cc}"]*[=+\-@＝＋－＠]|[\t\r\n])/u, "'");
}

/** A spreadsheet lets longer text flow into other cells. */
const longestCell = 32_000;
