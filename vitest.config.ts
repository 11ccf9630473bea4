import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'fuzz/*.fuzz.ts'],
    // Tests start the built command and real servers: a shared, noisy machine needs room.
    testTimeout: 300_000,
    hookTimeout: 120_000,
  },
});
