import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainUsers } from './data.js';
import { command, timed } from './measure.js';

/**
 * Creating users on a sandbox in a process of its own. What a start costs is left out: two imports of
 * different length are compared.
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

/** Memory does not depend on the number of rows. */
export async function growth(report) {
  const rows = [20_000, 100_000];
  const [small, large] = await series(rows, { latency: 1, concurrency: 20 });
  report(
    `peak of an import of ${rows[1].toLocaleString('en')} users, × that of ${rows[0].toLocaleString('en')}`,
    large.peakMb / small.peakMb,
    1.3,
  );
  report(`peak of an import of ${rows[1].toLocaleString('en')} users, MB`, large.peakMb, 250);
}

/** The peak of one import alone. */
export async function peakOf(rows) {
  const [{ peakMb }] = await series([rows], { latency: 1, concurrency: 20 });
  return peakMb;
}

async function series(rows, { latency, concurrency }) {
  const results = [];
  for (const count of rows) {
    const site = await sandbox(latency);
    const state = mkdtempSync(join(tmpdir(), 'files-bulk-import-bench-'));
    const where = ['--base-url', site.url, '--state-dir', state];
    const flags = ['--yes', '--quiet', '--concurrency', String(concurrency)];
    results.push(
      await timed([command, 'import', plainUsers(count), ...flags, ...where], {
        usage: true,
        env: { FILES_API_KEY: 'sandbox0administrator0key' },
      }),
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
  const url = await new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text) => {
        output += text;
        const found = /http:\/\/127\.0\.0\.1:\d+/.exec(output);
        if (found) resolve(found[0]);
      });
  });
  return { url, close: () => child.kill() };
}
