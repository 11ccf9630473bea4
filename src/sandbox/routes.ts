import { adminRequired, badRequest } from './api-error.js';
import { createFolder, listFolder } from './folders.js';
import { createGroupUser, deleteGroupUser, updateGroupUser } from './group-members.js';
import { createGroup, deleteGroup, listGroups, showGroup, updateGroup } from './groups.js';
import { createPermission, deletePermission, listPermissions } from './permissions.js';
import { createPublicKey, deletePublicKey, listPublicKeys } from './public-keys.js';
import type { ApiReply, ApiRequest } from './request.js';
import { createSession, deleteSession } from './sessions.js';
import { listSsoStrategies, showApiKey, showSite, showUsage } from './site.js';
import {
  createUser,
  createUserInGroup,
  deleteUser,
  listUsers,
  resendWelcomeEmail,
  resetTwoFactor,
  showUser,
  unlockUser,
  updateUser,
} from './users.js';

type Handler = (request: ApiRequest) => ApiReply;

/** Handlers by endpoint: `:id` stands for one part of a path, `*` for the rest of it. */
type Routes = Readonly<Record<string, Handler>>;

/** The only endpoint that needs no key. */
export const signIn = 'POST /sessions';

/** The endpoints below /api/rest/v1 that need a key. */
const forAll: Routes = {
  [signIn]: createSession,
  'DELETE /sessions': deleteSession,
  'GET /api_key': showApiKey,
  'GET /users': listUsers,
  'GET /users/:id': showUser,
  'GET /groups': listGroups,
  'GET /groups/:id': showGroup,
  'GET /permissions': listPermissions,
  'POST /folders/*': createFolder,
  'GET /folders': listFolder,
  'GET /folders/*': listFolder,
  'GET /public_keys': listPublicKeys,
  'GET /sso_strategies': listSsoStrategies,
};

const forAdministrators: Routes = {
  'GET /site': showSite,
  'GET /site/usage': showUsage,
  'POST /users': createUser,
  'PATCH /users/:id': updateUser,
  'DELETE /users/:id': deleteUser,
  'POST /users/:id/unlock': unlockUser,
  'POST /users/:id/resend_welcome_email': resendWelcomeEmail,
  'POST /users/:id/2fa/reset': resetTwoFactor,
  'POST /groups': createGroup,
  'PATCH /groups/:id': updateGroup,
  'DELETE /groups/:id': deleteGroup,
  'POST /groups/:id/users': createUserInGroup,
  'POST /group_users': createGroupUser,
  'PATCH /group_users/:id': updateGroupUser,
  'DELETE /group_users/:id': deleteGroupUser,
  'POST /permissions': createPermission,
  'DELETE /permissions/:id': deletePermission,
  'POST /public_keys': createPublicKey,
  'DELETE /public_keys/:id': deletePublicKey,
};

interface Match {
  /** Such as `GET /users/:id`. */
  readonly endpoint: string;
  readonly handler: Handler;
  readonly params: readonly string[];
}

/** Finds the endpoint of a request; undefined: there is none. */
export type Matcher = (method: string, path: string) => Match | undefined;

export const match = matcher(forAdministrators, forAll);

export function matcher(administrators: Routes, all: Routes = {}): Matcher {
  const handlers = Object.entries(administrators).map(
    ([endpoint, handler]) => [endpoint, asAdministrator(handler)] as const,
  );
  const routes = [...handlers, ...Object.entries(all)].map(([endpoint, handler]) => {
    const pattern = endpoint.replace(/:\w+/g, '([^/]+)').replace('*', '(.*)');
    return { endpoint, handler, pattern: new RegExp(`^${pattern}$`) };
  });
  return (method, path) => {
    for (const { endpoint, handler, pattern } of routes) {
      const found = pattern.exec(`${method} ${path}`);
      if (found) return { endpoint, handler, params: found.slice(1).map(decode) };
    }
    return undefined;
  };
}

function asAdministrator(handler: Handler): Handler {
  return (request) => {
    const { key, content } = request;
    const isAdmin =
      key.userId === null || content.users.get(key.userId)?.fields.site_admin === true;
    if (key.permissionSet !== 'full' || !isAdmin) throw adminRequired();
    return handler(request);
  };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw badRequest('path is invalid');
  }
}
