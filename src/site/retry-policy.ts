const firstWait = 500;
const longestWait = 30_000;

/** How long to wait before the next attempt, in ms: exponential, with full jitter and a cap. */
export function backoff(attempt: number, random: () => number): number {
  return random() * Math.min(longestWait, firstWait * 2 ** (attempt - 1));
}

/** `Retry-After` in ms from now: whole seconds or an HTTP date; null for anything else. */
export function parseRetryAfter(value: string | undefined, now: number): number | null {
  if (value === undefined) return null;
  const text = value.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  // Only HTTP dates start with the day of the week.
  if (!/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text)) return null;
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
