import { z } from 'zod';
import { parseJson } from '../columns/json.js';
import type { Refusal } from './errors.js';
import { headerOf, type Headers } from './outcome.js';

const text = z.string().optional().catch(undefined);
const messages = z
  .record(z.string(), z.union([z.array(z.coerce.string()), z.string()]))
  .optional()
  .catch(undefined);

/** The error body of the API, as leniently as its variants require. */
const envelope = z.object({
  error: text,
  title: text,
  type: text,
  errors: z.array(z.unknown()).optional().catch(undefined),
  model_errors: messages,
  'model-errors': messages,
  data: z.object({ host: z.string().optional() }).optional().catch(undefined),
});

/** The refusal in a reply that is not a success: JSON, an array of it, HTML or nothing. */
export function refusalOf(status: number, headers: Headers, body: string): Refusal {
  const parsed = envelope.safeParse(firstOf(parseJson(body)));
  const said = parsed.success ? parsed.data : {};
  const named = said.model_errors ?? said['model-errors'] ?? {};
  const nested = (said.errors ?? []).flatMap(textOf);
  return {
    status,
    type: said.type ?? headerOf(headers, 'x-files-error-class') ?? null,
    message:
      [said.error, said.title, nested.join('; ')].find(
        (part) => part !== undefined && part !== '',
      ) ?? unexplained(status),
    modelErrors: Object.fromEntries(
      Object.entries(named).map(([name, list]) => [name, Array.isArray(list) ? list : [list]]),
    ),
    requestId: headerOf(headers, 'x-request-id') ?? null,
    host: said.data?.host,
  };
}

/** If the site gives no reason. */
export function unexplained(status: number): string {
  return `the site answered with HTTP status ${status}`;
}

/** Its reason, after the status. */
export function withStatus({ status, message }: Refusal): string {
  const bare = unexplained(status);
  return message === bare ? bare : `${bare} (${message})`;
}

function firstOf(json: unknown): unknown {
  return Array.isArray(json) ? json[0] : json;
}

/** Errors may be texts or nested envelopes. */
function textOf(error: unknown): string[] {
  if (typeof error === 'string') return [error];
  const parsed = envelope.safeParse(error);
  return parsed.success && parsed.data.error !== undefined ? [parsed.data.error] : [];
}
