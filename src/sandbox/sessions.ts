import { ApiError, found } from './api-error.js';
import { readParameters, sessionParameters } from './parameters.js';
import { created, noContent, timestamp, type ApiReply, type ApiRequest } from './request.js';

/** Signs a user in: the only request that needs no key. */
export function createSession(request: ApiRequest): ApiReply {
  const { content, now } = request;
  const { username, password } = readParameters(request, sessionParameters);
  const user = content.userNamed(String(username));
  if (!user || user.fields.disabled === true || !content.hasPassword(user, String(password)))
    throw new ApiError(
      401,
      'not-authenticated/invalid-username-or-password',
      'Invalid username or password',
    );
  const at = timestamp(now);
  user.fields.first_login_at ??= at;
  user.fields.last_login_at = user.fields.last_restapi_login_at = at;
  const session = { id: `session-${content.nextId()}`, userId: user.id };
  content.sessions.set(session.id, session);
  return created({ id: session.id, user_id: user.id });
}

/** Signs the user of the request out. */
export function deleteSession({ session, content }: ApiRequest): ApiReply {
  content.sessions.delete(found(session).id);
  return noContent;
}
