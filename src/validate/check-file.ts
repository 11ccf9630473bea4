import type { CellContext, Column } from '../columns/column.js';
import { issue, type Issue } from '../columns/issue.js';
import { quote } from '../columns/quote.js';
import { documentedColumns } from '../columns/table.js';
import type { Entry, Row } from '../source/row.js';
import type { Table } from '../source/read.js';
import { rowChecker, type UserRecord } from './check-row.js';
import { UsernameIndex } from './username-index.js';

/** One record of the file, checked; or a place in it that is no record but has an issue. */
export interface CheckedEntry {
  readonly line: number;
  /** The record as read; null for a comment, or for one that cannot be read. */
  readonly row: Row | null;
  /** The user, when nothing is wrong with the row. */
  readonly record: UserRecord | null;
  readonly issues: readonly Issue[];
}

export interface Summary {
  rows: number;
  valid: number;
  invalid: number;
  errors: number;
  warnings: number;
  comments: number;
}

/**
 * Checks a whole file, row by row. `usernames` and `summary` are complete when `entries` has been
 * read to its end; memory grows with the usernames alone.
 */
export interface FileCheck {
  readonly headerIssues: readonly Issue[];
  /** In the order of the file, some hundreds at a time. */
  readonly entries: AsyncGenerator<readonly CheckedEntry[]>;
  readonly usernames: UsernameIndex;
  readonly summary: Summary;
}

export function checkTable(table: Table, context: CellContext): FileCheck {
  const summary: Summary = { rows: 0, valid: 0, invalid: 0, errors: 0, warnings: 0, comments: 0 };
  const usernames = new UsernameIndex();
  const headerIssues = [...table.header.issues, ...notPortable(table.header.columns)];
  count(headerIssues, summary);
  return { headerIssues, usernames, summary, entries: entries() };

  async function* entries(): AsyncGenerator<readonly CheckedEntry[]> {
    const checkRow = rowChecker(table.header.columns, context);
    const width = table.header.columns.length;
    for await (const batch of table.entries) {
      const checked: CheckedEntry[] = [];
      for (const entry of batch) {
        const result = checkEntry(entry);
        count(result.issues, summary);
        checked.push(result);
      }
      yield checked;
    }
    if (summary.rows === 0) yield [noRows()];

    function checkEntry(entry: Entry): CheckedEntry {
      switch (entry.type) {
        case 'row': {
          const { username, record, issues } = checkRow(entry);
          const first = username === undefined ? undefined : usernames.add(username, entry.line);
          summary.rows += 1;
          const valid = record !== null && first === undefined;
          summary[valid ? 'valid' : 'invalid'] += 1;
          return {
            line: entry.line,
            row: entry,
            record: valid ? record : null,
            issues:
              username === undefined || first === undefined
                ? issues
                : [...issues, repeated(entry.line, username, first)],
          };
        }
        case 'comment':
          summary.comments += 1;
          return {
            line: entry.line,
            row: null,
            record: null,
            issues: entry.cells === width ? [looksLikeRow(entry.line)] : [],
          };
        case 'broken':
          summary.rows += 1;
          summary.invalid += 1;
          return {
            line: entry.line,
            row: null,
            record: null,
            issues: [issue(entry.code, entry.line, null, entry.message)],
          };
      }
    }
  }

  function noRows(): CheckedEntry {
    const { line } = table.header;
    const found = issue(
      'file-has-no-rows',
      line,
      null,
      'The file has a header but no rows: there is nobody to create.',
    );
    count([found], summary);
    return { line, row: null, record: null, issues: [found] };
  }
}

const documented = new Set<string>(documentedColumns.map(({ name }) => name));

/** The web form reads the documented columns alone. */
function notPortable(columns: readonly (Column | null)[]): Issue[] {
  const further = columns.flatMap((column) =>
    column && !documented.has(column.name) ? [column.name] : [],
  );
  if (further.length === 0) return [];
  const [which, verb] = further.length === 1 ? ['column', 'is'] : ['columns', 'are'];
  return [
    issue(
      'columns-not-portable',
      null,
      null,
      `The ${which} ${further.join(', ')} ${verb} beyond the documented ones: this file can be imported here, but the web form would ignore ${further.length === 1 ? 'it' : 'them'}.`,
    ),
  ];
}

function count(issues: readonly Issue[], summary: Summary): void {
  for (const { severity } of issues) summary[severity === 'error' ? 'errors' : 'warnings'] += 1;
}

function repeated(line: number, username: string, first: number): Issue {
  return issue(
    'username-repeated',
    line,
    'username',
    `The username ${quote(username)} stands on line ${first} already; upper and lower case make no difference. Remove one of the two rows, or rename one.`,
  );
}

function looksLikeRow(line: number): Issue {
  return issue(
    'comment-looks-like-row',
    line,
    null,
    'This line starts with # and so is a comment, but it has as many cells as the header. If it is a user, put the first cell in double quotes.',
  );
}
