import { csvLine } from '../columns/csv.js';
import type { ColumnName } from '../columns/table.js';
import { exportUsers as usersOf, type ExportedUser } from '../run/export/export.js';
import { openOn, requireRest, type SiteOptions } from './on-site.js';
import { requireOptions } from './options.js';
import { anyOf } from './signals.js';
import { pulled, type Task } from './task.js';

/** Which users, and which columns; by default all users, with the documented columns. */
export interface ExportOptions {
  readonly site: SiteOptions;
  /** Only members of this group: its name or its id. */
  readonly group?: string | undefined;
  /** Only users whose username, name or email contains this. */
  readonly search?: string | undefined;
  /** Leave out site administrators. */
  readonly notAdmin?: boolean | undefined;
  /** Also the further columns that the site returns. */
  readonly all?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A user as an import file has it. */
export interface ExportRow extends ExportedUser {
  /** The user's line of CSV, with its end; that of the first user has the header before it. */
  readonly csv: string;
}

/**
 * The users of a site as rows of the import format; the result is its columns. Without passwords, which a
 * site does not return; `notes` says what could not be written. Only over REST v1. Rejects with
 * NotAllowedError, SiteUnavailableError, GroupNotFoundError, SiteAddressError.
 */
export function exportUsers(options: ExportOptions): Task<ExportRow, readonly ColumnName[]> {
  requireOptions('exportUsers', options);
  return pulled(options.signal, rowsOf(options));
}

async function* rowsOf(options: ExportOptions): AsyncGenerator<ExportRow, readonly ColumnName[]> {
  const { group, search, notAdmin = false, all = false, signal } = options;
  const opened = await openOn(options.site, anyOf(signal));
  try {
    const site = requireRest(opened.site);
    const found = await usersOf(site, { group, search, notAdmin, all, now: Date.now() });
    const columns = found.columns.map(({ name }) => name);
    let header = csvLine(columns);
    for await (const page of found.pages)
      for (const user of page) {
        yield { ...user, csv: header + csvLine(user.cells) };
        header = '';
        signal?.throwIfAborted();
      }
    return columns;
  } finally {
    opened.site.close();
  }
}
