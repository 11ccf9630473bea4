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
import { findUser, setPassword } from './users.js';

export function showLegacyUser(request: ApiRequest): ApiReply {
  return ok(200, renderLegacyUser(findUser(request), request.content));
}

export function createLegacyUser(request: ApiRequest): ApiReply {
  const { content, now } = request;
  const given = readLegacyFields(request, 'create');
  const fields = storedFields(given);
  refuseUser({ ...defaultsFor(content), ...fields }, credentials(given), undefined, content);
  const user = content.createUser(given.username ?? '', { ...fields, created_at: timestamp(now) });
  setPassword(user, given.password, request);
  settle(user, given.permissions ?? [], content);
  return ok(201, renderLegacyUser(user, content));
}

export function updateLegacyUser(request: ApiRequest): ApiReply {
  const { content } = request;
  const user = findUser(request);
  const given = readLegacyFields(request, 'update');
  const fields = storedFields(given);
  const whole = { ...defaultsFor(content), ...user.fields, ...fields };
  refuseUser(whole, credentials(given), user, content);
  if (whole.site_admin === true && normalPath(String(whole.user_root ?? '')) !== '')
    throw badRequest('homeResource of an admin must be /');
  const held = permissionsOf(user, content);
  if (given.username !== undefined) content.renameUser(user, given.username);
  if (given.homeResource !== undefined) replacePermissions(user, [], content);
  Object.assign(user.fields, fields);
  setPassword(user, given.password, request);
  // They move with the home folder.
  if (given.permissions !== undefined || given.homeResource !== undefined)
    settle(user, given.permissions ?? held, content);
  return ok(200, renderLegacyUser(user, content));
}

export function deleteLegacyUser(request: ApiRequest): ApiReply {
  request.content.removeUser(findUser(request));
  return { status: 200, body: { responseStatus: 200, data: [] } };
}

function ok(status: number, data: unknown): ApiReply {
  return { status, body: { responseStatus: status, data, included: [] } };
}

/** The home folder is created if it is missing. */
function settle(
  user: StoredUser,
  permissions: Parameters<typeof replacePermissions>[1],
  content: Content,
): void {
  makeFolders(String(user.fields.user_root ?? ''), content);
  // An administrator needs none.
  replacePermissions(user, user.fields.site_admin === true ? [] : permissions, content);
}

/** What REST v1 returns for the same user. */
function storedFields(given: LegacyFields): Fields {
  const { nickname, homeResource, email, role, timeZone, expiration, locked } = given;
  return defined({
    name: nickname,
    user_root: homeResource === '' ? '/' : homeResource,
    email,
    site_admin: role && role === 'admin',
    // As it was sent: the sandbox has no table of REST v1's names of zones.
    time_zone: timeZone,
    authenticate_until: expiration,
    disabled: locked,
  });
}

/** What the site's own rules check. */
function credentials({ username, email, password }: LegacyFields): Fields {
  return defined({ username, email, password });
}

function defined(fields: Readonly<Record<string, Value | undefined>>): Fields {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
