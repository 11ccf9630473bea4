import { badRequest } from './api-error.js';
import type { Content } from './content.js';
import { makeFolders } from './folders.js';
import { readLegacyFields, type LegacyFields } from './legacy-parameters.js';
import { permissionsOf, renderLegacyUser, replacePermissions } from './legacy-user.js';
import type { Fields, Value } from './parameters.js';
import { normalPath } from './paths.js';
import { timestamp, type ApiReply, type ApiRequest } from './request.js';
import type { StoredUser } from './state.js';
import { defaultsFor } from './user-reply.js';
import { refuseUser } from './user-rules.js';
import { findUser, requireAdmin } from './users.js';

export function showLegacyUser(request: ApiRequest): ApiReply {
  requireAdmin(request);
  return ok(200, renderLegacyUser(findUser(request), request.content));
}

export function createLegacyUser(request: ApiRequest): ApiReply {
  requireAdmin(request);
  const { content, body, now, onUnknown } = request;
  const given = readLegacyFields(body, 'create', now, onUnknown);
  const fields = storedFields(given, now);
  refuseUser({ ...defaultsFor(content), ...fields }, credentials(given), undefined, content);
  const user: StoredUser = {
    id: content.nextId(),
    username: given.username ?? '',
    fields: { ...fields, created_at: timestamp(now) },
    groupIds: [],
    adminGroupIds: [],
  };
  content.addUser(user);
  if (given.password !== undefined) content.setPassword(user, given.password);
  settle(user, given.permissions ?? [], content);
  return ok(201, renderLegacyUser(user, content));
}

export function updateLegacyUser(request: ApiRequest): ApiReply {
  requireAdmin(request);
  const { content, body, now, onUnknown } = request;
  const user = findUser(request);
  const given = readLegacyFields(body, 'update', now, onUnknown);
  const fields = storedFields(given, now);
  const whole = { ...defaultsFor(content), ...user.fields, ...fields };
  refuseUser(whole, credentials(given), user, content);
  if (whole.site_admin === true && normalPath(String(whole.user_root ?? '')) !== '')
    throw badRequest('homeResource of an admin must be /');
  const held = permissionsOf(user, content);
  if (given.username !== undefined) content.renameUser(user, given.username);
  if (given.home !== undefined) replacePermissions(user, [], content);
  Object.assign(user.fields, fields);
  if (given.password !== undefined) content.setPassword(user, given.password);
  // They go with the home folder when it changes.
  if (given.permissions !== undefined || given.home !== undefined)
    settle(user, given.permissions ?? held, content);
  return ok(200, renderLegacyUser(user, content));
}

export function deleteLegacyUser(request: ApiRequest): ApiReply {
  requireAdmin(request);
  request.content.removeUser(findUser(request));
  return { status: 200, body: { responseStatus: 200, data: [] } };
}

function ok(status: number, data: unknown): ApiReply {
  return { status, body: { responseStatus: status, data, included: [] } };
}

/** The home folder is made where it is missing. */
function settle(
  user: StoredUser,
  permissions: Parameters<typeof replacePermissions>[1],
  content: Content,
): void {
  makeFolders(String(user.fields.user_root ?? ''), content);
  // An administrator needs none.
  replacePermissions(user, user.fields.site_admin === true ? [] : permissions, content);
}

/** What REST v1 shows of the same user. */
function storedFields(given: LegacyFields, now: number): Fields {
  const { nickname, home, email, password, admin, timeZone, expiration, locked } = given;
  return defined({
    name: nickname,
    user_root: home === '' ? '/' : home,
    email,
    password_set_at: password === undefined ? undefined : timestamp(now),
    site_admin: admin,
    // As it was sent: the sandbox has no table of the names that REST v1 has for zones.
    time_zone: timeZone,
    authenticate_until: expiration,
    disabled: locked,
  });
}

/** What the site's own rules look at. */
function credentials({ username, email, password }: LegacyFields): Fields {
  return defined({ username, email, password });
}

function defined(fields: Readonly<Record<string, Value | undefined>>): Fields {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
