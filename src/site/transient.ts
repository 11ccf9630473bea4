/** What another try may get past; the API says of some that it is not available with 422. */
export function isPassing(status: number, type: string | null): boolean {
  if (status === 408 || (status >= 500 && status !== 501)) return true;
  return type?.startsWith('service-unavailable/') === true;
}

/**
 * Whether a reply comes from a proxy or a load balancer in front of the API, which neither redirects nor
 * answers with a page. Where the API has never been heard, such a reply means that the address is wrong.
 */
export function isFromElsewhere(status: number, text: string): boolean {
  if (status >= 300 && status < 400) return true;
  return [403, 404, 405].includes(status) && text.trimStart().startsWith('<');
}
