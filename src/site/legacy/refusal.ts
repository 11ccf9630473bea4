import { z } from 'zod';
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
 * What the legacy API said when it refused: `{ responseStatus, errors: [{ code, title, detail }] }`. Its codes
 * are documented nowhere, and it names no parameter but in its texts. Anything else comes from in
 * front of it, and is read as REST v1 puts it.
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
