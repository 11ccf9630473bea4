import { ApiError } from './api-error.js';
import type { ApiReply, ApiRequest } from './request.js';

/** Signs a user in: the one request that needs no key. */
export function createSession({ content, body, onUnknown }: ApiRequest): ApiReply {
  for (const name of Object.keys(body))
    if (!['username', 'password', 'otp'].includes(name)) onUnknown(name);
  const user = content.userNamed(String(body.username));
  if (!user || !content.hasPassword(user, String(body.password)))
    throw new ApiError(
      401,
      'not-authenticated/invalid-username-or-password',
      'Invalid username or password',
    );
  return { status: 201, body: { id: `session-${content.nextId()}`, user_id: user.id } };
}
