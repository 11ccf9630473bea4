import { defineConfig } from 'vitest/config';

const seconds = process.env.FUZZ_SECONDS ?? '60';

export default defineConfig({
  test: {
    include: ['fuzz/*.fuzz.ts'],
    env: { FUZZ_SECONDS: seconds },
    // A failure is shrunk before it is reported.
    testTimeout: Number(seconds) * 1000 + 300_000,
  },
});
