import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const command = fileURLToPath(new URL('../bin/files-bulk-import.js', import.meta.url));
const peak = new URL('./peak.js', import.meta.url).href;

/** Runs node, which must exit with `expected`; returns the time (ms), and with `usage` memory and CPU time. */
export async function timed(
  args,
  { usage = false, env = {}, firstOutput = false, expected = 0 } = {},
) {
  const directory = mkdtempSync(join(tmpdir(), 'files-bulk-import-bench-'));
  const report = join(directory, 'usage.json');
  const start = process.hrtime.bigint();
  const child = spawn(process.execPath, [...(usage ? ['--import', peak] : []), ...args], {
    env: { ...process.env, BENCH_USAGE: report, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const since = () => Number(process.hrtime.bigint() - start) / 1e6;
  let first;
  let output = '';
  child.stdout.on('data', () => (first ??= since()));
  child.stderr.on('data', (text) => (output += text));
  if (firstOutput) child.stdout.once('data', () => child.kill());
  const code = await new Promise((resolve) => child.on('close', resolve));
  const ms = since();
  if (code !== expected && !firstOutput)
    throw new Error(`${args.join(' ')} ended with ${code}: ${output}`);
  const used = usage ? JSON.parse(readFileSync(report, 'utf8')) : {};
  rmSync(directory, { recursive: true });
  return { ms, first, ...used };
}

/** Runs the subjects in turn, `runs` times; returns the results of each. */
export async function interleaved(runs, subjects) {
  const results = Object.fromEntries(Object.keys(subjects).map((name) => [name, []]));
  for (let run = 0; run < runs; run += 1)
    for (const [name, subject] of Object.entries(subjects)) results[name].push(await subject());
  return results;
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
