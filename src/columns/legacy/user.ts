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

// Object.entries loses the types of keys and values. A column only ever gets its own value.
const table = Object.entries(legacyColumns) as [ColumnName, LegacyColumn<unknown> | null][];

const byParameter = new Map(table.map(([, entry]) => [entry?.parameter, entry]));

/** What the legacy API can take of a row's values, and the columns that lose something. */
export function carriedValues(values: CellValues): {
  readonly values: CellValues;
  readonly leftOut: readonly ColumnName[];
} {
  const kept: Record<string, unknown> = { ...values };
  const leftOut: ColumnName[] = [];
  // Object.keys loses the type of the keys.
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
  // Each column keeps its value, or loses it.
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

/** Columns that the legacy API requires of a new user, although the format allows blank cells. */
const newUser = { role: 'user', permissions: legacyPermissions([]) };

/** Whether a field that the site returned means what is sent in it. */
export function sameInLegacy(parameter: string, sent: Json, returned: Json): boolean {
  return byParameter.get(parameter)?.same(sent, returned) ?? sent === returned;
}

/**
 * What to send in an update of this user. Permissions replace the existing ones, so both are combined: like
 * with REST v1, an update removes none. The exceptions are those of an administrator who becomes an ordinary
 * user and those of another home folder, which the user should not keep, even if the row gives none: the
 * site would apply them to the new one. Whoever is not returned as an ordinary user may be an administrator.
 */
export function ontoLegacyUser(
  wanted: Readonly<Record<string, Json>>,
  existing: Readonly<Record<string, Json | undefined>>,
): Record<string, Json> {
  const { permissions, homeResource, role } = wanted;
  const isDemoted = existing.role !== 'user' && role === 'user';
  const moves =
    homeResource !== undefined &&
    existing.role !== 'admin' &&
    !sameInLegacy('homeResource', homeResource, existing.homeResource ?? null);
  if (isDemoted || moves) return { permissions: newUser.permissions, ...wanted };
  if (permissions === undefined) return { ...wanted };
  return { ...wanted, permissions: joinedPermissions(permissions, existing.permissions ?? null) };
}
