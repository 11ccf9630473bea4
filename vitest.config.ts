import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'fuzz/*.fuzz.ts'],
    // By default one processor is left alone, which is half of two.
    maxWorkers: '100%',
    // Tests start the built command and real servers: a shared, noisy machine needs room.
    testTimeout: 300_000,
    hookTimeout: 120_000,
  },
});
