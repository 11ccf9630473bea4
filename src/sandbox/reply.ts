import { randomUUID } from 'node:crypto';
import type http from 'node:http';
import { ApiError, envelope } from './api-error.js';
import type { ApiReply } from './request.js';

/** A text body is sent as it is. */
export function send(response: http.ServerResponse, reply: ApiReply): void {
  const { status, body } = reply;
  response.writeHead(status, headersOf(reply));
  response.end(body === undefined || typeof body === 'string' ? body : JSON.stringify(body));
}

export function headersOf({ body, headers }: ApiReply): Record<string, string> {
  return {
    'X-Request-Id': randomUUID(),
    ...(body !== undefined && { 'Content-Type': 'application/json' }),
    ...headers,
  };
}

export function refusal(error: ApiError, headers: Readonly<Record<string, string>> = {}): ApiReply {
  return {
    status: error.status,
    body: envelope(error, randomUUID()),
    headers: { 'X-Files-Error-Class': error.type, ...headers },
  };
}

/** `wait`: when to retry, in seconds; undefined: not stated. */
export function tooMany(wait?: number): ApiReply {
  const error = new ApiError(
    429,
    'rate-limited/too-many-requests',
    'You have made too many requests. Please try again later.',
  );
  return refusal(error, wait === undefined ? {} : { 'Retry-After': String(wait) });
}

/** As recorded: the code as text, and no type. */
export function internalError(): ApiReply {
  return {
    status: 500,
    body: { error: 'Internal server error, please try again later.', 'http-code': '500' },
  };
}

export const badGateway: ApiReply = {
  status: 502,
  body: '<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>',
  headers: { 'Content-Type': 'text/html' },
};
