import type { Issue } from '../columns/issue.js';
import { readTable } from '../source/read.js';
import { checkTable } from '../validate/check-file.js';
import type { UserRecord } from '../validate/check-row.js';
import { findIssues } from '../validate/find-issues.js';
import type { Summary } from '../validate/tally.js';
import { openInput, type CheckOptions, type FileInput } from './input.js';
import { pulled, type Task } from './task.js';

export interface ValidateOptions extends CheckOptions {
  /**
   * How many worker threads check rows beside this one; 0 by itself. They pay from about 100,000 rows on;
   * what is found and its order do not depend on them.
   */
  readonly threads?: number | undefined;
}

/**
 * Checks a file by every rule; asks no site. Issues come in the order of the file, as they are found;
 * the result is the summary. Memory grows with the usernames alone. Throws SourceError when the file
 * cannot be read, or has no header.
 */
export function validateFile(
  input: FileInput,
  options: ValidateOptions = {},
): Task<Issue, Summary> {
  return pulled(issuesOf(input, options));
}

async function* issuesOf(
  input: FileInput,
  options: ValidateOptions,
): AsyncGenerator<Issue, Summary> {
  const { api, now = Date.now(), threads = 0 } = options;
  const source = await openInput(input, options);
  try {
    const context = { now, ...(api && { api }) };
    const table = await readTable(source.bytes());
    const { rows, summary } = findIssues(table, context, { threads, wholeRows: false });
    for await (const batch of rows) {
      for (const { issues } of batch) yield* issues;
    }
    return summary;
  } finally {
    await source.close();
  }
}

/** A row of a file, checked. */
export interface ReadRow {
  /** The line on which it starts, counted from 1; that of the header for what is wrong with the header, null for what concerns the whole file. */
  readonly line: number | null;
  /** null: it has an error, or is no row of a user. */
  readonly user: UserRecord | null;
  readonly issues: readonly Issue[];
}

/**
 * Reads the users of a file, every cell typed, as `validateFile` checks them: rows with errors are given
 * without their user. Passwords are among the values.
 */
export function readUsers(input: FileInput, options: CheckOptions = {}): Task<ReadRow, Summary> {
  return pulled(rowsOf(input, options));
}

async function* rowsOf(input: FileInput, options: CheckOptions): AsyncGenerator<ReadRow, Summary> {
  const { api, now = Date.now() } = options;
  const source = await openInput(input, options);
  try {
    const table = await readTable(source.bytes());
    const check = checkTable(table, { now, ...(api && { api }) });
    for (const issue of check.headerIssues) yield { line: issue.line, user: null, issues: [issue] };
    for await (const batch of check.entries) {
      for (const { line, row, record, issues } of batch)
        if (row || issues.length > 0) yield { line, user: record, issues };
    }
    return check.summary;
  } finally {
    await source.close();
  }
}
