import { cpus } from 'node:os';
import { growth, imports } from './import.js';
import { memory } from './memory.js';
import { start } from './start.js';
import { validate } from './validate.js';
import { report as reportOf } from './report.js';
import { short } from './short.js';

// npm run bench            everything (about ten minutes)
// npm run bench -- start   one part
const parts = { start, validate, memory, import: imports, growth, report: reportOf, short };
const asked = process.argv.slice(2);
const unknown = asked.find((name) => !Object.hasOwn(parts, name));
if (unknown !== undefined) {
  console.error(`There is no part "${unknown}"; there are ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}
console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}\n`);

/** Only missing a target by more than a tenth is a failure, as machines are noisy. */
const tolerance = 1.1;
let missed = 0;
function report(what, value, target, sense = 'at most') {
  const factor = sense === 'at most' ? value / target : target / value;
  const verdict = factor <= 1 ? 'met' : factor <= tolerance ? 'nearly' : 'MISSED';
  if (factor > tolerance) missed += 1;
  console.log(`| ${what} | ${value.toFixed(2)} | ${sense} ${target} | ${verdict} |`);
}

console.log('| what | measured | target | |\n|---|---|---|---|');
const names = asked.length > 0 ? asked : Object.keys(parts).filter((name) => name !== 'short');
for (const name of names) await parts[name](report);
process.exitCode = missed > 0 ? 1 : 0;
