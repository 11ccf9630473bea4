import fc from 'fast-check';
import { expect, it } from 'vitest';
import { neverBack } from '../../src/site/clock.js';

it('follows the wall clock, and stands still while that is set back', () => {
  const wall = [1000, 1010, 400, 410, 5000, 5000, 4990, 4991];
  const now = neverBack(() => wall.shift() ?? NaN);
  expect([...wall].map(now)).toEqual([1000, 1010, 1010, 1020, 5610, 5610, 5610, 5611]);
});

it('counts the same time as the wall clock between any two steps back', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5000, max: 5000 }), { minLength: 1 }), (steps) => {
      let wall = 0;
      const now = neverBack(() => wall);
      const begin = now();
      for (const step of steps) {
        wall += step;
        now();
      }
      const forward = steps.filter((step) => step > 0).reduce((sum, step) => sum + step, 0);
      expect(now() - begin).toBe(forward);
    }),
  );
});
