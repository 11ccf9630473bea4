import { fileURLToPath } from 'node:url';
import { users } from './data.js';
import { peakOf } from './import.js';
import { command, timed } from './measure.js';

const withSignal = fileURLToPath(new URL('./with-signal.js', import.meta.url));

/** What CI can measure reliably: memory, not time. */
export async function short(report) {
  const { peakMb } = await timed([command, 'validate', users(300_000), '--quiet'], { usage: true });
  report('peak at 300,000 rows, MB', peakMb, 200);
  const stoppable = await timed([withSignal, users(300_000)], { usage: true });
  report('peak of the same with a signal, × that', stoppable.peakMb / peakMb, 1.1);
  report('peak of an import of 10,000 users, MB', await peakOf(10_000), 200);
}
