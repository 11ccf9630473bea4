import { found, notFound } from './api-error.js';
import type { Content } from './content.js';
import { groupUserParameters, readWithQuery, type Fields } from './parameters.js';
import { created, noContent, ok, type ApiReply, type ApiRequest } from './request.js';
import type { StoredGroup, StoredUser } from './state.js';

export function createGroupUser(request: ApiRequest): ApiReply {
  const { group, user, fields } = readMembership(request);
  put(user, 'groupIds', group.id, true);
  put(user, 'adminGroupIds', group.id, fields.admin === true);
  return created(renderMembership(group, user));
}

export function updateGroupUser(request: ApiRequest): ApiReply {
  const { group, user, fields } = readMembership(request);
  if (!user.groupIds.includes(group.id)) throw notFound();
  if (typeof fields.admin === 'boolean') put(user, 'adminGroupIds', group.id, fields.admin);
  return ok(renderMembership(group, user));
}

export function deleteGroupUser(request: ApiRequest): ApiReply {
  const { group, user } = readMembership(request);
  if (!user.groupIds.includes(group.id)) throw notFound();
  leave(user, group.id);
  return noContent;
}

/** Makes the listed users the members and administrators; a list that is not given changes nothing. */
export function setMembers(group: StoredGroup, lists: Partial<Fields>, { users }: Content): void {
  for (const [kind, list] of [
    ['groupIds', lists.user_ids],
    ['adminGroupIds', lists.admin_ids],
  ] as const) {
    if (typeof list !== 'string') continue;
    const ids = new Set(list.split(',').map(Number));
    for (const user of users.values()) put(user, kind, group.id, ids.has(user.id));
  }
}

export function leave(user: StoredUser, groupId: number): void {
  put(user, 'groupIds', groupId, false);
  put(user, 'adminGroupIds', groupId, false);
}

/** Comma-separated ids, by group. Reads every user: call it once per list. */
export function membersOf(
  { users }: Content,
  kind: 'groupIds' | 'adminGroupIds',
): ReadonlyMap<number, string> {
  const ids = new Map<number, string>();
  for (const user of users.values())
    for (const group of user[kind]) {
      const others = ids.get(group);
      ids.set(group, others === undefined ? String(user.id) : `${others},${user.id}`);
    }
  return ids;
}

function put(
  user: StoredUser,
  kind: 'groupIds' | 'adminGroupIds',
  groupId: number,
  isIn: boolean,
): void {
  if (user[kind].includes(groupId) === isIn) return;
  user[kind] = isIn ? [...user[kind], groupId] : user[kind].filter((id) => id !== groupId);
}

/** Group and user are identified by parameters; an id in the path selects nothing. */
function readMembership(request: ApiRequest): {
  group: StoredGroup;
  user: StoredUser;
  fields: Fields;
} {
  const { groups, users } = request.content;
  const fields = readWithQuery(request, groupUserParameters, ['group_id', 'user_id']);
  const group = found(groups.get(Number(fields.group_id)));
  return { group, user: found(users.get(Number(fields.user_id))), fields };
}

function renderMembership(group: StoredGroup, user: StoredUser): Fields {
  return {
    group_name: group.name,
    group_id: group.id,
    user_id: user.id,
    admin: user.adminGroupIds.includes(group.id),
    username: user.username,
  };
}
