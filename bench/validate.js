import { fileURLToPath } from 'node:url';
import { users } from './data.js';
import { command, interleaved, median, timed } from './measure.js';

const bare = fileURLToPath(new URL('./bare.js', import.meta.url));

/** The time to check a file, compared with reading it with csv-parse alone. */
export async function validate(report) {
  for (const { rows, runs, target } of [
    { rows: 100_000, runs: 9, target: 1.3 },
    { rows: 1_000_000, runs: 5, target: 0.75 },
  ]) {
    const file = users(rows);
    const { ours, csvParse } = await interleaved(runs, {
      csvParse: () => timed([bare, file]),
      ours: () => timed([command, 'validate', file, '--quiet']),
    });
    const [own, other] = [ours, csvParse].map((results) => median(results.map(({ ms }) => ms)));
    report(`validate ${rows.toLocaleString('en')} rows, × csv-parse alone`, own / other, target);
  }
}
