import { users, wrongFromTheStart } from './data.js';
import { command, median, timed } from './measure.js';

/** Peak memory for large files, and the time until the first issue. */
export async function memory(report) {
  for (const [rows, target] of [
    [1_000_000, 200],
    [10_000_000, 500],
  ]) {
    const { peakMb } = await timed([command, 'validate', users(rows), '--quiet'], { usage: true });
    report(`peak at ${rows.toLocaleString('en')} rows, MB`, peakMb, target);
  }
  const file = wrongFromTheStart(1_000_000);
  const firsts = [];
  for (let run = 0; run < 5; run += 1) {
    const { first } = await timed([command, 'validate', file, '--ndjson'], { firstOutput: true });
    firsts.push(first / 1000);
  }
  report('first issue of a file of 1,000,000 rows, s', median(firsts), 0.3);
}
