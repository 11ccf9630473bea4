import { notFound } from './api-error.js';
import { page } from './listing.js';
import { ok, type ApiReply, type ApiRequest } from './request.js';
import { renderUser } from './user-reply.js';

export function showApiKey({ key, session }: ApiRequest): ApiReply {
  if (session) throw notFound();
  return ok({
    id: 1,
    name: 'Sandbox',
    permission_set: key.permissionSet,
    user_id: key.userId,
    workspace_id: 0,
    expires_at: null,
    platform: 'none',
  });
}

export function showSite(request: ApiRequest): ApiReply {
  const { content, key } = request;
  const owner = key.userId === null ? undefined : content.users.get(key.userId);
  const user = owner ? renderUser(owner, request) : null;
  return ok({ ...content.settings, user, session: null });
}

export function showUsage({ content: { highWaterUserCount } }: ApiRequest): ApiReply {
  return ok({ id: 1, high_water_user_count: highWaterUserCount });
}

export function listSsoStrategies(request: ApiRequest): ApiReply {
  const counts = new Map<unknown, number>();
  for (const { fields } of request.content.users.values())
    counts.set(fields.sso_strategy_id, (counts.get(fields.sso_strategy_id) ?? 0) + 1);
  return page(request, request.content.ssoStrategies, (strategy) => ({
    ...strategy,
    user_count: counts.get(strategy.id) ?? 0,
  }));
}
