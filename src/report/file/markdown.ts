import type { RowOutcome } from '../../run/apply/row-account.js';
import { count } from '../count.js';
import {
  reportStarts,
  type FileReport,
  type FileReportOptions,
  type ReportEnd,
} from './file-report.js';
import { IssueCounts } from '../issues/counts.js';
import { resultCounts, verdictText } from './result.js';
import { printable } from '../../columns/printable.js';
import { shortened } from '../shortened.js';

/** A ticket is meant to be read: the first ones stand for the rest. */
const shown = 50;
/** GitHub accepts no ticket of more than 65,536 characters. */
const longestText = 200;

/** For a ticket: counts, and the first issues. */
export function markdownReport({ file, program, now }: FileReportOptions): FileReport {
  const counts = new IssueCounts(shown);
  const failed: RowOutcome[] = [];
  return {
    start: reportStarts['.md'],
    add(rows) {
      counts.add(rows);
      return '';
    },
    addOutcome(outcome) {
      if (outcome.problems.length > 0 && failed.length < shown) failed.push(outcome);
      return '';
    },
    end: (end) =>
      [
        `\n# ${text(file)}\n`,
        `${text(verdictText(end))}\n`,
        ...summaryTable(end),
        ...codesTable(counts),
        ...issuesTable(counts, end),
        ...failuresTable(failed, end),
        `${text(program)}, ${new Date(now).toISOString()}\n`,
      ].join('\n'),
  };
}

function summaryTable(end: ReportEnd): string[] {
  const all = resultCounts(end);
  return table(
    all.map(([name]) => name),
    [all.map(([, n]) => String(n))],
  );
}

function codesTable({ codes }: IssueCounts): string[] {
  if (codes.length === 0) return [];
  const rows = codes.map(({ code, severity, count: n }) => [severity, code, String(n)]);
  return table(['Severity', 'Kind', 'Count'], rows);
}

function issuesTable({ first }: IssueCounts, { summary }: ReportEnd): string[] {
  if (first.length === 0) return [];
  const rows = first.map(({ issue: { line, column, severity, message, suggestion }, cell }) => [
    line === null ? '' : String(line),
    severity,
    column ?? '',
    message,
    cell ?? '',
    suggestion ?? '',
  ]);
  const more = summary.errors + summary.warnings - first.length;
  return [
    ...table(['Line', 'Severity', 'Column', 'Message', 'Cell', 'Write'], rows),
    ...(more > 0 ? [`and ${count(more, 'more', 'more')}.\n`] : []),
  ];
}

function failuresTable(failed: readonly RowOutcome[], { account }: ReportEnd): string[] {
  if (failed.length === 0 || !account) return [];
  const rows = failed.flatMap(({ line, username, outcome, problems }) =>
    problems.map(({ column, message }) => [String(line), username, outcome, column ?? '', message]),
  );
  const more = account.tally.failed + account.tally.conflict - failed.length;
  return [
    ...table(['Line', 'User', 'Outcome', 'Column', 'Why'], rows),
    ...(more > 0 ? [`and ${count(more, 'more row')}.\n`] : []),
  ];
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map(text).join(' | ')} |`;
  return [line(header), `|${' --- |'.repeat(header.length)}`, ...rows.map(line), ''];
}

/**
 * A text shown literally: no markup, no remote picture, no link, no @ mention, and no # reference, which a
 * comment separates from what follows.
 */
function text(value: string): string {
  return printable(shortened(value, longestText))
    .replace(/[\\`*_{}[\]()<>+\-.!|~:&$^"]/g, '\\$&')
    .replace(/[@#]/g, '$&<!-- -->');
}
