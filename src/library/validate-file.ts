import type { Issue } from '../columns/issue.js';
import { allColumns } from '../columns/table.js';
import type { RowLayout } from '../source/header.js';
import { readTable } from '../source/read.js';
import { checkTable } from '../validate/check-file.js';
import type { UserRecord } from '../validate/check-row.js';
import { findIssues } from '../validate/find-issues.js';
import { shiftedSecret } from '../validate/shifted-secret.js';
import type { Summary } from '../validate/tally.js';
import { openInput, type CheckOptions, type FileInput } from './input.js';
import { requireInput, requireOptions } from './options.js';
import { pulled, type Task } from './task.js';

export interface ValidateOptions extends CheckOptions {
  /**
   * How many additional worker threads check rows; default: 0. They pay off from about 100,000 rows; what
   * is found and its order do not depend on them.
   */
  readonly threads?: number | undefined;
}

/**
 * Checks a file by every rule, without a site. Issues come in the order of the file, as they are found; the
 * result is the summary. Memory grows only with the usernames. Throws SourceError if the file cannot be
 * read, or has no header.
 */
export function validateFile(
  input: FileInput,
  options: ValidateOptions = {},
): Task<Issue, Summary> {
  requireOptions('validateFile', options);
  requireInput('validateFile', input);
  return pulled(options.signal, issuesOf(input, options));
}

async function* issuesOf(
  input: FileInput,
  options: ValidateOptions,
): AsyncGenerator<Issue, Summary> {
  const { api, now = Date.now(), threads = 0, signal } = options;
  const source = await openInput(input, options);
  try {
    const table = await readTable(source.bytes());
    const { rows, summary } = findIssues(table, { now, api }, { threads, wholeRows: false });
    for await (const batch of rows)
      for (const { issues } of batch)
        for (const issue of issues) {
          yield issue;
          signal?.throwIfAborted();
        }
    return summary;
  } finally {
    await source.close();
  }
}

/** A row of a file, checked. */
export interface ReadRow {
  /**
   * The line on which it starts, counted from 1; the header's line for issues of the header, null for those
   * of the whole file.
   */
  readonly line: number | null;
  /** null: it has an error, or is not a user's row. */
  readonly user: UserRecord | null;
  readonly issues: readonly Issue[];
}

export interface ReadUsersOptions extends CheckOptions {
  /** Also the values of secret columns, such as `password`; without it a row can be logged as it is. */
  readonly secrets?: boolean | undefined;
}

/**
 * Reads the users of a file, with every cell typed, and checks them as `validateFile` does: rows with
 * errors come without their user. Rejects as `validateFile` does.
 */
export function readUsers(
  input: FileInput,
  options: ReadUsersOptions = {},
): Task<ReadRow, Summary> {
  requireOptions('readUsers', options);
  requireInput('readUsers', input);
  return pulled(options.signal, rowsOf(input, options));
}

async function* rowsOf(
  input: FileInput,
  options: ReadUsersOptions,
): AsyncGenerator<ReadRow, Summary> {
  const { api, now = Date.now(), secrets = false, signal } = options;
  const source = await openInput(input, options);
  try {
    const table = await readTable(source.bytes());
    const check = checkTable(table, { now, api });
    const shown = withoutSecrets(table.header);
    for (const issue of check.headerIssues) {
      yield { line: issue.line, user: null, issues: [issue] };
      signal?.throwIfAborted();
    }
    for await (const batch of check.entries)
      for (const { line, row, record, issues } of batch)
        if (row || issues.length > 0) {
          const user = record && !secrets ? shown(record, row?.cells.length ?? 0) : record;
          yield { line, user, issues };
          signal?.throwIfAborted();
        }
    return check.summary;
  } finally {
    await source.close();
  }
}

/** Leaves out the secret cells of a row, and in a row of another length those that may be secret. */
function withoutSecrets(layout: RowLayout): (record: UserRecord, cells: number) => UserRecord {
  const mayBeSecret = shiftedSecret(layout);
  return ({ values, ...record }, cells) => {
    const shown = Object.entries(values).filter(
      ([name]) => name === 'username' || !(secretColumns.has(name) || mayBeSecret(cells, name)),
    );
    // Some of its cells, unchanged; any may be missing.
    return { ...record, values: Object.fromEntries(shown) };
  };
}

const secretColumns: ReadonlySet<string> = new Set(
  allColumns.flatMap(({ name, secret }) => (secret ? [name] : [])),
);
