import type { CellContext } from '../columns/column.js';
import type { Issue } from '../columns/issue.js';
import type { Header } from '../source/header.js';
import { entriesOf, type Table } from '../source/read.js';
import { entryChecker, type CheckedEntry, type LoneEntry } from './check-entry.js';
import { issuesOfHeader } from './header-rules.js';
import { Tally, type Summary } from './tally.js';
import type { UsernameIndex } from './username-index.js';

/**
 * Checks a whole file, row by row. `usernames` and `summary` are complete when `entries` has been
 * read to its end; memory grows with the usernames alone.
 */
export interface FileCheck {
  readonly header: Header;
  readonly headerIssues: readonly Issue[];
  /** In the order of the file, some hundreds at a time. */
  readonly entries: AsyncGenerator<readonly CheckedEntry[]>;
  readonly usernames: UsernameIndex;
  readonly summary: Summary;
}

export function checkTable(table: Table, context: CellContext): FileCheck {
  const tally = new Tally();
  const { summary, usernames } = tally;
  const headerIssues = issuesOfHeader(table.header);
  tally.addIssues(headerIssues);
  const { header } = table;
  return { header, headerIssues, usernames, summary, entries: entries() };

  async function* entries(): AsyncGenerator<readonly CheckedEntry[]> {
    const check = entryChecker(table.header, context);
    for await (const batch of entriesOf(table)) yield batch.map((entry) => add(check(entry)));
    for (const issue of tally.endOf(table))
      yield [{ line: issue.line, row: null, record: null, issues: [issue] }];
  }

  function add(entry: LoneEntry): CheckedEntry {
    const { type, line, username, record, issues } = entry;
    tally.addIssues(issues);
    if (type === 'comment') summary.comments += 1;
    else tally.addRows(1, record ? 1 : 0);
    if (username === undefined) return entry;
    const repeated = tally.addUsername(username, line, record !== null);
    return repeated ? { ...entry, record: null, issues: [...issues, repeated] } : entry;
  }
}
