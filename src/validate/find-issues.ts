import type { CellContext } from '../columns/column.js';
import type { Issue } from '../columns/issue.js';
import type { Table } from '../source/read.js';
import { entryChecker } from './check-entry.js';
import { checkTable } from './check-file.js';
import { addFindings, findingsOf, type Findings } from './findings.js';
import { issuesOfHeader } from './header-rules.js';
import { Tally, type Summary } from './tally.js';
import { startWorkers } from './workers.js';

export interface FoundIssues {
  /** All issues in the order of the file, some rows' at a time. */
  readonly issues: AsyncGenerator<readonly Issue[]>;
  /** Complete when `issues` has been read to its end. */
  readonly summary: Summary;
}

/**
 * Checks a whole file for its issues alone: on this thread, or on so many beside it. What is found, its
 * order and its lines do not depend on their number.
 */
export function findIssues(table: Table, context: CellContext, threads: number): FoundIssues {
  return threads === 0 ? onThisThread(table, context) : onThreads(table, context, threads);
}

function onThisThread(table: Table, context: CellContext): FoundIssues {
  const { headerIssues, entries, summary } = checkTable(table, context);
  return { summary, issues: issues() };

  async function* issues(): AsyncGenerator<readonly Issue[]> {
    yield headerIssues;
    for await (const batch of entries) yield batch.flatMap((entry) => entry.issues);
  }
}

/** How many blocks are given to each thread before the first of them is waited for. */
const blocksAhead = 16;

function onThreads(table: Table, context: CellContext, threads: number): FoundIssues {
  const { header, first, blocks } = table;
  const tally = new Tally();
  return { summary: tally.summary, issues: issues() };

  async function* issues(): AsyncGenerator<readonly Issue[]> {
    const ofHeader = issuesOfHeader(header);
    tally.addIssues(ofHeader);
    yield ofHeader;
    yield addFindings(findingsOf(first, entryChecker(header.columns, context)), tally);
    const workers = startWorkers(threads, header.columns, context);
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
    yield tally.missingRows(header.line);
  }
}
