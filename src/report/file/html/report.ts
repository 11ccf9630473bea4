import { readFile } from 'node:fs/promises';
import { builtFile } from '../../../source/built-file.js';
import type { FileReport, FileReportOptions } from '../file-report.js';
import { IssueCounts } from '../../issues/counts.js';
import type { OutcomeData, RowData } from './client/data.js';
import { scriptJson } from './markup.js';
import { pageEnd, pageStart, shownWithoutScript } from './page.js';

/** With more issues or rows than this, a browser has difficulty opening the page. */
const mostOnPage = 100_000;
const outcomesInPart = 500;

/**
 * One self-contained page. Its data comes first, written while the file is read; what is displayed follows
 * once the counts are known. Memory does not depend on the file.
 */
export async function htmlReport(options: FileReportOptions): Promise<FileReport> {
  const script = await readFile(builtFile('page.js'), 'utf8');
  const counts = new IssueCounts(shownWithoutScript);
  let outcomes: OutcomeData[] = [];
  let onPage = 0;
  let total = 0;

  const fits = (entries: number): boolean => {
    total += entries;
    if (total > mostOnPage) return false;
    onPage = total;
    return true;
  };
  const takeOutcomes = (): string => {
    const text = part('outcomes', outcomes);
    outcomes = [];
    return text;
  };

  return {
    start: pageStart(options, script),
    add(rows) {
      counts.add(rows);
      return part(
        'issues',
        rows.filter(({ issues }) => fits(issues.length)),
      );
    },
    addOutcome(outcome) {
      if (fits(1)) outcomes.push(outcome);
      return outcomes.length < outcomesInPart ? '' : takeOutcomes();
    },
    end: (end) =>
      takeOutcomes() + pageEnd({ ...options, ...end, counts, left: total - onPage }, script),
  };
}

function part(name: string, values: readonly (RowData | OutcomeData)[]): string {
  if (values.length === 0) return '';
  return `<script type="application/json" data-part="${name}">${scriptJson(values)}</script>\n`;
}
