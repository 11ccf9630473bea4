import { badRequest } from './api-error.js';
import type { Content } from './content.js';
import type { StoredApiKey, StoredSession } from './state.js';

/** A request, read and authenticated. */
export interface ApiRequest {
  /** The variable parts of the path, decoded. */
  readonly params: readonly string[];
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  readonly key: StoredApiKey;
  readonly session: StoredSession | undefined;
  /** The password that a session gives again where it is required, right or wrong. */
  readonly passwordAgain: string | undefined;
  /** The workspace that the client asked for. */
  readonly workspaceId: number;
  readonly content: Content;
  /** By the sandbox's clock; milliseconds since the epoch. */
  readonly now: number;
  readonly onUnknown: (parameter: string) => void;
}

export interface ApiReply {
  readonly status: number;
  /** undefined: no content. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export function ok(body: unknown): ApiReply {
  return { status: 200, body };
}

export function created(body: unknown): ApiReply {
  return { status: 201, body };
}

export const noContent: ApiReply = { status: 204 };

/** The number in the path; anything else matches nothing. */
export function idOf({ params }: ApiRequest): number {
  return /^\d+$/.test(params[0] ?? '') ? Number(params[0]) : NaN;
}

/** JSON or a form, as the SDKs send them. */
export function parseBody(text: string, contentType: string): Record<string, unknown> {
  if (text === '') return {};
  if (contentType.startsWith('application/x-www-form-urlencoded'))
    return Object.fromEntries(new URLSearchParams(text));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw badRequest('The request body is not valid JSON.', 'invalid-body');
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw badRequest('The request body must be an object.', 'invalid-body');
  return { ...json };
}

/** `2025-05-23T13:50:48-04:00`: the site's timestamps have whole seconds and its own offset. */
export function timestamp(now: number): string {
  const offsetHours = -4;
  return new Date(now + offsetHours * 3_600_000).toISOString().replace(/\.\d+Z$/, '-04:00');
}
