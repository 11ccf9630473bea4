import { expect, it } from 'vitest';
import { SiteClock } from '../../src/site/site-clock.js';

const at = (ms: number): string => new Date(ms).toUTCString();

it('is ours until the site has answered', () => {
  const clock = new SiteClock();
  expect([clock.earliest(5000), clock.latest(5000)]).toEqual([5000, 5000]);
});

it('is bounded by the Date of a reply, and the times of request and reply', () => {
  const clock = new SiteClock();
  clock.observe(at(50_000), 100, 300);
  expect([clock.earliest(1000), clock.latest(1000)]).toEqual([50_700, 51_900]);
  clock.observe(at(51_000), 1000, 1250);
  expect([clock.earliest(1000), clock.latest(1000)]).toEqual([50_750, 51_900]);
});

it('keeps the true time within its bounds, which narrow with every reply', () => {
  const offset = 3_600_123;
  const clock = new SiteClock();
  let width = Infinity;
  for (let now = 0; now < 5000; now += 370) {
    clock.observe(at(now + 40 + offset), now, now + 80);
    const bounds = [clock.earliest(now), clock.latest(now)] as const;
    expect(bounds[0]).toBeLessThanOrEqual(now + offset);
    expect(bounds[1]).toBeGreaterThanOrEqual(now + offset);
    expect(bounds[1] - bounds[0]).toBeLessThanOrEqual(width);
    width = bounds[1] - bounds[0];
  }
  expect(width).toBeLessThan(500);
});

it('believes the last reply if a clock was set', () => {
  const clock = new SiteClock();
  clock.observe(at(100_000), 0, 10);
  clock.observe(at(500_000), 20, 30);
  expect([clock.earliest(30), clock.latest(30)]).toEqual([500_000, 501_010]);
});

it('ignores invalid dates', () => {
  const clock = new SiteClock();
  clock.observe('yesterday', 0, 10);
  clock.observe(undefined, 0, 10);
  expect(clock.earliest(7)).toBe(7);
});
