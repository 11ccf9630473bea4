import { users, wrongFromTheStart } from './data.js';
import { command, median, timed } from './measure.js';

/** The largest file, and how soon there is something to see of a large one. */
export async function memory(report) {
  const large = users(10_000_000);
  const { peakMb } = await timed([command, 'validate', large, '--quiet'], { usage: true });
  report('peak at 10,000,000 rows, MB', peakMb, 500);
  const file = wrongFromTheStart(1_000_000);
  const firsts = [];
  for (let run = 0; run < 5; run += 1) {
    const { first } = await timed([command, 'validate', file, '--ndjson'], { firstOutput: true });
    firsts.push(first / 1000);
  }
  report('first issue of a file of 1,000,000 rows, s', median(firsts), 0.3);
}
