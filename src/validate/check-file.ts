import type { CellContext } from '../columns/column.js';
import type { Issue } from '../columns/issue.js';
import type { Header } from '../source/header.js';
import { entriesOf, type Table } from '../source/read.js';
import type { Entry } from '../source/row.js';
import { entryChecker } from './check-entry.js';
import { issuesOfHeader } from './header-rules.js';
import { isValid, type CheckedEntry, type LoneEntry } from './check-row.js';
import { Tally, type Summary } from './tally.js';
import type { UsernameIndex } from './username-index.js';

/**
 * Checks a whole file, row by row. `usernames` and `summary` are complete once `entries` has been read to
 * its end; memory grows only with the usernames.
 */
export interface FileCheck {
  readonly header: Header;
  readonly headerIssues: readonly Issue[];
  /** In the order of the file, some hundreds at a time. */
  readonly entries: AsyncGenerator<readonly CheckedEntry[]>;
  readonly usernames: UsernameIndex;
  readonly summary: Summary;
}

/** `concerns`: the issues that count; default: all. */
export function checkTable(
  table: Table,
  context: CellContext,
  concerns?: (issue: Issue) => boolean,
): FileCheck {
  const { header } = table;
  const { headerIssues, tally, check, add } = fileChecker(header, context, concerns);
  const { summary, usernames } = tally;
  return { header, headerIssues, usernames, summary, entries: entries() };

  async function* entries(): AsyncGenerator<readonly CheckedEntry[]> {
    for await (const batch of entriesOf(table)) yield batch.map((entry) => add(check(entry)));
    for (const issue of tally.endOf(table))
      yield [{ line: issue.line, row: null, record: null, issues: [issue] }];
  }
}

/**
 * Checks what is below a header: `check` sees each entry by itself, `add` compares it with the earlier
 * ones.
 */
export interface FileChecker {
  readonly headerIssues: readonly Issue[];
  /** Holds what has been found so far. */
  readonly tally: Tally;
  readonly check: (entry: Entry) => LoneEntry;
  readonly add: (checked: LoneEntry) => CheckedEntry;
}

export function fileChecker(
  header: Header,
  context: CellContext,
  concerns?: (issue: Issue) => boolean,
): FileChecker {
  const tally = new Tally(concerns);
  const headerIssues = tally.addIssues(issuesOfHeader(header));
  return { headerIssues, tally, check: entryChecker(header, context), add };

  function add(checked: LoneEntry): CheckedEntry {
    const { type, line, username, leftOut = [] } = checked;
    const issues = tally.addIssues(checked.issues);
    for (const column of leftOut) tally.addLeftOut(column, line);
    const valid = isValid(username, issues);
    if (type === 'comment') tally.summary.comments += 1;
    else tally.addRows(1, valid ? 1 : 0);
    const repeated = username === undefined ? undefined : tally.addUsername(username, line, valid);
    if (repeated) return { ...checked, record: null, issues: [...issues, repeated] };
    return issues === checked.issues ? checked : { ...checked, issues };
  }
}
