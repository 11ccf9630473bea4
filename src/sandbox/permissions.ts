import { ApiError, badRequest, modelErrors, notFound } from './api-error.js';
import type { Content } from './content.js';
import { page } from './listing.js';
import { permissionParameters, readParameters, type Fields } from './parameters.js';
import { normalPath } from './paths.js';
import { idOf, type ApiReply, type ApiRequest } from './request.js';
import type { StoredPermission } from './state.js';
import { requireAdmin } from './users.js';

const longestPath = 5000;

export function listPermissions(request: ApiRequest): ApiReply {
  const { content, query } = request;
  const userId = query.get('filter[user_id]');
  // The one filter that is asked for by the thousand.
  const permissions =
    userId === null ? content.permissions.values() : content.permissionsOf(Number(userId));
  return page(request, permissions, (permission) => render(permission, content), [
    'path',
    'user_id',
    'group_id',
    'partner_id',
  ]);
}

/**
 * What the site does with a permission that is there already is stated nowhere. Here it is kept a second
 * time, so that a client which sends one twice is found out.
 */
export function createPermission(request: ApiRequest): ApiReply {
  requireAdmin(request);
  const { content, body, onUnknown } = request;
  const fields = readParameters(body, permissionParameters, ['path'], onUnknown);
  const path = normalPath(String(fields.path ?? ''));
  if (path.length > longestPath)
    throw modelErrors({ path: [{ key: 'too_long', message: 'Path is too long' }] });
  const userId = userOf(fields, content);
  const groupId = groupOf(fields, content);
  if (userId === null && groupId === null) throw badRequest('user_id is missing');
  refuseBySettings(path, userId, content);
  const permission: StoredPermission = {
    id: content.nextId(),
    path,
    userId,
    groupId,
    permission: String(fields.permission ?? 'full'),
    recursive: fields.recursive !== false,
  };
  content.addPermission(permission);
  return { status: 201, body: render(permission, content) };
}

export function deletePermission(request: ApiRequest): ApiReply {
  requireAdmin(request);
  const permission = request.content.permissions.get(idOf(request));
  if (!permission) throw notFound();
  request.content.removePermission(permission);
  return { status: 204 };
}

function userOf(fields: Fields, content: Content): number | null {
  if (fields.user_id === undefined && fields.username === undefined) return null;
  const user =
    fields.user_id === undefined
      ? content.userNamed(String(fields.username))
      : content.users.get(Number(fields.user_id));
  if (!user) throw notFound();
  return user.id;
}

function groupOf(fields: Fields, content: Content): number | null {
  if (fields.group_id === undefined && fields.group_name === undefined) return null;
  const group =
    fields.group_id === undefined
      ? content.groupNamed(String(fields.group_name))
      : content.groups.get(Number(fields.group_id));
  if (!group) throw notFound();
  return group.id;
}

function refuseBySettings(path: string, userId: number | null, { settings, users }: Content): void {
  if (userId === null) return;
  const forbidden = (message: string): ApiError =>
    new ApiError(403, 'site-configuration/not-allowed-by-site-settings', message);
  if (settings.folder_permissions_groups_only === true)
    throw forbidden('This site allows folder permissions for groups only.');
  const admin = users.get(userId)?.fields.site_admin === true;
  if (path === '' && !admin && settings.prevent_root_permissions_for_non_site_admins === true)
    throw forbidden('This site does not allow permissions on the root folder.');
}

function render(permission: StoredPermission, { users, groups }: Content): Fields {
  const { id, path, userId, groupId, recursive } = permission;
  return {
    id,
    path,
    user_id: userId,
    username: users.get(userId ?? -1)?.username ?? null,
    group_id: groupId,
    group_name: groups.get(groupId ?? -1)?.name ?? null,
    partner_id: null,
    partner_name: null,
    permission: permission.permission,
    recursive,
    site_id: 1,
  };
}
