import type { ReportProblem } from './column.js';
import { quote } from './quote.js';

const control = /[\0-\x1f\x7f-\x9f]/;

/** Warns of characters that cannot be typed. Only a warning: the site may have such a name. */
export function reportControls(
  cell: string,
  report: ReportProblem,
  code: 'control-character' | 'username-control-character' = 'control-character',
): void {
  if (!control.test(cell)) return;
  const typed = cell
    .replace(/[\t\r\n]+/g, ' ')
    .replace(/\p{Cc}/gu, '')
    .trim();
  report(
    code,
    `${quote(cell)} contains a line break, a tab or another character that nobody can type. Remove it.`,
    typed === '' ? null : typed,
  );
}
