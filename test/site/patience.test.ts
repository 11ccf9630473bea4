import { expect, it } from 'vitest';
import { clockOf } from '../../src/site/clock.js';
import type { Outcome } from '../../src/site/outcome.js';
import { Patience } from '../../src/site/patience.js';
import { VirtualClock } from './virtual-clock.js';

const lost: Outcome = { type: 'lost', message: '' };
const noAnswer: Outcome = { type: 'unreachable', message: '', lasting: false };
const noSuchHost: Outcome = { type: 'unreachable', message: '', lasting: true };

it.each<[what: string, answeredBefore: boolean, outcome: Outcome, seconds: number]>([
  ['an unknown host', false, noSuchHost, 0],
  ['an unreachable host', false, noAnswer, 10],
  ['a host with lost replies', false, lost, 120],
  ['a host that has become unknown', true, noSuchHost, 120],
  ['a host that has become unreachable', true, noAnswer, 120],
])('%s is given up after the right time', async (_what, answeredBefore, outcome, seconds) => {
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

/** Patience on a clock that the test sets. */
function begin() {
  let now = 1000;
  const patience = new Patience(clockOf({ now: () => now, after: () => () => undefined }));
  const exhaustedAfter = (ms: number): boolean => {
    now = 1000 + ms;
    return patience.exhausted(lost);
  };
  return { patience, exhaustedAfter };
}

it('counts from the first failure after a useful answer', () => {
  const { patience, exhaustedAfter } = begin();
  expect(exhaustedAfter(1_000_000)).toBe(false);
  patience.failed(1000);
  patience.failed(91_000);
  expect(exhaustedAfter(120_000)).toBe(false);
  expect(exhaustedAfter(120_001)).toBe(true);
  patience.useful();
  expect(exhaustedAfter(1_000_000)).toBe(false);
  patience.failed(1_001_000);
  expect(exhaustedAfter(1_120_000)).toBe(false);
  expect(exhaustedAfter(1_120_001)).toBe(true);
});

it.each([
  ['between two attempts', 0],
  ['in a pause', 30_000],
])('does not count the time in which the machine was asleep %s', (_when, pause) => {
  const { patience, exhaustedAfter } = begin();
  const hour = 3_600_000;
  patience.failed(1000);
  patience.paused(pause);
  expect(exhaustedAfter(hour)).toBe(true);
  patience.failed(1000 + hour);
  expect(exhaustedAfter(hour + 120_000)).toBe(false);
  expect(exhaustedAfter(hour + 120_001)).toBe(true);
});

it('counts the time between attempts that are far apart, because they are so by themselves', () => {
  const { patience, exhaustedAfter } = begin();
  for (const minutes of [0, 2, 4]) patience.failed(1000 + minutes * 60_000);
  expect(exhaustedAfter(240_000)).toBe(false);
  expect(exhaustedAfter(240_001)).toBe(true);
});

it('does not count up to ten minutes of pauses that the site asked for', () => {
  const { patience, exhaustedAfter } = begin();
  patience.failed(1000);
  patience.paused(60_000);
  expect(exhaustedAfter(60_000)).toBe(false);
  patience.paused(30_000);
  expect(exhaustedAfter(210_000)).toBe(false);
  expect(exhaustedAfter(210_001)).toBe(true);
  patience.paused(3_600_000);
  expect(exhaustedAfter(720_000)).toBe(false);
  expect(exhaustedAfter(720_001)).toBe(true);
  expect(exhaustedAfter(3_900_000)).toBe(true);
  patience.useful();
  patience.failed(3_901_000);
  expect(exhaustedAfter(4_020_000)).toBe(false);
  expect(exhaustedAfter(4_020_001)).toBe(true);
});

it.each([
  ['a shorter one', (patience: Patience) => patience.paused(1000)],
  ['a like one', (patience: Patience) => patience.paused(300_000)],
  [
    'a like one, and then a reply came',
    (patience: Patience) => {
      patience.paused(300_000);
      patience.useful();
      patience.failed(1000);
    },
  ],
])('patience does not count a pause that several ask for at once: %s', (_what, before) => {
  const { patience, exhaustedAfter } = begin();
  patience.failed(1000);
  before(patience);
  patience.paused(300_000);
  expect(exhaustedAfter(420_000)).toBe(false);
  expect(exhaustedAfter(420_001)).toBe(true);
});
