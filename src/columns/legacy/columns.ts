import type { Json } from '../column.js';
import { folder } from '../kinds/folder.js';
import { textOf } from '../kinds/kind.js';
import { email, username } from '../kinds/text.js';
import { timeZones } from '../kinds/time-zones.js';
import { legacyPermissions, sameLegacyPermissions } from './permissions.js';
import { legacyTime, timeOfLegacy } from './time.js';
import { normalPath } from '../path.js';
import type { CellValues, ColumnName } from '../table.js';

/** A column as the legacy API takes it. */
export interface LegacyColumn<T = never> {
  /** The parameter of its Create User and Update User. */
  readonly parameter: string;
  readonly toApi: (value: T) => Json;
  /** Whether what the site returns for the parameter means what was sent. */
  readonly same: (sent: Json, returned: Json) => boolean;
}

/**
 * The columns that the legacy API has a parameter for; null: only one value is possible, which a rule
 * enforces. All others are left out with a warning.
 */
export const legacyColumns: {
  readonly [C in ColumnName]?: LegacyColumn<NonNullable<CellValues[C]>> | null;
} = {
  username: plain('username', username.same),
  authentication_method: null,
  password: plain('password'),
  email: plain('email', email.same),
  full_name: plain('nickname'),
  site_admin: {
    parameter: 'role',
    toApi: (value) => (value ? 'admin' : 'user'),
    same: equal,
  },
  time_zone: {
    parameter: 'timeZone',
    // A file uses the names of the format, whichever API it is sent to.
    toApi: (value) => timeZones[value] ?? value,
    same: equal,
  },
  root_folder: {
    parameter: 'homeResource',
    // With a leading slash, a path is never taken for an `id:…`.
    toApi: (value) => `/${normalPath(value)}`,
    same: folder.same,
  },
  access_expiration_date: {
    parameter: 'expiration',
    toApi: ({ time }) => legacyTime(time),
    same: (sent, returned) => timeOfLegacy(textOf(sent)) === timeOfLegacy(textOf(returned)),
  },
  folder_permissions: {
    parameter: 'permissions',
    toApi: legacyPermissions,
    same: sameLegacyPermissions,
  },
  disabled: plain('locked'),
};

function plain<T extends Json>(
  parameter: string,
  same: LegacyColumn['same'] = equal,
): LegacyColumn<T> {
  return { parameter, toApi: (value) => value, same };
}

function equal(sent: Json, returned: Json): boolean {
  return sent === returned;
}
