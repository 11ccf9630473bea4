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

describe('a site that answers only some tasks', () => {
  /** Works through 100 tasks, each of 5 s; returns how many were begun, and the time without an end; s. */
  async function begun(isAnswered: (task: number) => boolean) {
    let now = 0;
    let last = 0;
    let count = 0;
    const perform = (task: number): Promise<boolean> => {
      now += 5000;
      count += 1;
      if (!isAnswered(task)) return Promise.reject(new SiteUnavailableError('No answer.'));
      last = now;
      return Promise.resolve(true);
    };
    await workThrough(Array.from({ length: 100 }, (_, task) => task).values(), perform, {
      clock: { ...new VirtualClock().clock, now: () => now },
      concurrency: 1,
      stop: new AbortController().signal,
    }).catch((error: unknown) => expect(error).toBeInstanceOf(SiteUnavailableError));
    return { count, silence: (now - last) / 1000 };
  }

  it('is worked with to the end', async () => {
    expect(await begun((task) => task % 20 === 0)).toEqual({ count: 100, silence: 95 });
  });

  it('is given up before one request would be, if no task has ended meanwhile', async () => {
    const { silence } = await begun((task) => task < 50);
    expect(silence).toBeGreaterThan(100);
    expect(silence).toBeLessThan(120);
  });
});
