import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Stryker } from '@stryker-mutator/core';

/**
 * Mutation tests of one folder of src/: node mutation/run.js columns | validate | run | site. Each takes an
 * hour, or a quarter of that with MUTATION_SAMPLE=4, for a quarter of the functions. Names of files limit it
 * to these: node mutation/run.js site throttle learned-rate.
 */

// By far the slowest tests for what they cover: patterns, threads, and the command. The last one sets the
// umask, which Stryker's threads do not let it.
const leftOut = [
  'test/columns/hostile.test.ts',
  'test/columns/texts.test.ts',
  'test/validate/threads.test.ts',
  'test/site/tls.test.ts',
  'test/run/crash.test.ts',
  'test/run/plan-outcome.test.ts',
  'test/run/private-state.test.ts',
];
/** The tests for each folder. Tests that start the command run the build, and cannot notice mutants. */
const parts = {
  columns: ['columns'],
  validate: ['columns', 'validate', 'report'],
  run: ['run'],
  site: ['site'],
};

const [part = '', ...files] = process.argv.slice(2);
const folders = parts[part];
if (!folders) {
  console.error(`Give one of: ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}
process.chdir(fileURLToPath(new URL('..', import.meta.url)));
// Read by vitest.config.js, in other processes.
process.env.MUTATION_TESTS = JSON.stringify({
  include: folders.map((folder) => `test/${folder}/**/*.test.ts`),
  exclude: leftOut,
});
await new Stryker({
  plugins: [
    fileURLToPath(import.meta.resolve('@stryker-mutator/vitest-runner')),
    fileURLToPath(new URL('sample.js', import.meta.url)),
  ],
  ignorers: ['sample'],
  testRunner: 'vitest',
  vitest: { configFile: 'mutation/vitest.config.js', related: false },
  mutate: (files.length > 0 ? files : ['*']).map((file) => `src/${part}/**/${file}.ts`),
  coverageAnalysis: 'perTest',
  // A mutant in code that runs when a module is loaded would need every test.
  ignoreStatic: true,
  concurrency: 1,
  reporters: ['clear-text', 'json'],
  clearTextReporter: { reportTests: false, allowColor: false },
  jsonReporter: { fileName: `mutation/reports/${part}.json` },
  tempDirName: 'mutation/work',
  ignorePatterns: ['.git', 'mutation/reports'],
}).runMutationTest();
rmSync('mutation/work', { recursive: true, force: true });
