import { found, modelError, notAllowedHere } from './api-error.js';
import type { Content } from './content.js';
import { leave, membersOf, setMembers } from './group-members.js';
import { page } from './listing.js';
import { groupParameters, readParameters, type Fields } from './parameters.js';
import { created, idOf, noContent, ok, type ApiReply, type ApiRequest } from './request.js';
import type { StoredGroup } from './state.js';

export function listGroups(request: ApiRequest): ApiReply {
  const { content } = request;
  return page(request, content.groups.values(), renderer(content), {
    filters: ['name', 'workspace_id'],
    prefixes: ['name'],
  });
}

export function showGroup(request: ApiRequest): ApiReply {
  return ok(renderer(request.content)(findGroup(request)));
}

export function createGroup(request: ApiRequest): ApiReply {
  const { content, workspaceId } = request;
  if (content.settings.non_sso_groups_allowed === false)
    throw notAllowedHere('On this site only single sign-on may create groups.');
  const fields = readParameters(request, groupParameters, ['name']);
  const name = String(fields.name ?? '');
  checkName(name, undefined, content);
  const kept = { workspace_id: workspaceId, ...storedFields(fields) };
  const group = { id: content.nextId(), name, fields: kept };
  content.groups.set(group.id, group);
  setMembers(group, fields, content);
  return created(renderer(content)(group));
}

export function updateGroup(request: ApiRequest): ApiReply {
  const { content } = request;
  const group = findGroup(request);
  const fields = readParameters(request, groupParameters);
  if (typeof fields.name === 'string') {
    checkName(fields.name, group, content);
    group.name = fields.name;
  }
  Object.assign(group.fields, storedFields(fields));
  setMembers(group, fields, content);
  return ok(renderer(content)(group));
}

export function deleteGroup(request: ApiRequest): ApiReply {
  const { content } = request;
  const { id } = findGroup(request);
  content.groups.delete(id);
  for (const user of content.users.values()) leave(user, id);
  for (const permission of content.permissions.values())
    if (permission.groupId === id) content.removePermission(permission);
  return noContent;
}

export function findGroup(request: ApiRequest): StoredGroup {
  return found(request.content.groups.get(idOf(request)));
}

function checkName(name: string, self: StoredGroup | undefined, content: Content): void {
  const other = content.groupNamed(name);
  if (name === '') throw modelError('name', 'blank', "Name can't be blank");
  if (other && other !== self) throw modelError('name', 'taken', 'Name has already been taken');
}

/** The name is stored separately, and members are stored with the users. */
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
