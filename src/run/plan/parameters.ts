import type { Api } from '../../columns/api.js';
import type { Directory, Json } from '../../columns/column.js';
import { legacyParameters, ontoLegacyUser, sameInLegacy } from '../../columns/legacy/user.js';
import { allColumns } from '../../columns/table.js';
import type { User, UserParameters } from '../../site/site.js';
import type { UserRecord } from '../../validate/check-row.js';
import type { Action } from '../journal/format.js';

/** How users are written in one of the APIs. */
interface UserForm {
  /** A record as the parameters of the API; blank cells are left out. */
  parametersOf(record: UserRecord, action: Action, directory: Directory): UserParameters;
  /** Whether a field that the site returned means what is sent in it. */
  same(parameter: string, sent: Json, returned: Json): boolean;
  /** The parameter for the password of an existing user. */
  readonly newPassword: string;
  /** What is sent for an existing user, if it depends on the user's current state. */
  onto(wanted: UserParameters, existing: User): UserParameters;
  /**
   * Fields without a default on the site: if our create did not send one, only someone else can have set
   * it.
   */
  readonly unsetByDefault: readonly string[];
  /** What every update has to include, even unchanged. */
  readonly always: readonly string[];
}

const forms: Readonly<Record<Api, UserForm>> = {
  rest: {
    parametersOf: (record, _action, directory) => restParameters(record, directory),
    same: (parameter, sent, returned) =>
      kindOf.get(parameter)?.same(sent, returned) ?? sent === returned,
    newPassword: 'change_password',
    onto: (wanted) => wanted,
    unsetByDefault: ['email', 'name', 'company', 'notes', 'site_admin'],
    always: [],
  },
  legacy: {
    parametersOf: ({ values }, action) =>
      legacyParameters(values, action === 'create' ? 'create' : 'change'),
    same: sameInLegacy,
    newPassword: 'password',
    onto: ontoLegacyUser,
    unsetByDefault: ['email', 'nickname'],
    always: ['timeZone'],
  },
};

/** A record as the parameters of a create or an update with one of the APIs. */
export function userParameters(
  record: UserRecord,
  action: Action,
  { api, directory }: { readonly api: Api; readonly directory: Directory },
): UserParameters {
  return forms[api].parametersOf(record, action, directory);
}

function restParameters({ values }: UserRecord, directory: Directory): UserParameters {
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

/**
 * The returned fields that do not mean what was sent; missing fields say nothing. A value that was not sent
 * is the site's default, except in the few fields that have none.
 */
export function differingFields(sent: UserParameters, returned: User, api: Api): string[] {
  const form = forms[api];
  const changed = Object.entries(sent)
    .filter(([parameter, value]) => {
      const there = returned[parameter];
      return there !== undefined && !form.same(parameter, value, there);
    })
    .map(([parameter]) => parameter);
  const added = form.unsetByDefault.filter((parameter) => {
    const there = returned[parameter];
    const isSet = there === true || (typeof there === 'string' && there.trim() !== '');
    return isSet && !(parameter in sent);
  });
  return [...changed, ...added];
}

/** Parameters that the site never returns. */
const passwordParameters = ['password', 'imported_password_hash'];

/**
 * What an update has to send: the parameters that differ from what the site returns, or that it does not
 * return. A password cannot be compared; it is sent if `updatePasswords` is set, as the API's parameter for
 * existing users.
 */
export function changes(
  wanted: UserParameters,
  existing: User,
  { api, updatePasswords }: { readonly api: Api; readonly updatePasswords: boolean },
): UserParameters {
  const form = forms[api];
  const changed: UserParameters = {};
  for (const [parameter, value] of Object.entries(form.onto(wanted, existing))) {
    if (parameter === 'username') continue;
    if (passwordParameters.includes(parameter)) {
      if (updatePasswords) changed[parameter === 'password' ? form.newPassword : parameter] = value;
      continue;
    }
    const there = existing[parameter];
    // A root folder of / means the same as none after a lost create, but an update can set it.
    const isUnset = there === undefined || (value === '/' && !there);
    if (isUnset || !form.same(parameter, value, there)) changed[parameter] = value;
  }
  // The site uses a new hash only with its method, which `same` does not tell from a password.
  const { authentication_method: method } = wanted;
  if (changed.imported_password_hash !== undefined && method !== undefined)
    changed.authentication_method = method;
  if (Object.keys(changed).length === 0) return changed;
  for (const parameter of form.always) {
    const value = wanted[parameter] ?? existing[parameter];
    if (value !== undefined) changed[parameter] = value;
  }
  return changed;
}
