import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Stryker } from '@stryker-mutator/core';

/**
 * Changes the sources of one room in many small ways, one at a time, and counts how many of the changes no
 * test notices: node mutation/run.js columns | validate | run | site. Takes an hour each, or with
 * MUTATION_SAMPLE=4 a quarter of it, for a quarter of the functions. Names of files of the room limit it
 * to these: node mutation/run.js site throttle learned-rate.
 */

// Much the slowest, for what they reach: patterns, threads, and the command.
const slow = [
  'test/columns/hostile.test.ts',
  'test/columns/texts.test.ts',
  'test/validate/threads.test.ts',
  'test/site/tls.test.ts',
  'test/run/crash.test.ts',
  'test/run/plan-outcome.test.ts',
];
/** By what is changed: the tests that are to notice. Those that start the command cannot. */
const parts = {
  columns: ['columns'],
  validate: ['columns', 'validate', 'report'],
  run: ['run'],
  site: ['site'],
};

const [part = '', ...files] = process.argv.slice(2);
const rooms = parts[part];
if (!rooms) {
  console.error(`Give one of: ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}
process.chdir(fileURLToPath(new URL('..', import.meta.url)));
// Read by vitest.config.js, in processes of their own.
process.env.MUTATION_TESTS = JSON.stringify({
  include: rooms.map((room) => `test/${room}/**/*.test.ts`),
  exclude: slow,
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
  // A mutant of what is done once when a file is loaded would need every test.
  ignoreStatic: true,
  concurrency: 1,
  reporters: ['clear-text', 'json'],
  clearTextReporter: { reportTests: false, allowColor: false },
  jsonReporter: { fileName: `mutation/reports/${part}.json` },
  tempDirName: 'mutation/work',
  ignorePatterns: ['.git', 'mutation/reports'],
}).runMutationTest();
rmSync('mutation/work', { recursive: true, force: true });
