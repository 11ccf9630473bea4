import type { Column, ReturnedUser } from '../../columns/column.js';
import { folderPermissions } from '../../columns/folder-permissions/kind.js';
import type { IssueCode, Severity } from '../../columns/issue.js';
import { implies } from '../../columns/permissions.js';
import { allColumns, type ColumnName } from '../../columns/table.js';
import type { User } from '../../site/site.js';
import { rowChecker, type UserRecord } from '../../validate/check-row.js';
import { ByUsername } from '../by-username.js';
import { directoryOf, isGroupId, type StandingFacts } from '../facts/facts.js';
import { differingFields, userParameters } from '../plan/parameters.js';
import { importOptions } from '../import-options.js';
import { siteRules } from '../facts/site-rules.js';

/** A remark about an exported row. */
export type ExportNote =
  /** The site has it, and the row cannot express it. */
  | { readonly type: 'lost'; readonly column: string; readonly message: string }
  /** The site has something in a column that the file is without. */
  | { readonly type: 'further'; readonly column: ColumnName }
  /** A group that the row names by its id, which on another site is another group's. */
  | { readonly type: 'group-by-id'; readonly id: string }
  /** What a check of the file, or an import of it into this site, will say. */
  | {
      readonly type: 'issue';
      readonly severity: Severity;
      readonly column: string | null;
      readonly code: IssueCode;
      readonly message: string;
    };

interface WrittenRow {
  readonly user: User;
  readonly returned: ReturnedUser;
  readonly cells: readonly string[];
}

/**
 * Creates the function that reads a written row back as an import would, and reports the result. So no rule
 * of the format is repeated here.
 */
export function noteTaker(
  columns: readonly Column<ColumnName>[],
  further: readonly Column<ColumnName>[],
  names: StandingFacts,
  now: number,
): (row: WrittenRow) => ExportNote[] {
  const header = columns.map(({ name }) => name);
  const check = rowChecker({ cells: header, columns, computed: [] }, { now });
  const directory = directoryOf(names);
  const facts = {
    ...names,
    api: 'rest' as const,
    now,
    existing: new ByUsername<User>(),
    missingFolders: new Set<string>(),
  };
  const permissionsAt = header.indexOf('folder_permissions');

  return ({ user, returned, cells }) => {
    // The line is not known here, and never shown.
    const { record, issues } = check({ type: 'row', line: 0, cells });
    const found = record
      ? [...issues, ...siteRules.flatMap((rule) => rule(record, facts, importOptions({})))]
      : issues;
    const readable = record !== null && found.every(({ severity }) => severity === 'warning');
    return [
      ...lostPermissions(returned, cells[permissionsAt] ?? '', now),
      // No column makes an administrator of a group.
      ...[user.admin_group_ids ?? []].flat().map(
        (id) =>
          ({
            type: 'lost',
            column: 'group_ids',
            message: `administering ${names.groups.referenceTo(Number(id))} cannot be written in a cell`,
          }) as const,
      ),
      ...(readable ? lostFields(record, user) : []),
      ...found.map(
        ({ severity, column, code, message }) =>
          ({ type: 'issue', severity, column, code, message }) as const,
      ),
      ...returned.groups.filter(isGroupId).map((id) => ({ type: 'group-by-id', id }) as const),
      ...further
        .filter((column) => {
          const cell = cellOf(column, returned);
          return cell !== '' && cell !== column.unset;
        })
        .map(({ name }) => ({ type: 'further', column: name }) as const),
    ];
  };

  function lostFields(record: UserRecord, user: User): ExportNote[] {
    const sent = userParameters(record, 'create', { api: 'rest', directory });
    return differingFields(sent, user, 'rest').map((parameter) => {
      const column = allColumns.find((each) => each.parameter === parameter)?.name ?? parameter;
      const message = 'a cell cannot hold exactly what the site has, such as spaces around a text';
      return { type: 'lost', column, message };
    });
  }
}

/** The cell of a column for a user. A secret is never written, whatever the site returns. */
export function cellOf(column: Column, user: ReturnedUser): string {
  return column.secret ? '' : textIn(column, user).replace(unwritable, '');
}

function textIn(column: Column, user: ReturnedUser): string {
  if (column.toCell) return column.toCell(user);
  const { parameter, kind } = column;
  return parameter === null ? '' : kind.fromApi(user.fields[parameter] ?? null);
}

/** NUL would make the whole file look binary; lone surrogates cannot be written. */
const unwritable = /[\0\p{Cs}]/gu;

/** Permissions that the cell does not express; an administrator needs none. */
function lostPermissions(
  { permissions, fields }: ReturnedUser,
  cell: string,
  now: number,
): ExportNote[] {
  if (permissions.length === 0 || fields.site_admin === true) return [];
  const written = cell === '' ? [] : folderPermissions.read(cell, () => undefined, { now });
  return permissions
    .filter((grant) => written?.some((other) => implies(other, grant)) !== true)
    .map(({ path, permission, recursive }) => ({
      type: 'lost',
      column: 'folder_permissions',
      message: `${permission}${recursive ? '' : '*'} on the folder "/${path}" cannot be written in a cell`,
    }));
}
