import { describe, expect, it } from 'vitest';
import { workThrough } from '../../src/run/work-through.js';
import { PauseTooLongError, SiteUnavailableError } from '../../src/site/errors.js';
import { VirtualClock } from '../site/virtual-clock.js';

/** Works through 1,000 tasks; the third and all after it fail with the error. */
async function with3rd(error: Error) {
  const begun: number[] = [];
  const worked = await workThrough(
    Array.from({ length: 1000 }, (_, task) => task).values(),
    async (task) => {
      begun.push(task);
      await Promise.resolve();
      if (task >= 2) throw error;
      return true;
    },
    { clock: new VirtualClock().clock, concurrency: 4, stop: new AbortController().signal },
  ).catch((caught: unknown) => caught);
  return { worked, begun: begun.length };
}

describe('tasks that the site does not answer', () => {
  it('are each left for later', async () => {
    expect(await with3rd(new SiteUnavailableError('No answer.'))).toEqual({
      worked: { unfinished: 998, exhausted: true },
      begun: 1000,
    });
  });

  it('are not started once it asks for too long a pause', async () => {
    const error = new PauseTooLongError('The site asks to wait 60 minutes.');
    const { worked, begun } = await with3rd(error);
    expect(worked).toBe(error);
    expect(begun).toBeLessThanOrEqual(2 + 5);
  });
});
