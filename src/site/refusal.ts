import { z } from 'zod';
import type { Refusal } from './errors.js';
import { headerOf, type Headers } from './outcome.js';

const messages = z.record(z.string(), z.union([z.array(z.coerce.string()), z.string()]));

/** The error body of the API, as leniently as its variants ask for. */
const envelope = z.object({
  error: z.string().optional().catch(undefined),
  title: z.string().optional().catch(undefined),
  type: z.string().optional().catch(undefined),
  errors: z.array(z.unknown()).optional().catch(undefined),
  model_errors: messages.optional().catch(undefined),
  'model-errors': messages.optional().catch(undefined),
  data: z.object({ host: z.string().optional() }).optional().catch(undefined),
});

/** What the site said with a reply that is not a success: JSON, an array of it, HTML or nothing. */
export function refusalOf(status: number, headers: Headers, text: string): Refusal {
  const parsed = envelope.safeParse(firstOf(parseJson(text)));
  const body = parsed.success ? parsed.data : {};
  const named = body.model_errors ?? body['model-errors'] ?? {};
  const nested = (body.errors ?? []).flatMap(textOf);
  return {
    status,
    type: body.type ?? headerOf(headers, 'x-files-error-class') ?? null,
    message:
      [body.error, body.title, nested.join('; ')].find(
        (part) => part !== undefined && part !== '',
      ) ?? unexplained(status),
    modelErrors: Object.fromEntries(
      Object.entries(named).map(([name, list]) => [name, Array.isArray(list) ? list : [list]]),
    ),
    requestId: headerOf(headers, 'x-request-id') ?? null,
    host: body.data?.host,
  };
}

/** In place of what the site does not say. */
export function unexplained(status: number): string {
  return `the site answered with HTTP status ${status}`;
}

/** What it does say, after the status. */
export function withStatus({ status, message }: Refusal): string {
  const bare = unexplained(status);
  return message === bare ? bare : `${bare} (${message})`;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function firstOf(json: unknown): unknown {
  return Array.isArray(json) ? json[0] : json;
}

/** Errors may be texts or envelopes of their own. */
function textOf(error: unknown): string[] {
  if (typeof error === 'string') return [error];
  const parsed = envelope.safeParse(error);
  return parsed.success && parsed.data.error !== undefined ? [parsed.data.error] : [];
}
