import { ApiError } from './api-error.js';
import { readParameters, sessionParameters } from './parameters.js';
import { created, type ApiReply, type ApiRequest } from './request.js';

/** Signs a user in: the one request that needs no key. */
export function createSession(request: ApiRequest): ApiReply {
  const { content } = request;
  const { username, password } = readParameters(request, sessionParameters);
  const user = content.userNamed(String(username));
  if (!user || !content.hasPassword(user, String(password)))
    throw new ApiError(
      401,
      'not-authenticated/invalid-username-or-password',
      'Invalid username or password',
    );
  return created({ id: `session-${content.nextId()}`, user_id: user.id });
}
