import type { Content } from './content.js';
import { normalPath, pathKey } from './paths.js';
import type { StoredPermission, StoredUser } from './state.js';
import { defaultsFor } from './user-reply.js';

/** The permissions of the legacy API, and what each gives on the user's home folder. */
const given = {
  list: ['list'],
  download: ['readonly', 'list'],
  upload: ['full'],
  modify: ['full'],
  delete: ['full'],
  changePassword: [],
  share: ['bundle'],
  notification: [],
  viewFormData: [],
  deleteFormData: [],
  undelete: [],
} as const satisfies Record<string, readonly string[]>;

export type LegacyPermission = keyof typeof given;
// Object.keys loses the type of the keys.
export const legacyPermissionNames = Object.keys(given) as LegacyPermission[];

/** Gives a user these permissions on the home folder, and removes the previous ones. */
export function replacePermissions(
  user: StoredUser,
  names: readonly LegacyPermission[],
  content: Content,
): void {
  for (const permission of onHome(user, content)) content.removePermission(permission);
  const path = normalPath(homeOf(user));
  for (const permission of new Set(names.flatMap((name) => given[name])))
    content.grant(user, path, permission);
}

/** What the legacy API can express of a user's permissions: an approximation. */
export function permissionsOf(user: StoredUser, content: Content): LegacyPermission[] {
  if (user.fields.site_admin === true) return legacyPermissionNames;
  const there = onHome(user, content).map(({ permission }) => permission);
  const some = (...wanted: string[]): boolean => wanted.some((each) => there.includes(each));
  const full = some('full', 'admin');
  const held: Partial<Record<LegacyPermission, boolean>> = {
    list: there.length > 0,
    download: full || some('readonly', 'bundle'),
    upload: full,
    modify: full,
    delete: full,
    share: some('bundle', 'admin'),
  };
  return legacyPermissionNames.filter((name) => held[name] === true);
}

function onHome(user: StoredUser, content: Content): StoredPermission[] {
  const home = pathKey(homeOf(user));
  return content.permissionsOf(user.id).filter(({ path }) => pathKey(path) === home);
}

function homeOf({ fields }: StoredUser): string {
  return String(fields.user_root ?? '');
}

/** A user as the legacy API returns it. Ids of relationships mean nothing. */
export function renderLegacyUser(
  user: StoredUser,
  content: Content,
): { readonly attributes: Readonly<Record<string, unknown>>; readonly [part: string]: unknown } {
  const fields = { ...defaultsFor(content), ...user.fields };
  const held = permissionsOf(user, content);
  const created = legacyTime(fields.created_at);
  return {
    id: user.id,
    type: 'user',
    attributes: {
      username: user.username,
      nickname: fields.name,
      email: fields.email,
      homePath: `/${normalPath(homeOf(user))}`,
      permissions: Object.fromEntries(
        legacyPermissionNames.map((name) => [name, held.includes(name)]),
      ),
      role: fields.site_admin === true ? 'admin' : 'user',
      timeZone: fields.time_zone,
      locked: fields.disabled === true,
      status: fields.disabled === true ? 0 : 1,
      expiration: legacyTime(fields.authenticate_until),
      created,
      modified: created,
      accessTimestamp: legacyTime(fields.last_login_at) ?? '0000-00-00 00:00:00',
      accountName: content.settings.name,
      onboarding: false,
      firstLogin: typeof fields.last_login_at === 'string',
    },
    relationships: {
      homeResource: { data: { id: 1, type: 'resource' } },
      ownerAccount: { data: { id: 1, type: 'account' } },
    },
  };
}

/** `2011-03-21 00:18:56`, in UTC; null for none. */
function legacyTime(instant: unknown): string | null {
  if (typeof instant !== 'string') return null;
  return new Date(instant).toISOString().slice(0, 19).replace('T', ' ');
}
