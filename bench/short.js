import { users } from './data.js';
import { growth } from './import.js';
import { command, timed } from './measure.js';

/** What can be held in CI: memory, not time. */
export async function short(report) {
  const { peakMb } = await timed([command, 'validate', users(300_000), '--quiet'], { usage: true });
  report('peak at 300,000 rows, MB', peakMb, 200);
  await growth(report, [2000, 10_000]);
}
