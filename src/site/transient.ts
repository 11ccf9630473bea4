import type { Refusal } from './errors.js';
import { unexplained } from './refusal.js';

/** Whether another attempt may succeed. The API reports some kinds of unavailability with 422. */
export function isPassing(status: number, type: string | null): boolean {
  if (status === 408 || (status >= 500 && status !== 501)) return true;
  return type?.startsWith('service-unavailable/') === true;
}

/**
 * Whether a reply comes from a proxy or load balancer: the API neither redirects nor answers with a page.
 */
export function isFromElsewhere(status: number, text: string): boolean {
  return isRedirect(status) || ([403, 404, 405].includes(status) && isPage(text));
}

/** Whether it shows, if the API has never answered, that the address is not one of the API. */
export function isOfNoApi({ status, type, message }: Refusal, text: string): boolean {
  const saysNothing = type === null && message === unexplained(status);
  return isFromElsewhere(status, text) || ([404, 405].includes(status) && saysNothing);
}

/** Whether a text that is not JSON may be the start of a reply of the API, which is an object or a list. */
export function mayBeCut(text: string): boolean {
  return /^\s*(?:[[{]|$)/.test(text);
}

function isPage(text: string): boolean {
  return text.trimStart().startsWith('<');
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}
