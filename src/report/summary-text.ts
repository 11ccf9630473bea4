import type { Summary } from '../validate/tally.js';
import { count, grouped } from './count.js';
import type { Style } from './style.js';

/** `42 rows, 12 valid, 30 with errors (31 errors, 12 warnings)`. */
export function renderSummary(summary: Summary, style: Style): string {
  const { rows, valid, invalid, comments } = summary;
  const parts = [
    `${count(rows, 'row')}, ${grouped(valid)} valid`,
    ...(invalid > 0 ? [`${grouped(invalid)} with errors`] : []),
  ].join(', ');
  const issues = [
    ...countsOf(summary, style),
    ...(comments > 0 ? [count(comments, 'comment line')] : []),
  ].join(', ');
  return issues === '' ? parts : `${parts} (${issues})`;
}

/** Errors and warnings, if there are any. */
export function countsOf(
  { errors, warnings }: Pick<Summary, 'errors' | 'warnings'>,
  style: Style,
): string[] {
  return [
    ...(errors > 0 ? [style.red(count(errors, 'error'))] : []),
    ...(warnings > 0 ? [style.yellow(count(warnings, 'warning'))] : []),
  ];
}
