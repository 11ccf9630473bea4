import { randomUUID } from 'node:crypto';
import type http from 'node:http';
import type { ApiError } from './api-error.js';
import { listLegacyUsers } from './legacy-listing.js';
import {
  createLegacyUser,
  deleteLegacyUser,
  showLegacyUser,
  updateLegacyUser,
} from './legacy-users.js';
import type { ApiReply } from './request.js';
import { matcher } from './routes.js';

/** All endpoints below /api/v2: the legacy API, for the same users. */
export const matchLegacy = matcher({
  'GET /users': listLegacyUsers,
  'POST /users': createLegacyUser,
  'GET /users/:id': showLegacyUser,
  'PATCH /users/:id': updateLegacyUser,
  'DELETE /users/:id': deleteLegacyUser,
});

/** The key must be in both headers. */
export function legacyKey(headers: http.IncomingHttpHeaders): unknown {
  const key = headers['ev-api-key'];
  return key === headers['ev-access-token'] ? key : undefined;
}

/** A refusal in the legacy API's form. Its codes are not documented: these stand in for them. */
export function legacyRefusal({ status, type, message, modelErrors }: ApiError): ApiReply {
  const named = Object.values(modelErrors).flat();
  const errors = (named.length > 0 ? named : [{ key: type, message }]).map((each) => ({
    code: `ERROR_${each.key
      .slice(each.key.lastIndexOf('/') + 1)
      .toUpperCase()
      .replaceAll('-', '_')}`,
    detail: each.message,
  }));
  return {
    status,
    body: { responseStatus: status, errors },
    headers: { 'X-Request-Id': randomUUID() },
  };
}
