import { lineLayout } from '../../src/report/issues/lines.js';
import { terminalLayout } from '../../src/report/issues/terminal.js';
import { textReport } from '../../src/report/issues/text.js';
import { plain, type Style } from '../../src/report/style.js';
import { readTable } from '../../src/source/read.js';
import { findIssues } from '../../src/validate/find-issues.js';
import { bytesOf } from '../source/reading.js';

export interface Reporting {
  /** Width of the terminal; null for a pipe. */
  readonly columns?: number | null;
  readonly style?: Style;
  readonly file?: string;
  readonly maxIssues?: number;
  readonly only?: 'issues' | 'errors';
  readonly ofKind?: number;
  readonly seeEach?: string;
}

/** The text report of a whole file, checked at noon on 1 June 2026. */
export async function reportOf(
  content: string,
  { columns = 80, style = plain, file = 'users.csv', maxIssues = 100, ...others }: Reporting = {},
): Promise<string> {
  const layout = columns === null ? lineLayout(style) : terminalLayout(columns, style);
  const report = textReport({ file, style, layout, maxIssues, ...others });
  const table = await readTable(bytesOf(content));
  const now = Date.parse('2026-06-01T12:00:00Z');
  const found = findIssues(table, { now }, { threads: 0, wholeRows: false });
  let text = '';
  for await (const rows of found.rows) text += report.add(rows);
  return text + report.end(found.summary);
}

/** A CSV record with every cell in quotes. */
export function csvRow(...cells: readonly string[]): string {
  return `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\n`;
}
