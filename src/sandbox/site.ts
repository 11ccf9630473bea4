import { notFound } from './api-error.js';
import { page } from './listing.js';
import type { ApiReply, ApiRequest } from './request.js';
import { renderUser } from './user-reply.js';
import { requireAdmin } from './users.js';

export function showApiKey({ key, bySession }: ApiRequest): ApiReply {
  if (bySession) throw notFound();
  return {
    status: 200,
    body: {
      id: 1,
      descriptive_label: 'Sandbox',
      permission_set: key.permissionSet,
      user_id: key.userId,
      workspace_id: 0,
      expires_at: null,
      platform: 'none',
    },
  };
}

export function showSite(request: ApiRequest): ApiReply {
  requireAdmin(request);
  const { content, key } = request;
  const owner = key.userId === null ? undefined : content.users.get(key.userId);
  const user = owner ? renderUser(owner, content) : null;
  return { status: 200, body: { ...content.settings, user, session: null } };
}

export function showUsage(request: ApiRequest): ApiReply {
  requireAdmin(request);
  const { highWaterUserCount } = request.content;
  return { status: 200, body: { id: 1, high_water_user_count: highWaterUserCount } };
}

export function listSsoStrategies(request: ApiRequest): ApiReply {
  return page(
    request,
    request.content.ssoStrategies,
    ({ id, protocol, provider, label, enabled }) => ({
      id,
      protocol,
      provider,
      label,
      enabled,
      user_count: 0,
    }),
    [],
  );
}
