import type { Directory, Json } from '../columns/column.js';
import { allColumns } from '../columns/table.js';
import type { User, UserParameters } from '../site/site.js';
import type { UserRecord } from '../validate/check-row.js';

/** A record as the parameters of Create User; blank cells are left out. */
export function userParameters({ values }: UserRecord, directory: Directory): UserParameters {
  const parameters: UserParameters = {};
  for (const column of allColumns) {
    const value = values[column.name];
    if (value === undefined || column.parameter === null) continue;
    if (column.toParameters) Object.assign(parameters, column.toParameters(value, directory));
    else parameters[column.parameter] = column.kind.toApi(value);
  }
  return parameters;
}

const kindOf = new Map(
  allColumns.flatMap(({ parameter, kind }) =>
    parameter === null ? [] : [[parameter, kind] as const],
  ),
);

/** Whether what the site returns in a field means what is sent in it. */
function same(parameter: string, sent: Json, returned: Json): boolean {
  return kindOf.get(parameter)?.same(sent, returned) ?? sent === returned;
}

/** Whether every field that the site returns means what was sent; what it leaves out says nothing. */
export function differingFields(sent: UserParameters, returned: User): string[] {
  return Object.entries(sent)
    .filter(([parameter, value]) => {
      const there = returned[parameter];
      return there !== undefined && !same(parameter, value, there);
    })
    .map(([parameter]) => parameter);
}

/** Parameters that the site never returns. */
const passwordParameters = ['password', 'imported_password_hash'];

/**
 * What an update has to send: the parameters that differ from what the site returns or that it does
 * not return. A password cannot be compared; it is sent when `updatePasswords`, under the name that
 * the API has for the password of an existing user.
 */
export function changes(
  wanted: UserParameters,
  existing: User,
  updatePasswords: boolean,
): UserParameters {
  const changed: UserParameters = {};
  for (const [parameter, value] of Object.entries(wanted)) {
    if (parameter === 'username') continue;
    if (passwordParameters.includes(parameter)) {
      if (updatePasswords)
        changed[parameter === 'password' ? 'change_password' : parameter] = value;
      continue;
    }
    const there = existing[parameter];
    if (there === undefined || !same(parameter, value, there)) changed[parameter] = value;
  }
  return changed;
}
