import { badRequest } from './api-error.js';
import { createFolder, listFolder } from './folders.js';
import { createGroupUser, deleteGroupUser, updateGroupUser } from './group-members.js';
import { createGroup, deleteGroup, listGroups, showGroup, updateGroup } from './groups.js';
import { createPermission, deletePermission, listPermissions } from './permissions.js';
import { createPublicKey, deletePublicKey, listPublicKeys } from './public-keys.js';
import type { ApiReply, ApiRequest } from './request.js';
import { createSession } from './sessions.js';
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

export interface Route {
  readonly method: string;
  /** `:id` stands for one part of a path, `*` for all that is left of it. */
  readonly template: string;
  readonly handler: Handler;
  /** It needs no key. */
  readonly open?: true;
}

/** Every endpoint below /api/rest/v1. */
const routes: readonly Route[] = [
  { method: 'POST', template: '/sessions', handler: createSession, open: true },
  { method: 'GET', template: '/api_key', handler: showApiKey },
  { method: 'GET', template: '/site', handler: showSite },
  { method: 'GET', template: '/site/usage', handler: showUsage },
  { method: 'GET', template: '/users', handler: listUsers },
  { method: 'POST', template: '/users', handler: createUser },
  { method: 'GET', template: '/users/:id', handler: showUser },
  { method: 'PATCH', template: '/users/:id', handler: updateUser },
  { method: 'DELETE', template: '/users/:id', handler: deleteUser },
  { method: 'POST', template: '/users/:id/unlock', handler: unlockUser },
  { method: 'POST', template: '/users/:id/resend_welcome_email', handler: resendWelcomeEmail },
  { method: 'POST', template: '/users/:id/2fa/reset', handler: resetTwoFactor },
  { method: 'GET', template: '/groups', handler: listGroups },
  { method: 'POST', template: '/groups', handler: createGroup },
  { method: 'GET', template: '/groups/:id', handler: showGroup },
  { method: 'PATCH', template: '/groups/:id', handler: updateGroup },
  { method: 'DELETE', template: '/groups/:id', handler: deleteGroup },
  { method: 'POST', template: '/groups/:id/users', handler: createUserInGroup },
  { method: 'POST', template: '/group_users', handler: createGroupUser },
  { method: 'PATCH', template: '/group_users/:id', handler: updateGroupUser },
  { method: 'DELETE', template: '/group_users/:id', handler: deleteGroupUser },
  { method: 'GET', template: '/permissions', handler: listPermissions },
  { method: 'POST', template: '/permissions', handler: createPermission },
  { method: 'DELETE', template: '/permissions/:id', handler: deletePermission },
  { method: 'POST', template: '/folders/*', handler: createFolder },
  { method: 'GET', template: '/folders', handler: listFolder },
  { method: 'GET', template: '/folders/*', handler: listFolder },
  { method: 'GET', template: '/public_keys', handler: listPublicKeys },
  { method: 'POST', template: '/public_keys', handler: createPublicKey },
  { method: 'DELETE', template: '/public_keys/:id', handler: deletePublicKey },
  { method: 'GET', template: '/sso_strategies', handler: listSsoStrategies },
];

interface Match {
  readonly route: Route;
  readonly params: readonly string[];
}

/** Finds the endpoint that a request is for; undefined: there is none. */
export type Matcher = (method: string, path: string) => Match | undefined;

export function matcher(routes: readonly Route[]): Matcher {
  const compiled = routes.map((route) => ({
    ...route,
    pattern: new RegExp(`^${route.template.replace(/:\w+/g, '([^/]+)').replace('*', '(.+)')}$`),
  }));
  return (method, path) => {
    for (const route of compiled) {
      const found = route.method === method ? route.pattern.exec(path) : null;
      if (found) return { route, params: found.slice(1).map(decode) };
    }
    return undefined;
  };
}

export const match = matcher(routes);

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw badRequest('path is invalid');
  }
}
