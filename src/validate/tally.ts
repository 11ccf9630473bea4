import { issue, type Issue } from '../columns/issue.js';
import { quote } from '../columns/quote.js';
import type { ColumnName } from '../columns/table.js';
import type { Table } from '../source/read.js';
import { issuesOfFormat } from './format-rules.js';
import { leftOutIssue, type LeftOut } from './legacy-rules.js';
import { UsernameIndex } from './username-index.js';

export interface Summary {
  rows: number;
  valid: number;
  invalid: number;
  errors: number;
  warnings: number;
  comments: number;
}

/** What is known of a whole file: counts, and every username. */
export class Tally {
  readonly summary: Summary = {
    rows: 0,
    valid: 0,
    invalid: 0,
    errors: 0,
    warnings: 0,
    comments: 0,
  };
  readonly usernames = new UsernameIndex();
  readonly #leftOut = new Map<ColumnName, LeftOut>();

  /** `concerns`: the issues that count; default: all. */
  constructor(private readonly concerns?: (issue: Issue) => boolean) {}

  /** Returns those that count. */
  addIssues(found: readonly Issue[]): readonly Issue[] {
    const issues = this.concerns && found.length > 0 ? found.filter(this.concerns) : found;
    for (const { severity } of issues)
      this.summary[severity === 'error' ? 'errors' : 'warnings'] += 1;
    return issues;
  }

  /** Counts rows, each by itself. */
  addRows(rows: number, valid: number): void {
    this.summary.rows += rows;
    this.summary.valid += valid;
    this.summary.invalid += rows - valid;
  }

  /** Adds the username of a counted row; returns an issue if an earlier row has it. */
  addUsername(username: string, line: number, valid: boolean): Issue | undefined {
    const first = this.usernames.add(username, line);
    if (first === undefined) return undefined;
    this.summary.errors += 1;
    if (valid) {
      this.summary.valid -= 1;
      this.summary.invalid += 1;
    }
    return repeated(line, username, first);
  }

  /** A row has something in a column that its API cannot express. */
  addLeftOut(column: ColumnName, line: number): void {
    const { rows, first } = this.#leftOut.get(column) ?? { rows: 0, first: line };
    this.#leftOut.set(column, { rows: rows + 1, first });
  }

  /** Issues that are known only once the whole file has been read. */
  endOf({ header, format }: Pick<Table, 'header' | 'format'>): readonly Issue[] {
    const issues = issuesOfFormat(format(), header);
    for (const [column, leftOut] of this.#leftOut)
      issues.push(leftOutIssue(column, leftOut, header.line));
    if (this.summary.rows === 0) issues.push(missingRows(header.line));
    return this.addIssues(issues);
  }
}

function missingRows(headerLine: number): Issue {
  const message = 'The file has a header but no rows: it names nobody.';
  return issue('file-has-no-rows', headerLine, null, message);
}

function repeated(line: number, username: string, first: number): Issue {
  return issue(
    'username-repeated',
    line,
    'username',
    `The username ${quote(username)} is already on line ${first}; case makes no difference. Remove one of the two rows, or rename one.`,
  );
}
