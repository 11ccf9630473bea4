import { ApiError, modelErrors, notFound } from './api-error.js';
import type { Content } from './content.js';
import { leave, membersOf, setMembers } from './group-members.js';
import { page } from './listing.js';
import { groupParameters, readParameters, type Fields } from './parameters.js';
import { idOf, type ApiReply, type ApiRequest } from './request.js';
import type { StoredGroup } from './state.js';
import { requireAdmin } from './users.js';

export function listGroups(request: ApiRequest): ApiReply {
  const { content } = request;
  return page(request, content.groups.values(), renderer(content), ['name', 'workspace_id']);
}

export function showGroup(request: ApiRequest): ApiReply {
  return { status: 200, body: renderer(request.content)(find(request)) };
}

export function createGroup(request: ApiRequest): ApiReply {
  requireAdmin(request);
  const { content, body, onUnknown } = request;
  if (content.settings.non_sso_groups_allowed === false)
    throw new ApiError(
      403,
      'site-configuration/not-allowed-by-site-settings',
      'On this site only single sign-on may create groups.',
    );
  const fields = readParameters(body, groupParameters, ['name'], onUnknown);
  const name = String(fields.name ?? '');
  checkName(name, undefined, content);
  const group = { id: content.nextId(), name, fields: storedFields(fields) };
  content.groups.set(group.id, group);
  setMembers(group, fields, content);
  return { status: 201, body: renderer(content)(group) };
}

export function updateGroup(request: ApiRequest): ApiReply {
  requireAdmin(request);
  const { content, body, onUnknown } = request;
  const group = find(request);
  const fields = readParameters(body, groupParameters, [], onUnknown);
  if (typeof fields.name === 'string') {
    checkName(fields.name, group, content);
    group.name = fields.name;
  }
  Object.assign(group.fields, storedFields(fields));
  setMembers(group, fields, content);
  return { status: 200, body: renderer(content)(group) };
}

export function deleteGroup(request: ApiRequest): ApiReply {
  requireAdmin(request);
  const { content } = request;
  const { id } = find(request);
  content.groups.delete(id);
  for (const user of content.users.values()) leave(user, id);
  for (const permission of content.permissions.values())
    if (permission.groupId === id) content.removePermission(permission);
  return { status: 204 };
}

function find(request: ApiRequest): StoredGroup {
  const group = request.content.groups.get(idOf(request));
  if (!group) throw notFound();
  return group;
}

function checkName(name: string, self: StoredGroup | undefined, content: Content): void {
  const other = content.groupNamed(name);
  if (name === '') throw modelErrors({ name: [{ key: 'blank', message: "Name can't be blank" }] });
  if (other && other !== self)
    throw modelErrors({ name: [{ key: 'taken', message: 'Name has already been taken' }] });
}

/** The name has its own place, and members are kept with the users. */
function storedFields(fields: Fields): Fields {
  const kept = Object.entries(fields).filter(
    ([name]) => !['name', 'user_ids', 'admin_ids'].includes(name),
  );
  return Object.fromEntries(kept);
}

function renderer(content: Content): (group: StoredGroup) => Fields {
  const members = membersOf(content, 'groupIds');
  const admins = membersOf(content, 'adminGroupIds');
  return ({ id, name, fields }) => ({
    id,
    name,
    notes: null,
    allowed_ips: null,
    workspace_id: 0,
    ...fields,
    user_ids: members.get(id) ?? '',
    admin_ids: admins.get(id) ?? '',
  });
}
