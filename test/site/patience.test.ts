import { expect, it } from 'vitest';
import type { Outcome } from '../../src/site/outcome.js';
import { Patience } from '../../src/site/patience.js';
import { VirtualClock } from './virtual-clock.js';

const lost: Outcome = { type: 'lost', message: '' };
const noAnswer: Outcome = { type: 'unreachable', message: '', lasting: false };
const noRefusal = { status: 429, type: null, message: '', modelErrors: {}, requestId: null };
const noSuchHost: Outcome = { type: 'unreachable', message: '', lasting: true };

it.each<[what: string, answeredBefore: boolean, outcome: Outcome, seconds: number]>([
  ['a host that there is not', false, noSuchHost, 0],
  ['a host at which nobody answers', false, noAnswer, 10],
  ['replies that are lost', false, lost, 120],
  ['a host that there is not any more', true, noSuchHost, 120],
  ['a host that answers no more', true, noAnswer, 120],
])('%s is given up in time', async (_what, answeredBefore, outcome, seconds) => {
  const time = new VirtualClock();
  const patience = new Patience(time.clock);
  if (answeredBefore) patience.useful();
  patience.failed(time.now());
  expect(patience.exhausted(outcome)).toBe(seconds === 0);
  for (const [after, exhausted] of [
    [seconds * 1000, seconds === 0],
    [1, true],
  ] as const) {
    let woken = false;
    void time.clock.sleep(after, new AbortController().signal).then(() => (woken = true));
    await time.run(() => woken);
    expect(patience.exhausted(outcome)).toBe(exhausted);
  }
});

it('does not count what the site itself asked for, up to ten minutes', async () => {
  const time = new VirtualClock();
  const patience = new Patience(time.clock);
  const limited: Outcome = { type: 'limited', retryAfter: null, refusal: noRefusal };
  const after = async (ms: number): Promise<boolean> => {
    let woken = false;
    void time.clock.sleep(ms, new AbortController().signal).then(() => (woken = true));
    await time.run(() => woken);
    return patience.exhausted(limited);
  };
  patience.failed(time.now());
  patience.paused(60_000);
  expect(await after(180_000)).toBe(false);
  expect(await after(1)).toBe(true);
  for (let pause = 0; pause < 20; pause += 1) patience.paused(60_000);
  expect(await after(720_000 - 180_001)).toBe(false);
  expect(await after(1)).toBe(true);
  patience.useful();
  expect(await after(600_000)).toBe(false);
});
