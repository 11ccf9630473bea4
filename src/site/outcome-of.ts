import type { Json } from '../columns/column.js';
import { parseJson } from '../columns/json.js';
import { SiteAddressError } from './base-url.js';
import type { Clock } from './clock.js';
import type { Refusal } from './errors.js';
import type { WholeReply } from './exchange.js';
import { hideSecrets, secretsOf } from './hide-secrets.js';
import { headerOf, type Headers, type Outcome } from './outcome.js';
import { withStatus } from './refusal.js';
import { parseRetryAfter } from './retry-policy.js';
import { isFromElsewhere, isOfNoApi, isPassing, mayBeCut } from './transient.js';

/** How an API writes its replies. */
export interface ReplyForm {
  /** Reads a reply that is not a success. */
  readonly refusalOf: (status: number, headers: Headers, text: string) => Refusal;
  /** The status of an error that a body has in spite of a successful HTTP status. */
  readonly errorStatusIn?: (body: Json) => number | undefined;
}

interface Context extends ReplyForm {
  /** The request's headers. */
  readonly headers: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly baseUrl: string;
  /** Whether the API has answered at this address. */
  readonly heard: boolean;
}

/** What a complete reply means. Throws SiteAddressError if it shows that there is no API at the address. */
export function outcomeOf(
  reply: WholeReply,
  sent: { readonly method: string; readonly body?: Json },
  context: Context,
): Outcome {
  const { status, headers, text } = reply;
  const { refusalOf, errorStatusIn, clock, baseUrl, heard } = context;
  // What may have changed something is in doubt, whoever answered.
  const isFirst = !heard && sent.method === 'GET';
  if (status >= 200 && status < 300) {
    if (status === 204 || (text === '' && sent.method === 'DELETE'))
      return { type: 'reply', body: undefined, headers };
    // JSON.parse returns nothing else.
    const body = parseJson(text) as Json | undefined;
    if (body === undefined) {
      if (isFirst && !mayBeCut(text)) throw noApiAt(baseUrl, status);
      return { type: 'lost', message: 'the reply was incomplete' };
    }
    const error = errorStatusIn?.(body);
    if (error !== undefined) return outcomeOf({ ...reply, status: error }, sent, context);
    return { type: 'reply', body, headers };
  }
  if (status === 429) {
    const asked = headerOf(headers, 'retry-after');
    // A date in Retry-After is by the site's own clock.
    return { type: 'limited', retryAfter: parseRetryAfter(asked, dateOf(headers) ?? clock.now()) };
  }
  const secrets = secretsOf(context.headers, sent.body);
  const refusal = hideSecrets(refusalOf(status, headers, text), secrets);
  if (isFirst && isOfNoApi(refusal, text)) throw noApiAt(baseUrl, status);
  if (isPassing(status, refusal.type) || (heard && isFromElsewhere(status, text)))
    return { type: 'lost', message: withStatus(refusal) };
  return { type: 'refused', refusal };
}

function noApiAt(baseUrl: string, status: number): SiteAddressError {
  return new SiteAddressError(
    `${baseUrl} does not answer like Files.com (HTTP status ${status}, not from the API). Check the name or address of the site.`,
  );
}

/** When the site answered, by its own clock; undefined if it does not say. */
function dateOf(headers: Headers): number | undefined {
  const date = Date.parse(headerOf(headers, 'date') ?? '');
  return Number.isNaN(date) ? undefined : date;
}
