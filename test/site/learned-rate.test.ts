import { describe, expect, it } from 'vitest';
import { clockOf } from '../../src/site/clock.js';
import { LearnedRate } from '../../src/site/learned-rate.js';

/** A learned rate on a clock that the test sets. */
function begin() {
  let now = 0;
  const rate = new LearnedRate(clockOf({ now: () => now, after: () => () => undefined }));
  return {
    rate,
    at: (ms: number): LearnedRate => {
      now = ms;
      return rate;
    },
    /** Serves `count` requests, evenly spread over the second after `from`. */
    serve: (from: number, count: number): void => {
      for (let index = 0; index < count; index += 1) {
        now = from + ((index + 1) * 1000) / count;
        rate.accepted();
      }
    },
  };
}

describe('the learned rate', () => {
  it('is unlimited until the first 429, then just below what was served in the second before', () => {
    const { rate, serve } = begin();
    serve(0, 100);
    serve(1000, 20);
    expect(rate.rate()).toBe(Infinity);
    rate.limited();
    expect(rate.rate()).toBeCloseTo(19.4);
  });

  it('is kept for two seconds, then raised in growing steps', () => {
    const { at, serve } = begin();
    serve(0, 100);
    at(1000).limited();
    expect(at(3000).rate()).toBe(97);
    expect(at(4000).rate()).toBeCloseTo(97 * 1.05);
    expect(at(5000).rate()).toBeCloseTo(97 * 1.15);
    expect(at(6000).rate()).toBeCloseTo(97 * 1.35);
  });

  it.each([
    ['is confirmed is kept for ten seconds', 100, 12_000, 97],
    ['is a quarter more is kept for two', 126, 4000, 122.22],
    ['is a fifth less is kept for two', 79, 4000, 76.63],
  ])('that %s', (_what, served, until, base) => {
    const { at, serve } = begin();
    serve(0, 100);
    at(1000).limited();
    serve(1000, served);
    at(2000).limited();
    expect(at(until).rate()).toBeCloseTo(base);
    expect(at(until + 1000).rate()).toBeCloseTo(base * 1.05);
  });

  it('that is confirmed repeatedly is kept for up to forty seconds', () => {
    const { at, serve } = begin();
    for (let second = 0; second < 6; second += 1) {
      serve(second * 1000, 100);
      at(second * 1000 + 1000).limited();
    }
    expect(at(46_000).rate()).toBe(97);
    expect(at(47_000).rate()).toBeCloseTo(97 * 1.05);
  });

  it('is learned only from at least ten requests, and at least seven tenths of itself', () => {
    const first = begin();
    first.serve(0, 10);
    first.at(1000).limited();
    expect(first.rate.rate()).toBeCloseTo(9.7);
    const { at, serve } = begin();
    serve(0, 100);
    at(1000).limited();
    serve(2000, 60);
    at(3000).limited();
    expect(at(3000).rate()).toBe(97);
  });

  it('is not learned from one or two 429s among few requests', () => {
    const { at, serve } = begin();
    serve(0, 9);
    at(1000).limited();
    at(1001).limited();
    expect(at(1001).rate()).toBe(Infinity);
    at(1002).limited();
    expect(at(1002).rate()).toBe(10);
    serve(2000, 10);
    at(3000).limited();
    expect(at(3000).rate()).toBeCloseTo(9.7);
  });

  it('drops to seven tenths after three 429s far below it, but never below one', () => {
    const { at, serve } = begin();
    serve(0, 100);
    at(1000).limited();
    for (let index = 0; index < 2; index += 1) at(10_000).limited();
    expect(at(3000).rate()).toBe(97);
    at(10_000).limited();
    expect(at(12_000).rate()).toBeCloseTo(67.9);
    expect(at(13_000).rate()).toBeCloseTo(67.9 * 1.05);
    for (let index = 0; index < 60; index += 1) at(20_000).limited();
    expect(at(20_000).rate()).toBe(1);
  });

  it('counts only such 429s in a row: an explained one resets the count', () => {
    const { at, serve } = begin();
    serve(0, 100);
    at(1000).limited();
    at(5000).limited();
    at(5000).limited();
    serve(5000, 68);
    at(6000).limited();
    expect(at(6000).rate()).toBeCloseTo(65.96);
    at(9000).limited();
    at(9000).limited();
    expect(at(6000).rate()).toBeCloseTo(65.96);
  });

  it('does not count pauses as time', () => {
    const { rate, at, serve } = begin();
    serve(0, 50);
    at(1000).pausedUntil(6000);
    at(1500).pausedUntil(4000);
    at(2000).pausedUntil(11_000);
    serve(11_000, 50);
    // Without the pause, the earlier fifty were served a second ago.
    rate.limited();
    expect(rate.rate()).toBeCloseTo(48.5);
    expect(at(14_000).rate()).toBeCloseTo(48.5);
    at(14_000).pausedUntil(20_000);
    expect(at(15_000).rate()).toBeCloseTo(48.5);
    expect(at(21_000).rate()).toBeCloseTo(48.5 * 1.05);
  });

  it('does not rise during a pause, which no other pause shortens', () => {
    const { at, serve } = begin();
    serve(0, 100);
    at(1000).limited();
    const tried = at(4500).rate();
    expect(tried).toBeGreaterThan(97);
    at(4500).pausedUntil(9000);
    expect(at(6000).rate()).toBeCloseTo(tried);
    at(6000).pausedUntil(7000);
    expect(at(8000).rate()).toBeCloseTo(tried);
    expect(at(9000).rate()).toBeCloseTo(tried);
    expect(at(9500).rate()).toBeGreaterThan(tried);
  });

  it('remembers only recent requests', () => {
    const { rate, serve } = begin();
    for (let second = 0; second < 20; second += 1) serve(second * 1000, 200);
    rate.limited();
    expect(rate.rate()).toBeCloseTo(194);
  });
});
