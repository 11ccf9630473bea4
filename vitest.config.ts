import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'fuzz/*.fuzz.ts'],
    // The default leaves one processor free, which is half of two.
    maxWorkers: '100%',
    // Tests start the built command and real servers, which takes long on a shared machine.
    testTimeout: 300_000,
    hookTimeout: 120_000,
  },
});
