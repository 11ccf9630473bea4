import { z } from 'zod';
import type { Json } from '../../columns/column.js';
import { parseJson } from '../../columns/json.js';
import type { Refusal } from '../errors.js';
import { headerOf, type Headers } from '../outcome.js';
import { refusalOf, unexplained } from '../refusal.js';

const problem = z.object({
  code: z.coerce.string().optional().catch(undefined),
  title: z.string().optional().catch(undefined),
  detail: z.string().optional().catch(undefined),
});

const envelope = z.object({ errors: z.array(problem).min(1) });

/**
 * A refusal of the legacy API: `{ responseStatus, errors: [{ code, title, detail }] }`. Its codes are not
 * documented, and it names parameters only in its texts. Anything else comes from in front of the API, and
 * is read like a refusal of REST v1.
 */
export function legacyRefusalOf(status: number, headers: Headers, text: string): Refusal {
  const parsed = envelope.safeParse(parseJson(text));
  if (!parsed.success) return refusalOf(status, headers, text);
  const { errors } = parsed.data;
  const texts = errors.flatMap(({ code, title, detail }) => detail ?? title ?? code ?? []);
  return {
    status,
    type: errors[0]?.code ?? null,
    message: texts.length > 0 ? texts.join('; ') : unexplained(status),
    modelErrors: {},
    requestId: headerOf(headers, 'x-request-id') ?? null,
  };
}

const failed = z.object({ responseStatus: z.coerce.number().int().min(400).max(599) });

/** The envelope has its own status: an error in it counts, even with HTTP status 200. */
export function legacyErrorStatus(body: Json): number | undefined {
  return failed.safeParse(body).data?.responseStatus;
}
