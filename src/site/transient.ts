import type { Refusal } from './errors.js';
import { unexplained } from './refusal.js';

/** What another try may get past; the API says of some that it is not available with 422. */
export function isPassing(status: number, type: string | null): boolean {
  if (status === 408 || (status >= 500 && status !== 501)) return true;
  return type?.startsWith('service-unavailable/') === true;
}

/** Whether a reply comes from a proxy or a load balancer: the API neither redirects nor answers with a page. */
export function isFromElsewhere(status: number, text: string): boolean {
  return isRedirect(status) || ([403, 404, 405].includes(status) && isPage(text));
}

/** Whether it tells, where the API has never been heard, that the address is not one of the API. */
export function isOfNoApi({ status, type, message }: Refusal, text: string): boolean {
  const saysNothing = type === null && message === unexplained(status);
  return isFromElsewhere(status, text) || ([404, 405].includes(status) && saysNothing);
}

/** Whether a text that is no JSON may be the beginning of a reply of the API, which is an object or a list. */
export function mayBeCut(text: string): boolean {
  return /^\s*(?:[[{]|$)/.test(text);
}

function isPage(text: string): boolean {
  return text.trimStart().startsWith('<');
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}
