import type { Json } from '../columns/column.js';
import type { Refusal } from './errors.js';

/** How one attempt at a request ended. */
export type Outcome =
  | { readonly type: 'reply'; readonly body: Json | undefined; readonly headers: Headers }
  /** The site understood it and said no. */
  | { readonly type: 'refused'; readonly refusal: Refusal }
  /** 429: not served, and to be sent later; `retryAfter` in ms, null where the site does not say. */
  | { readonly type: 'limited'; readonly retryAfter: number | null }
  | Unanswered;

/** No complete reply came. */
export type Unanswered =
  /** It was sent, and whether it was served is unknown. */
  | { readonly type: 'lost'; readonly message: string }
  /** No connection was had: it was not sent. `lasting`: another try soon would end the same. */
  | { readonly type: 'unreachable'; readonly message: string; readonly lasting: boolean };

/** The headers of a reply, by lower-case name. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

export function headerOf(headers: Headers, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'object' ? value[0] : value;
}
