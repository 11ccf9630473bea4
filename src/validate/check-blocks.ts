import type { CellContext } from '../columns/column.js';
import type { Issue } from '../columns/issue.js';
import { parseBlock } from '../source/parse.js';
import type { Table } from '../source/read.js';
import type { Block } from '../source/split.js';
import { entryChecker } from './check-entry.js';
import { addFindings, findingsOf, type Findings } from './findings.js';
import { issuesOfHeader } from './header-rules.js';
import { Tally, type Summary } from './tally.js';
import { startWorkers } from './workers.js';

export interface BlockCheck {
  /** All issues in the order of the file, those of a block at a time. */
  readonly issues: AsyncGenerator<readonly Issue[]>;
  /** Complete when `issues` has been read to its end. */
  readonly summary: Summary;
}

/**
 * Checks a whole file for its issues alone, on as many threads beside this one as told; what is found,
 * its order and its lines do not depend on their number.
 */
export function checkBlocks(table: Table, context: CellContext, threads: number): BlockCheck {
  const tally = new Tally();
  return { summary: tally.summary, issues: issues() };

  async function* issues(): AsyncGenerator<readonly Issue[]> {
    const { header, first, blocks } = table;
    const ofHeader = issuesOfHeader(header);
    tally.addIssues(ofHeader);
    yield ofHeader;
    const check = entryChecker(header.columns, context);
    yield addFindings(findingsOf(first, check), tally);
    const workers = threads > 0 ? startWorkers(threads, header.columns, context) : undefined;
    try {
      const found = workers
        ? inOrder(blocks, (block) => workers.check(block), threads * blocksAhead)
        : alone(blocks, (block) => findingsOf(parseBlock(block), check));
      for await (const findings of found) yield addFindings(findings, tally);
    } finally {
      await workers?.close();
    }
    yield tally.missingRows(header.line);
  }
}

/** How many blocks are given to each thread before the first of them is waited for. */
const blocksAhead = 16;

async function* alone(
  blocks: AsyncIterable<Block>,
  check: (block: Block) => Findings,
): AsyncGenerator<Findings> {
  for await (const block of blocks) yield check(block);
}

async function* inOrder(
  blocks: AsyncIterable<Block>,
  check: (block: Block) => Promise<Findings>,
  ahead: number,
): AsyncGenerator<Findings> {
  const pending: Promise<Findings>[] = [];
  for await (const block of blocks) {
    pending.push(check(block));
    const next = pending.length >= ahead ? pending.shift() : undefined;
    if (next) yield await next;
  }
  for (const next of pending) yield await next;
}
