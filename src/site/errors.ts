/** What the site said when it refused a request, in its own words. */
export interface Refusal {
  readonly status: number;
  /** `family/kind`, from the body or the X-Files-Error-Class header; null if there was none. */
  readonly type: string | null;
  readonly message: string;
  /** Messages by the parameter that they concern. */
  readonly modelErrors: Readonly<Record<string, readonly string[]>>;
  readonly requestId: string | null;
  /** The host that the site says is the right one. */
  readonly host?: string | undefined;
}

/** Not the site's own refusal, but concluded from an earlier one. */
export function refusalOfOurs(status: number, message: string): Refusal {
  return { status, type: null, message, modelErrors: {}, requestId: null };
}

/** The site understood the request and refused it: repeating it would change nothing. */
export class RefusedError extends Error {
  override name = 'RefusedError';
  constructor(readonly refusal: Refusal) {
    super(`The site refused the request: ${refusal.message}`);
  }
}

/** The key is invalid, was revoked, or may not do this: nothing further can succeed (exit 4). */
export class NotAllowedError extends Error {
  override name = 'NotAllowedError';
  /** Without a refusal: concluded from what the site said before. */
  constructor(
    message: string,
    readonly refusal: Refusal = refusalOfOurs(403, message),
  ) {
    super(message);
  }
}

/**
 * The site gave no useful answer for too long; what is done is done, and the rest can be resumed (exit 5).
 */
export class SiteUnavailableError extends Error {
  override name = 'SiteUnavailableError';
}

/**
 * The same, but the last attempt was certainly not served: refused because of the rate limit, or never
 * sent.
 */
export class NotServedError extends SiteUnavailableError {}

/** The site asks for a longer pause than a session waits. */
export class PauseTooLongError extends NotServedError {}

/** A request was sent and its reply lost: whether it was served must be looked up before anything else. */
export class InDoubtError extends Error {
  override name = 'InDoubtError';
}
