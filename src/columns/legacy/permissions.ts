import type { Json } from '../column.js';
import { normalPath, samePath } from '../path.js';
import { includes, type FolderPermission, type PermissionValue } from '../permissions.js';

/**
 * The permissions of a user in the legacy API, each with what the site gives for it on the user's home
 * folder and below; null: nothing. That `upload` alone gives `full` is how the site does it.
 */
const meanings = {
  list: 'list',
  download: 'readonly',
  upload: 'full',
  modify: 'full',
  delete: 'full',
  changePassword: null,
  share: 'bundle',
  notification: null,
  viewFormData: null,
  deleteFormData: null,
  undelete: null,
} as const satisfies Record<string, PermissionValue | null>;

const entries = Object.entries(meanings);

/** What the legacy API can give at all, the most comprehensive first. */
const givable: readonly PermissionValue[] = ['full', 'bundle', 'readonly', 'list'];

/**
 * What the legacy API can give of a row's permissions, on its home folder only. Never more than the file
 * gives, so `writeonly`, which it has only as part of `full`, is left out.
 */
export function carriedPermissions(
  wanted: readonly FolderPermission[],
  home: string | undefined,
): readonly FolderPermission[] {
  if (home === undefined) return [];
  const there = wanted.filter(({ path }) => samePath(path, home));
  const carried: FolderPermission[] = [];
  for (const permission of givable) {
    const given = { path: normalPath(home), permission, recursive: true };
    if (!there.some((other) => includes(other, given))) continue;
    if (!carried.some((other) => includes(other, given))) carried.push(given);
  }
  return carried;
}

/** The API's permissions for what is given on the home folder; one that is not sent would be false too. */
export function legacyPermissions(given: readonly FolderPermission[]): Record<string, boolean> {
  return Object.fromEntries(
    entries.map(([name, meaning]) => [
      name,
      meaning !== null &&
        given.some((other) => includes(other, { permission: meaning, recursive: true })),
    ]),
  );
}

/** What an administrator has: the documentation requires all of them. */
export const allLegacyPermissions: Readonly<Record<string, boolean>> = Object.fromEntries(
  entries.map(([name]) => [name, true]),
);

/** Both combined: an update adds what is missing and removes nothing, as with REST v1. */
export function joinedPermissions(a: Json, b: Json): Record<string, boolean> {
  return Object.fromEntries(entries.map(([name]) => [name, has(a, name) || has(b, name)]));
}

/**
 * Whether two sets mean the same on the site, which stores its own permissions and returns only an
 * approximation of what was sent.
 */
export function sameLegacyPermissions(sent: Json, returned: Json): boolean {
  return givable.every((permission) => means(sent, permission) === means(returned, permission));
}

function means(permissions: Json, permission: PermissionValue): boolean {
  return entries.some(
    ([name, meaning]) =>
      meaning !== null &&
      has(permissions, name) &&
      includes({ permission: meaning, recursive: true }, { permission, recursive: true }),
  );
}

function has(permissions: Json, name: string): boolean {
  return (
    typeof permissions === 'object' &&
    permissions !== null &&
    !Array.isArray(permissions) &&
    permissions[name] === true
  );
}
