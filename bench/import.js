import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainUsers } from './data.js';
import { command, timed } from './measure.js';

/**
 * Creates users on a sandbox in its own process. Compares two imports of different length, to leave out the
 * cost of starting.
 */
export async function imports(report) {
  for (const { concurrency, rows, target } of [
    { concurrency: 10, rows: [500, 2500], target: 0.97 },
    { concurrency: 50, rows: [2500, 12_500], target: 0.92 },
  ]) {
    const [small, large] = await series(rows, { latency: 100, concurrency });
    const perSecond = ((rows[1] - rows[0]) / (large.ms - small.ms)) * 1000;
    const share = perSecond / (concurrency / 0.1);
    report(`import at 100 ms × ${concurrency}, share of the possible`, share, target, 'at least');
    if (concurrency === 50) {
      const cpu = (large.cpuMs - small.cpuMs) / (rows[1] - rows[0]);
      report('CPU of an import a request, ms', cpu, 0.5);
    }
  }
}

/** Memory does not depend on the number of users, neither for an import nor for an export. */
export async function growth(report) {
  const counts = [20_000, 100_000];
  const [few, many] = await series(counts, { latency: 1, concurrency: 20, exported: true });
  const tell = (what, small, large) => {
    const [less, more] = counts.map((count) => count.toLocaleString('en'));
    report(`peak of ${what} of ${more} users, × that of ${less}`, large.peakMb / small.peakMb, 1.3);
    report(`peak of ${what} of ${more} users, MB`, large.peakMb, 250);
  };
  tell('an import', few, many);
  tell('an export', few.exported, many.exported);
}

/** The peak memory of one import. */
export async function peakOf(rows) {
  const [{ peakMb }] = await series([rows], { latency: 1, concurrency: 20 });
  return peakMb;
}

async function series(rows, { latency, concurrency, exported = false }) {
  const results = [];
  for (const count of rows) {
    const site = await sandbox(latency);
    const state = mkdtempSync(join(tmpdir(), 'files-bulk-import-bench-'));
    const where = ['--quiet', '--base-url', site.url, '--state-dir', state];
    const options = { usage: true, env: { FILES_API_KEY: 'sandbox0administrator0key' } };
    const flags = ['--yes', '--concurrency', String(concurrency)];
    const result = await timed([command, 'import', plainUsers(count), ...flags, ...where], options);
    const file = join(state, 'exported.csv');
    results.push(
      exported
        ? { ...result, exported: await timed([command, 'export', '-o', file, ...where], options) }
        : result,
    );
    site.close();
    rmSync(state, { recursive: true });
  }
  return results;
}

async function sandbox(latency) {
  const child = spawn(
    process.execPath,
    [command, 'sandbox', '--port', '0', '--latency', String(latency)],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  const url = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => reject(new Error(`The sandbox ended with ${code}: ${output}`)));
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text) => {
        output += text;
        const found = /http:\/\/127\.0\.0\.1:\d+/.exec(output);
        if (found) resolve(found[0]);
      });
  });
  return { url, close: () => child.kill() };
}
