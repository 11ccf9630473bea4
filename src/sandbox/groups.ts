import { modelErrors, notFound } from './api-error.js';
import type { Content } from './content.js';
import { page } from './listing.js';
import { groupParameters, groupUserParameters, readParameters, type Fields } from './parameters.js';
import { idOf, type ApiReply, type ApiRequest } from './request.js';
import type { StoredGroup } from './state.js';
import { requireAdmin } from './users.js';

export function listGroups(request: ApiRequest): ApiReply {
  const { content } = request;
  return page(request, content.groups.values(), render, ['name', 'workspace_id']);
}

export function showGroup(request: ApiRequest): ApiReply {
  return { status: 200, body: render(find(request)) };
}

export function createGroup(request: ApiRequest): ApiReply {
  requireAdmin(request);
  const { content, body, onUnknown } = request;
  const { name, ...fields } = readParameters(body, groupParameters, ['name'], onUnknown);
  const text = String(name ?? '');
  checkName(text, undefined, content);
  const group = { id: content.nextId(), name: text, fields };
  content.groups.set(group.id, group);
  setMembers(group, fields, content);
  return { status: 201, body: render(group) };
}

export function updateGroup(request: ApiRequest): ApiReply {
  requireAdmin(request);
  const { content, body, onUnknown } = request;
  const group = find(request);
  const { name, ...fields } = readParameters(body, groupParameters, [], onUnknown);
  if (typeof name === 'string') {
    checkName(name, group, content);
    group.name = name;
  }
  Object.assign(group.fields, fields);
  setMembers(group, fields, content);
  return { status: 200, body: render(group) };
}

export function deleteGroup(request: ApiRequest): ApiReply {
  requireAdmin(request);
  const { id } = find(request);
  request.content.groups.delete(id);
  for (const user of request.content.users.values())
    user.groupIds = user.groupIds.filter((other) => other !== id);
  return { status: 204 };
}

export function createGroupUser(request: ApiRequest): ApiReply {
  requireAdmin(request);
  const { content, body, onUnknown } = request;
  const fields = readParameters(body, groupUserParameters, ['group_id', 'user_id'], onUnknown);
  const group = content.groups.get(Number(fields.group_id));
  const user = content.users.get(Number(fields.user_id));
  if (!group || !user) throw notFound();
  user.groupIds = [...new Set([...user.groupIds, group.id])];
  if (fields.admin === true) user.adminGroupIds = [...new Set([...user.adminGroupIds, group.id])];
  return {
    status: 201,
    body: {
      group_name: group.name,
      group_id: group.id,
      user_id: user.id,
      admin: fields.admin === true,
      username: user.username,
    },
  };
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

function setMembers(group: StoredGroup, { user_ids: list }: Fields, { users }: Content): void {
  if (typeof list !== 'string') return;
  const ids = new Set(list.split(',').map(Number));
  for (const user of users.values()) {
    const others = user.groupIds.filter((id) => id !== group.id);
    user.groupIds = ids.has(user.id) ? [...others, group.id] : others;
  }
}

function render(group: StoredGroup): Fields {
  return {
    id: group.id,
    name: group.name,
    notes: null,
    allowed_ips: null,
    workspace_id: 0,
    admin_ids: '',
    ...group.fields,
  };
}
