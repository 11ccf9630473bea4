import type { RunAccount } from '../../run/account.js';
import { count, grouped } from '../count.js';
import type { ReportEnd } from './file-report.js';

type Counted = readonly [name: string, n: number, kind: 'good' | 'error' | 'warning' | ''];

/** What the file contains, and what a run has done with it, by good and bad. */
export function resultCounts({ summary, account }: ReportEnd): readonly Counted[] {
  const { rows, valid, invalid, errors, warnings, comments } = summary;
  return [
    ['Rows', rows, ''],
    ['Valid', valid, ''],
    ['With errors', invalid, 'error'],
    ['Errors', errors, 'error'],
    ['Warnings', warnings, 'warning'],
    ...(comments > 0 ? [['Comments', comments, ''] as const] : []),
    ...(account ? outcomeCounts(account) : []),
  ];
}

function outcomeCounts({ tally, incomplete, remaining }: RunAccount): readonly Counted[] {
  const all: readonly Counted[] = [
    ['Created', tally.created, 'good'],
    ['Created in part', incomplete, 'warning'],
    ['Updated', tally.updated, 'good'],
    ['Unchanged', tally.unchanged, 'good'],
    ['Completed', tally.completed, 'good'],
    ['Skipped', tally.skipped, 'good'],
    ['Failed', tally.failed, 'error'],
    ['In conflict', tally.conflict, 'error'],
    ['To be done', remaining, 'warning'],
  ];
  return all.filter(([name, n]) => n > 0 || name === 'Created');
}

/** The whole result in a sentence. */
export function verdictText({ summary, account, kept }: ReportEnd): string {
  const { rows, invalid, errors, warnings } = summary;
  if (account) {
    const { tally, incomplete, stop } = account;
    const failed = tally.failed + tally.conflict;
    const done = count(tally.created, 'user created', 'users created');
    const inPart = incomplete > 0 ? `, ${grouped(incomplete)} in part` : '';
    const rest = failed > 0 ? `, ${count(failed, 'row')} failed` : '';
    const goesOn = kept && !(stop && 'lost' in stop) ? ' and can be resumed' : '';
    return `${done}${inPart}${rest}.${stop ? ` The run stopped before its end${goesOn}.` : ''}`;
  }
  if (errors > 0)
    return `${count(errors, 'error')} in ${grouped(invalid)} of ${count(rows, 'row')}: the file cannot be imported as a whole.`;
  if (warnings > 0) return `No errors, ${count(warnings, 'warning')}: the file can be imported.`;
  return 'No errors and no warnings: the file can be imported.';
}
