import { NotAllowedError, RefusedError, type Refusal } from './errors.js';

/** The error for a refusal; `credential`: what the request was sent with. */
export function errorOf(
  refusal: Refusal,
  credential: 'API key' | 'session' = 'API key',
): RefusedError | NotAllowedError {
  return isDenial(refusal)
    ? new NotAllowedError(whyDenied(refusal, credential), refusal)
    : new RefusedError(refusal);
}

/**
 * Whether the key is invalid, or the site serves nobody: final for every request, not only for this one.
 */
export function isDenial({ status, type }: Refusal): boolean {
  return status === 401 || (status === 403 && denials.test(type ?? ''));
}

/**
 * From the error catalog of the SDKs. `insufficient-permission-for-params` is not included: it may concern
 * one row's parameter.
 */
const denials = new RegExp(
  '^(?:not-authenticated/' +
    '|not-authorized/(?:site-admin-required$|read-only-session$|api-key-)' +
    '|site-configuration/(?:account-overdue|no-account-for-site|site-was-removed|trial-))',
);

export const regionMismatch = 'not-authenticated/lockout-region-mismatch';

function whyDenied({ status, type, message, host }: Refusal, credential: string): string {
  if (type === regionMismatch) {
    const where = host === undefined ? '' : `: ${host}`;
    return `The site says that another host serves it${where}. If that is your site, give it with --base-url.`;
  }
  if (status === 401)
    return `The site does not accept the ${credential}: ${message.replace(/[^.!?]$/, '$&.')} Check that the ${credential} is whole, has not expired, and belongs to this site.`;
  const isClosed = type?.startsWith('site-') === true;
  return `${isClosed ? 'The site is closed' : `The ${credential} may not do this`}: ${message}`;
}
