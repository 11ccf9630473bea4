import { InDoubtError, RefusedError, SiteUnavailableError } from '../../site/errors.js';
import { longestSilence } from '../../site/patience.js';
import { backoff } from '../../site/retry-policy.js';
import type { RowContext } from './apply-row.js';

/** A search may not show for some seconds what the site already calls taken: the waits before each look; ms. */
const searchLags = [0, 1000, 2000];

/** Refused while an earlier identical request is unanswered: nobody knows whether that was served. */
export class RefusedInDoubtError extends RefusedError {
  override name = 'RefusedInDoubtError';
}

/**
 * Sends what must not be sent twice. After a lost reply it waits, longer each time, checks whether the
 * thing exists, and only then sends again. A refusal after a lost reply may be caused by what that request
 * created, so it checks again for some seconds; if nothing is found, or the check itself is refused,
 * RefusedInDoubtError. `inDoubt`: a reply was lost before. Rejects with SiteUnavailableError if replies
 * have been lost for as long as a site may be silent: the row is left for a later session.
 */
export async function sendOnce<T>(
  send: () => Promise<T>,
  find: () => Promise<T | undefined>,
  { clock, random, abort }: Pick<RowContext, 'clock' | 'random' | 'abort'>,
  { inDoubt }: { inDoubt: boolean } = { inDoubt: false },
): Promise<T> {
  const look = (): Promise<T | undefined> =>
    find().catch((error: unknown) => {
      throw error instanceof RefusedError ? new RefusedInDoubtError(error.refusal) : error;
    });
  let since: number | undefined;
  for (let attempt = 1; ; attempt += 1) {
    const isInDoubt = inDoubt || since !== undefined;
    const before = isInDoubt ? await look() : undefined;
    if (before !== undefined) return before;
    try {
      return await send();
    } catch (error) {
      if (error instanceof RefusedError && isInDoubt) {
        for (const wait of searchLags) {
          await clock.sleep(wait, abort);
          const found = await look();
          if (found !== undefined) return found;
        }
        throw new RefusedInDoubtError(error.refusal);
      }
      if (!(error instanceof InDoubtError)) throw error;
      since ??= clock.now();
      if (clock.now() - since > longestSilence)
        throw new SiteUnavailableError(
          `The site has not confirmed a request for 2 minutes: ${error.message}`,
        );
    }
    await clock.sleep(backoff(attempt, random), abort);
  }
}
