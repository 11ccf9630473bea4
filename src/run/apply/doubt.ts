import { InDoubtError, SiteUnavailableError } from '../../site/errors.js';
import { backoff } from '../../site/retry-policy.js';
import type { RowContext } from './apply-row.js';

/** How long one step is tried whose replies are lost, before the row is left for a later session; ms. */
const longest = 120_000;

type DoubtContext = Pick<RowContext, 'clock' | 'random' | 'signal'>;

/** Waits before a step whose reply was lost is looked up, longer each time. */
export class Doubt {
  #attempts = 0;
  #since: number | undefined;

  constructor(private readonly context: DoubtContext) {}

  /** Rejects with SiteUnavailableError when it has gone on for two minutes. */
  async wait(error: InDoubtError): Promise<void> {
    const { clock, random, signal } = this.context;
    this.#since ??= clock.now();
    if (clock.now() - this.#since > longest)
      throw new SiteUnavailableError(
        `The site has not confirmed a request for 2 minutes: ${error.message}`,
      );
    this.#attempts += 1;
    await clock.sleep(backoff(this.#attempts, random), signal);
  }
}

/**
 * Sends what has no name by which the site would refuse a second one: after a lost reply it looks whether
 * it is there, and only then sends it again.
 */
export async function sendOnce(
  send: () => Promise<void>,
  isThere: () => Promise<boolean>,
  context: DoubtContext,
): Promise<void> {
  const doubt = new Doubt(context);
  for (;;) {
    try {
      await send();
      return;
    } catch (error) {
      if (!(error instanceof InDoubtError)) throw error;
      await doubt.wait(error);
      if (await isThere()) return;
    }
  }
}
