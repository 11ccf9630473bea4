import type { CellContext } from '../columns/column.js';
import type { Table } from '../source/read.js';
import { entryChecker } from './check-entry.js';
import { checkTable } from './check-file.js';
import { addFindings, findingsOf, type Findings } from './findings.js';
import { issuesOfHeader } from './header-rules.js';
import { ofHeader, rowFindings, type RowFindings } from './row-findings.js';
import { Tally, type Summary } from './tally.js';
import { startWorkers } from './workers.js';

export interface FoundIssues {
  /** What was found, in the order of the file, several rows at a time. */
  readonly rows: AsyncGenerator<readonly RowFindings[]>;
  /** Complete once `rows` has been read to its end. */
  readonly summary: Summary;
}

export interface FindOptions {
  /** How many additional threads check rows; 0: only this one. */
  readonly threads: number;
  /** Return all cells of a row with issues, not only those concerned; only possible on this thread. */
  readonly wholeRows: boolean;
}

/**
 * Checks a whole file for issues, without keeping rows: on this thread, or on additional ones. What is
 * found, its order and its lines do not depend on their number.
 */
export function findIssues(
  table: Table,
  context: CellContext,
  { threads, wholeRows }: FindOptions,
): FoundIssues {
  // What the legacy API leaves out is counted row by row, which the threads do not report.
  return threads === 0 || wholeRows || context.api === 'legacy'
    ? onThisThread(table, context, wholeRows)
    : onThreads(table, context, threads);
}

function onThisThread(table: Table, context: CellContext, whole: boolean): FoundIssues {
  const { headerIssues, entries, summary } = checkTable(table, context);
  const findings = rowFindings(table.header, { whole });
  return { summary, rows: rows() };

  async function* rows(): AsyncGenerator<readonly RowFindings[]> {
    yield ofHeader(headerIssues);
    for await (const batch of entries) yield batch.flatMap(findings);
  }
}

/** How many blocks are queued for each thread. */
const blocksAhead = 16;

function onThreads(table: Table, context: CellContext, threads: number): FoundIssues {
  const { header, first, blocks } = table;
  const tally = new Tally();
  return { summary: tally.summary, rows: rows() };

  async function* rows(): AsyncGenerator<readonly RowFindings[]> {
    const headerIssues = issuesOfHeader(header);
    tally.addIssues(headerIssues);
    yield ofHeader(headerIssues);
    const check = entryChecker(header, context);
    yield addFindings(findingsOf(first, header, check), tally);
    const workers = startWorkers(threads, header, context);
    try {
      const pending: Promise<Findings>[] = [];
      for await (const block of blocks) {
        pending.push(workers.check(block));
        const next = pending.length >= threads * blocksAhead ? pending.shift() : undefined;
        if (next) yield addFindings(await next, tally);
      }
      for (const next of pending) yield addFindings(await next, tally);
    } finally {
      await workers.close();
    }
    yield ofHeader(tally.endOf(table));
  }
}
