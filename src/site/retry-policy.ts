import type { Outcome } from './outcome.js';

/**
 * `safe`: sending it twice leaves the site as sending it once does (reads, changes, deletions, making
 * a folder). `create`: a second one might make a second thing, or send a second e-mail.
 */
export type RequestKind = 'safe' | 'create';

export type Decision =
  | { readonly next: 'return' }
  /** The site's no is final for this request. */
  | { readonly next: 'refuse' }
  /** The key is no good: final for every request. */
  | { readonly next: 'deny' }
  /** Everything waits; this is sent again then. `wait` in ms, null: the site does not say how long. */
  | { readonly next: 'pause'; readonly wait: number | null }
  /** This alone waits, ms. */
  | { readonly next: 'retry'; readonly wait: number }
  /** What became of it must be looked up before anything else. */
  | { readonly next: 'look-up' };

/** What to do after the attempt of that number (from 1). Pure, but for the jitter drawn from `random`. */
export function decide(
  outcome: Outcome,
  kind: RequestKind,
  attempt: number,
  random: () => number,
): Decision {
  switch (outcome.type) {
    case 'reply':
      return { next: 'return' };
    case 'refused':
      return { next: isDenial(outcome.refusal) ? 'deny' : 'refuse' };
    case 'limited':
      return { next: 'pause', wait: outcome.retryAfter };
    case 'unreachable':
      return { next: 'retry', wait: backoff(attempt, random) };
    case 'lost':
      return kind === 'create'
        ? { next: 'look-up' }
        : { next: 'retry', wait: backoff(attempt, random) };
  }
}

function isDenial({ status, type }: { status: number; type: string | null }): boolean {
  if (status === 401) return true;
  return (
    status === 403 &&
    type !== null &&
    (type.startsWith('not-authenticated/') || denials.includes(type))
  );
}

/** `insufficient-permission-for-params` is none of them: it may be for one parameter of one row. */
const denials: readonly string[] = [
  'not-authorized/site-admin-required',
  'not-authorized/read-only-session',
];

const firstWait = 500;
const longestWait = 30_000;

/** How long to wait before the next attempt, ms: exponential, with full jitter and a cap. */
export function backoff(attempt: number, random: () => number): number {
  return random() * Math.min(longestWait, firstWait * 2 ** (attempt - 1));
}

/** `Retry-After` as ms from now: whole seconds or an HTTP date; null for anything else. */
export function parseRetryAfter(value: string | undefined, now: number): number | null {
  if (value === undefined) return null;
  const text = value.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  // Only the date forms of HTTP begin with the day of the week.
  if (!/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text)) return null;
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
