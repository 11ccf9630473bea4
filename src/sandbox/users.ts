import { adminRequired, modelErrors, notFound, reauthenticationNeeded } from './api-error.js';
import type { Content } from './content.js';
import { page } from './listing.js';
import {
  readParameters,
  userParameters,
  userUpdateParameters,
  writeOnlyParameters,
  type Fields,
  type Value,
} from './parameters.js';
import { normalPath } from './paths.js';
import { idOf, timestamp, type ApiReply, type ApiRequest } from './request.js';
import type { StoredUser } from './state.js';
import { defaultsFor, renderUser } from './user-reply.js';
import { refuseUser } from './user-rules.js';

const filters = [
  'username',
  'name',
  'email',
  'company',
  'site_admin',
  'password_validity_days',
  'ssl_required',
  'last_login_at',
  'authenticate_until',
  'not_site_admin',
  'disabled',
  'partner_id',
  'primary_group_id',
  'workspace_id',
  'site_id',
  'last_desktop_login_at',
];

export function listUsers(request: ApiRequest): ApiReply {
  const { content, query } = request;
  const render = (user: StoredUser) => renderUser(user, content);
  const username = query.get('filter[username]');
  // The one filter that is asked for by the thousand.
  if (username !== null)
    return page(request, [content.userNamed(username) ?? []].flat(), render, filters);
  // The one order in which a whole site is read.
  if (query.get('sort_by[username]') === 'asc')
    return page(request, content.usersByName(), render, filters, { inOrder: true });
  return page(request, content.users.values(), render, filters);
}

export function showUser(request: ApiRequest): ApiReply {
  return { status: 200, body: renderUser(findUser(request), request.content) };
}

export function createUser(request: ApiRequest): ApiReply {
  return create(request, []);
}

export function createUserInGroup(request: ApiRequest): ApiReply {
  const group = request.content.groups.get(idOf(request));
  if (!group) throw notFound();
  return create(request, [group.id]);
}

function create(request: ApiRequest, groups: readonly number[]): ApiReply {
  const { content, body, now, onUnknown, workspaceId } = request;
  requireAdmin(request);
  const fields = readParameters(body, userParameters, ['username'], onUnknown);
  const groupIds = [...groups, ...readGroups(fields, content)];
  refuseUser({ ...defaultsFor(content), ...fields }, fields, undefined, content);
  const user: StoredUser = {
    id: content.nextId(),
    username: String(fields.username),
    fields: {
      workspace_id: workspaceId,
      ...storedFields(fields, content),
      created_at: timestamp(now),
    },
    groupIds: [...new Set(groupIds)],
    adminGroupIds: [],
  };
  content.addUser(user);
  setPassword(user, fields.password, request);
  grantOnRoot(user, fields, content);
  return { status: 201, body: renderUser(user, content) };
}

export function updateUser(request: ApiRequest): ApiReply {
  const { content, body, onUnknown } = request;
  requireAdmin(request);
  const user = findUser(request);
  const fields = readParameters(body, userUpdateParameters, [], onUnknown);
  if (guarded.some((name) => fields[name] !== undefined)) requirePassword(request);
  const groupIds = fields.group_ids === undefined ? undefined : readGroups(fields, content);
  refuseUser({ ...defaultsFor(content), ...user.fields, ...fields }, fields, user, content);
  if (typeof fields.username === 'string') content.renameUser(user, fields.username);
  Object.assign(user.fields, storedFields(fields, content));
  if (groupIds) user.groupIds = groupIds;
  setPassword(user, fields.password ?? fields.change_password, request);
  return { status: 200, body: renderUser(user, content) };
}

export function deleteUser(request: ApiRequest): ApiReply {
  requireAdmin(request);
  requirePassword(request);
  request.content.removeUser(findUser(request));
  return { status: 204 };
}

export function unlockUser(request: ApiRequest): ApiReply {
  requireAdmin(request);
  findUser(request).fields.lockout_expires = null;
  return { status: 204 };
}

/** Nothing of it shows in the user. */
export function resendWelcomeEmail(request: ApiRequest): ApiReply {
  requireAdmin(request);
  const { id } = findUser(request);
  const { welcomeEmails } = request.content;
  welcomeEmails.set(id, (welcomeEmails.get(id) ?? 0) + 1);
  return { status: 204 };
}

export function resetTwoFactor(request: ApiRequest): ApiReply {
  requireAdmin(request);
  requirePassword(request);
  Object.assign(findUser(request).fields, { active_2fa: false, type_of_2fa: null });
  return { status: 204 };
}

const guarded = ['password', 'change_password', 'email', 'site_admin'];

function requirePassword({ bySession }: ApiRequest): void {
  if (bySession) throw reauthenticationNeeded();
}

export function requireAdmin({ key, content }: ApiRequest): void {
  if (key.permissionSet !== 'full') throw adminRequired();
  if (key.userId === null) return;
  if (content.users.get(key.userId)?.fields.site_admin !== true) throw adminRequired();
}

export function findUser(request: ApiRequest): StoredUser {
  const user = request.content.users.get(idOf(request));
  if (!user) throw notFound();
  return user;
}

function setPassword(
  user: StoredUser,
  password: Value | undefined,
  { content, now }: ApiRequest,
): void {
  if (typeof password !== 'string') return;
  user.fields.password_set_at = timestamp(now);
  content.setPassword(user, password);
}

/** What of the parameters is kept. null clears: the field is as if nobody had set it. */
function storedFields(given: Fields, content: Content): Fields {
  const defaults = defaultsFor(content);
  const fields: Fields = {};
  for (const [name, value] of Object.entries(given)) {
    if (writeOnlyParameters.has(name) || name === 'username' || name === 'group_ids') continue;
    fields[name] = value ?? defaults[name] ?? null;
    if (['user_root', 'user_home'].includes(name) && typeof value === 'string' && value !== '/')
      fields[name] = normalPath(value);
  }
  return fields;
}

/** `group_ids` is a text of ids with commas between, and `group_id` one more. */
function readGroups(fields: Fields, content: Content): number[] {
  const ids = [
    ...String(fields.group_ids ?? '').split(','),
    ...(fields.group_id === undefined ? [] : [String(fields.group_id)]),
  ]
    .map((id) => id.trim())
    .filter((id) => id !== '');
  const unknown = ids.filter((id) => !/^\d+$/.test(id) || !content.groups.has(Number(id)));
  if (unknown.length > 0)
    throw modelErrors({
      group_ids: unknown.map((id) => ({ key: 'not_found', message: `Group ${id} was not found` })),
    });
  return [...new Set(ids.map(Number))];
}

/** A permission on the User Root, which only a creation can give. */
function grantOnRoot(user: StoredUser, fields: Fields, content: Content): void {
  const asked = fields.grant_permission;
  if (typeof asked !== 'string' || asked === '') return;
  const path = normalPath(String(fields.user_root ?? ''));
  const names: Readonly<Record<string, string>> = { read: 'readonly', write: 'writeonly' };
  for (const word of asked.split('+'))
    content.addPermission({
      id: content.nextId(),
      path,
      userId: user.id,
      groupId: null,
      permission: names[word] ?? word,
      recursive: true,
    });
}
