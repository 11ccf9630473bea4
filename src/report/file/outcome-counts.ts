import type { RunAccount } from '../../run/account.js';
import { count, grouped } from '../count.js';
import type { ReportEnd } from './file-report.js';

/** What a run has done, by outcome; none for a file that was only checked. */
export function outcomeCounts(account: RunAccount | null): readonly (readonly [string, number])[] {
  if (!account) return [];
  const { tally, remaining } = account;
  const all = [
    ['Created', tally.created],
    ['Updated', tally.updated],
    ['Unchanged', tally.unchanged],
    ['Completed', tally.completed],
    ['Skipped', tally.skipped],
    ['Failed', tally.failed],
    ['In conflict', tally.conflict],
    ['To be done', remaining],
  ] as const;
  return all.filter(([name, n]) => n > 0 || name === 'Created');
}

/** The whole result in a sentence. */
export function verdictText({ summary, account }: ReportEnd): string {
  const { rows, invalid, errors, warnings } = summary;
  if (account) {
    const { tally, stop } = account;
    const failed = tally.failed + tally.conflict;
    const done = count(tally.created, 'user created', 'users created');
    const rest = failed > 0 ? `, ${count(failed, 'row')} failed` : '';
    return `${done}${rest}.${stop ? ' The run stopped before its end and can be resumed.' : ''}`;
  }
  if (errors > 0)
    return `${count(errors, 'error')} in ${grouped(invalid)} of ${count(rows, 'row')}: nothing can be created yet.`;
  if (warnings > 0) return `No errors, ${count(warnings, 'warning')}: the file can be imported.`;
  return 'No errors and no warnings: the file can be imported.';
}
