import { readFile } from 'node:fs/promises';
import type { RowOutcome } from '../../../run/apply/row-account.js';
import { builtFile } from '../../../source/built-file.js';
import type { RowFindings } from '../../../validate/row-findings.js';
import type { FileReport, FileReportOptions } from '../file-report.js';
import { IssueCounts } from '../../issues/counts.js';
import type { OutcomeData, RowData } from './client/data.js';
import { scriptJson } from './markup.js';
import { pageEnd, pageStart, shownWithoutScript } from './page.js';

/** More issues, or rows of an import, make a page that a browser no longer opens with ease. */
const mostOnPage = 100_000;
const outcomesInPart = 500;

/**
 * One page that needs nothing else. Its data is first, written while the file is read; what is seen
 * comes after it, when the counts are known. Memory does not depend on the file.
 */
export async function htmlReport(options: FileReportOptions): Promise<FileReport> {
  const script = await readFile(builtFile('page.js'), 'utf8');
  const counts = new IssueCounts(shownWithoutScript);
  const start = once(pageStart(options, script));
  let outcomes: OutcomeData[] = [];
  let onPage = 0;
  let total = 0;

  /** Those that the page still has room for. */
  const fitting = <T>(values: readonly T[], size: (value: T) => number): readonly T[] =>
    values.filter((value) => {
      total += size(value);
      if (total > mostOnPage) return false;
      onPage = total;
      return true;
    });
  const takeOutcomes = (): string => {
    const text = part('outcomes', outcomes);
    outcomes = [];
    return text;
  };

  return {
    add(rows) {
      counts.add(rows);
      return start() + part('issues', fitting(rows, ({ issues }) => issues.length).map(rowData));
    },
    addOutcome(outcome) {
      outcomes.push(...fitting([outcomeData(outcome)], () => 1));
      return start() + (outcomes.length < outcomesInPart ? '' : takeOutcomes());
    },
    end: (end) =>
      start() +
      takeOutcomes() +
      pageEnd({ ...options, ...end, counts, left: total - onPage }, script),
  };
}

function once(text: string): () => string {
  let left = text;
  return () => {
    const now = left;
    left = '';
    return now;
  };
}

function part(name: string, values: readonly unknown[]): string {
  if (values.length === 0) return '';
  return `<script type="application/json" data-part="${name}">${scriptJson(values)}</script>\n`;
}

function rowData({ line, cells, issues }: RowFindings): RowData {
  return {
    line,
    cells,
    issues: issues.map(({ severity, code, column, message, suggestion }) => ({
      severity,
      code,
      column,
      message,
      suggestion,
    })),
  };
}

function outcomeData({ line, username, outcome, problems }: RowOutcome): OutcomeData {
  return { line, username, outcome, problems };
}
