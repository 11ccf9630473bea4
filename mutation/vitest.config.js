import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// Tests import the built package by its name; here they must use the mutated sources.
const library = fileURLToPath(new URL('../src/index.ts', import.meta.url));

export default defineConfig({
  resolve: { alias: { 'files-bulk-import': library } },
  test: { ...JSON.parse(process.env.MUTATION_TESTS ?? '{}'), testTimeout: 120_000 },
});
