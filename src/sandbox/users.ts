import { found, modelErrors, reauthenticationFailed, reauthenticationNeeded } from './api-error.js';
import type { Content } from './content.js';
import { findGroup } from './groups.js';
import { page } from './listing.js';
import {
  readParameters,
  userParameters,
  userUpdateParameters,
  wordsOf,
  writeOnlyParameters,
  type Fields,
  type Value,
} from './parameters.js';
import { normalPath } from './paths.js';
import {
  created,
  idOf,
  noContent,
  ok,
  timestamp,
  type ApiReply,
  type ApiRequest,
} from './request.js';
import type { StoredUser } from './state.js';
import { defaultsFor, renderUser } from './user-reply.js';
import { refuseUser } from './user-rules.js';

const rules = {
  filters: wordsOf(`username name email company site_admin password_validity_days ssl_required
    last_login_at authenticate_until not_site_admin disabled partner_id primary_group_id
    workspace_id`),
  prefixes: wordsOf('username name email company'),
  ranges: wordsOf('password_validity_days last_login_at authenticate_until'),
  combinations: ['site_admin,username', 'not_site_admin,username', 'company,name'],
  sortable: wordsOf(`site_id authenticate_until email last_desktop_login_at last_login_at name
    company password_validity_days ssl_required username site_admin`),
};

export function listUsers(request: ApiRequest): ApiReply {
  const { content, query } = request;
  const inOrder = query.get('sort_by[username]') === 'asc';
  const users = usersFor(query.get('filter[username]'), inOrder, content);
  return page(request, users, (user) => renderUser(user, request), { ...rules, inOrder });
}

/** Fast paths for the one filter used for thousands of requests, and for reading a whole site in order. */
function usersFor(
  username: string | null,
  inOrder: boolean,
  content: Content,
): Iterable<StoredUser> {
  if (username !== null) return [content.userNamed(username) ?? []].flat();
  return inOrder ? content.usersByName() : content.users.values();
}

export function showUser(request: ApiRequest): ApiReply {
  return ok(renderUser(findUser(request), request));
}

export function createUser(request: ApiRequest, inGroups: readonly number[] = []): ApiReply {
  const { content, now, workspaceId } = request;
  const fields = readParameters(request, userParameters, ['username']);
  const groupIds = readGroups(fields, content);
  refuseUser({ ...defaultsFor(content), ...fields }, fields, undefined, content);
  const user = content.createUser(
    String(fields.username),
    {
      workspace_id: workspaceId,
      ...storedFields(fields, content),
      created_at: timestamp(now),
    },
    [...new Set([...inGroups, ...groupIds])],
  );
  setPassword(user, fields.password, request);
  grantOnRoot(user, fields, content);
  return created(renderUser(user, request));
}

export function createUserInGroup(request: ApiRequest): ApiReply {
  return createUser(request, [findGroup(request).id]);
}

export function updateUser(request: ApiRequest): ApiReply {
  const { content } = request;
  const user = findUser(request);
  const fields = readParameters(request, userUpdateParameters);
  if (guarded.some((name) => fields[name] !== undefined)) requirePassword(request, 'fields');
  const groupIds = readGroups(fields, content, user.groupIds);
  refuseUser({ ...defaultsFor(content), ...user.fields, ...fields }, fields, user, content);
  if (typeof fields.username === 'string') content.renameUser(user, fields.username);
  Object.assign(user.fields, storedFields(fields, content));
  user.groupIds = groupIds;
  setPassword(user, fields.password ?? fields.change_password, request);
  return ok(renderUser(user, request));
}

export function deleteUser(request: ApiRequest): ApiReply {
  requirePassword(request, 'action');
  request.content.removeUser(findUser(request));
  return noContent;
}

export function unlockUser(request: ApiRequest): ApiReply {
  findUser(request).fields.lockout_expires = null;
  return noContent;
}

/** Nothing of it shows in the user. */
export function resendWelcomeEmail(request: ApiRequest): ApiReply {
  const { id } = findUser(request);
  const { welcomeEmails } = request.content;
  welcomeEmails.set(id, (welcomeEmails.get(id) ?? 0) + 1);
  return noContent;
}

export function resetTwoFactor(request: ApiRequest): ApiReply {
  requirePassword(request, 'action');
  Object.assign(findUser(request).fields, { active_2fa: false, type_of_2fa: null });
  return noContent;
}

const guarded = ['password', 'change_password', 'email', 'site_admin'];

function requirePassword(
  { session, passwordAgain, content }: ApiRequest,
  what: 'action' | 'fields',
): void {
  if (!session) return;
  if (passwordAgain === undefined) throw reauthenticationNeeded(what);
  const user = content.users.get(session.userId);
  if (!user || !content.hasPassword(user, passwordAgain)) throw reauthenticationFailed();
}

export function findUser(request: ApiRequest): StoredUser {
  return found(request.content.users.get(idOf(request)));
}

export function setPassword(
  user: StoredUser,
  password: Value | undefined,
  { content, now }: ApiRequest,
): void {
  if (typeof password !== 'string') return;
  user.fields.password_set_at = timestamp(now);
  content.setPassword(user, password);
}

/** The parameters to store. null clears a field. */
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

/** `group_ids` is a text of comma-separated ids, and `group_id` one more; `before`: the current ones. */
function readGroups(fields: Fields, content: Content, before: readonly number[] = []): number[] {
  const { group_ids: list = before.join(','), group_id: one } = fields;
  const ids = `${list ?? ''},${one ?? ''}`
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
  const unknown = ids.filter((id) => !/^\d+$/.test(id) || !content.groups.has(Number(id)));
  if (unknown.length > 0)
    throw modelErrors({
      group_ids: unknown.map((id) => ({ key: 'not_found', message: `Group ${id} was not found` })),
    });
  return [...new Set(ids.map(Number))];
}

/** A permission on the User Root, which can be given only at creation. */
function grantOnRoot(user: StoredUser, fields: Fields, content: Content): void {
  const asked = fields.grant_permission;
  if (typeof asked !== 'string' || asked === '') return;
  const path = normalPath(String(fields.user_root ?? ''));
  const names: Readonly<Record<string, string>> = { read: 'readonly', write: 'writeonly' };
  for (const word of asked.split('+')) content.grant(user, path, names[word] ?? word);
}
