import { badRequest, found, modelError, notAllowedHere } from './api-error.js';
import type { Content } from './content.js';
import { page } from './listing.js';
import {
  permissionParameters,
  readParameters,
  wordsOf,
  type Fields,
  type Value,
} from './parameters.js';
import { normalPath, pathKey } from './paths.js';
import { created, idOf, noContent, type ApiReply, type ApiRequest } from './request.js';
import type { StoredPermission, StoredUser } from './state.js';

const longestPath = 5000;

export function listPermissions(request: ApiRequest): ApiReply {
  const { content, query } = request;
  const userId = query.get('filter[user_id]');
  // The one filter used for thousands of requests.
  const permissions =
    userId === null ? content.permissions.values() : content.permissionsOf(Number(userId));
  const asked = [...permissions].filter(asks(query, content));
  return page(request, asked, (permission) => render(permission, content), {
    filters: wordsOf('path user_id group_id partner_id'),
    prefixes: ['path'],
    sortable: wordsOf('site_id group_id path user_id id'),
  });
}

/** Parameters that are not filters: a user, also through groups; a group; what counts on a path. */
function asks(
  query: URLSearchParams,
  { users }: Content,
): (permission: StoredPermission) => boolean {
  const user = query.get('user_id');
  const group = query.get('group_id');
  const path = query.get('path');
  const inherited = query.get('include_groups') === 'true' ? users.get(Number(user))?.groupIds : [];
  return ({ userId, groupId, path: at }) =>
    (user === null || String(userId) === user || inherited?.includes(groupId ?? NaN) === true) &&
    (group === null || String(groupId) === group) &&
    (path === null || at === '' || `${pathKey(path)}/`.startsWith(`${pathKey(at)}/`));
}

/**
 * What the site does with an existing permission is not documented. Here it is stored a second time, so
 * that a client that sends one twice is found out.
 */
export function createPermission(request: ApiRequest): ApiReply {
  const { content } = request;
  const fields = readParameters(request, permissionParameters, ['path']);
  const path = normalPath(String(fields.path ?? ''));
  if (path.length > longestPath) throw modelError('path', 'too_long', 'Path is too long');
  const { users, groups } = content;
  const user = referred(fields.user_id, fields.username, users, (name) => content.userNamed(name));
  const group = referred(fields.group_id, fields.group_name, groups, (name) =>
    content.groupNamed(name),
  );
  if (!user && !group) throw badRequest('user_id is missing');
  if (user) refuseBySettings(path, user, content);
  const permission: StoredPermission = {
    id: content.nextId(),
    path,
    userId: user?.id ?? null,
    groupId: group?.id ?? null,
    permission: String(fields.permission ?? 'full'),
    recursive: fields.recursive !== false,
  };
  content.addPermission(permission);
  return created(render(permission, content));
}

export function deletePermission(request: ApiRequest): ApiReply {
  const { content } = request;
  content.removePermission(found(content.permissions.get(idOf(request))));
  return noContent;
}

/** The user by id, or else by name; undefined: neither. */
function referred<T>(
  id: Value | undefined,
  name: Value | undefined,
  byId: ReadonlyMap<number, T>,
  byName: (name: string) => T | undefined,
): T | undefined {
  if (id !== undefined) return found(byId.get(Number(id)));
  return name === undefined ? undefined : found(byName(String(name)));
}

function refuseBySettings(path: string, user: StoredUser, { settings }: Content): void {
  if (settings.folder_permissions_groups_only === true)
    throw notAllowedHere('This site allows folder permissions for groups only.');
  const admin = user.fields.site_admin === true;
  if (path === '' && !admin && settings.prevent_root_permissions_for_non_site_admins === true)
    throw notAllowedHere('This site does not allow permissions on the root folder.');
}

function render(permission: StoredPermission, { users, groups, settings }: Content): Fields {
  const { id, path, userId, groupId, recursive } = permission;
  return {
    id,
    path,
    user_id: userId,
    username: users.get(userId ?? -1)?.username ?? null,
    group_id: groupId,
    group_name: groups.get(groupId ?? -1)?.name ?? null,
    group_ids: null,
    group_names: null,
    partner_id: null,
    partner_name: null,
    permission: permission.permission,
    recursive,
    site_id: settings.id ?? 1,
  };
}
