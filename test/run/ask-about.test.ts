import { expect, it } from 'vitest';
import { askAbout } from '../../src/run/ask-about.js';

it('asks the site about each, and stops after an error', async () => {
  const all = Array.from({ length: 1000 }, (_, index) => index);
  const asked: number[] = [];
  const ask = async (one: number): Promise<void> => {
    asked.push(one);
    await Promise.resolve();
    if (one === 500) throw new Error('away');
  };
  await askAbout(all.slice(0, 300), ask);
  expect(asked).toEqual(all.slice(0, 300));
  await expect(askAbout(all.slice(300), ask)).rejects.toThrow('away');
  await new Promise(setImmediate);
  expect(asked.length).toBeLessThan(700);
});
