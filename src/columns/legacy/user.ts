import type { Json } from '../column.js';
import { legacyColumns, type LegacyColumn } from './columns.js';
import {
  allLegacyPermissions,
  carriedPermissions,
  joinedPermissions,
  legacyPermissions,
} from './permissions.js';
import { implies } from '../permissions.js';
import type { CellValues, ColumnName } from '../table.js';

// Object.entries gives up the types of keys and values. A column is only ever given its own value.
const table = Object.entries(legacyColumns) as [ColumnName, LegacyColumn<unknown> | null][];

const byParameter = new Map(table.map(([, entry]) => [entry?.parameter, entry]));

/** What of a row's values the legacy API takes, and the columns that lose something. */
export function carriedValues(values: CellValues): {
  readonly values: CellValues;
  readonly leftOut: readonly ColumnName[];
} {
  const kept: Record<string, unknown> = { ...values };
  const leftOut: ColumnName[] = [];
  // Object.keys gives up the type of the keys.
  for (const name of Object.keys(values) as ColumnName[]) {
    if (values[name] === undefined || Object.hasOwn(legacyColumns, name)) continue;
    kept[name] = undefined;
    leftOut.push(name);
  }
  const { folder_permissions: wanted } = values;
  if (wanted) {
    const carried = carriedPermissions(wanted, values.root_folder);
    kept.folder_permissions = carried;
    if (!wanted.every((each) => carried.some((other) => implies(other, each))))
      leftOut.push('folder_permissions');
  }
  // Of each column what it had before, or nothing.
  return { values: kept, leftOut };
}

/** A row's values as the parameters of the legacy API; blank cells are left out. */
export function legacyParameters(
  values: CellValues,
  action: 'create' | 'change',
): Record<string, Json> {
  const parameters: Record<string, Json> = action === 'create' ? { ...newUser } : {};
  for (const [name, entry] of table) {
    const value = values[name];
    if (entry && value !== undefined) parameters[entry.parameter] = entry.toApi(value);
  }
  // "Site administrators must have a homeResource of /", and all of the permissions.
  if (values.site_admin === true)
    Object.assign(parameters, { homeResource: '/', permissions: { ...allLegacyPermissions } });
  return parameters;
}

/** What the legacy API requires of a new user and a blank cell stands for in the format. */
const newUser = { role: 'user', permissions: legacyPermissions([]) };

/** Whether what the site returns in a field means what is sent in it. */
export function sameInLegacy(parameter: string, sent: Json, returned: Json): boolean {
  return byParameter.get(parameter)?.same(sent, returned) ?? sent === returned;
}

/**
 * What an update of this user is to send. Permissions replace those that are there, so that they are put
 * together: an update takes none away, as with REST v1. Those of an administrator, or of another home
 * folder, are none that the user should keep.
 */
export function ontoLegacyUser(
  wanted: Readonly<Record<string, Json>>,
  existing: Readonly<Record<string, Json | undefined>>,
): Record<string, Json> {
  if (existing.role === 'admin')
    return wanted.role === 'user' ? { permissions: newUser.permissions, ...wanted } : { ...wanted };
  const { permissions, homeResource } = wanted;
  const staysHome =
    homeResource === undefined ||
    sameInLegacy('homeResource', homeResource, existing.homeResource ?? null);
  if (permissions === undefined || !staysHome) return { ...wanted };
  return { ...wanted, permissions: joinedPermissions(permissions, existing.permissions ?? null) };
}
