import { fileURLToPath } from 'node:url';
import { users } from './data.js';
import { peakOf } from './import.js';
import { command, timed } from './measure.js';

const library = fileURLToPath(new URL('./library.js', import.meta.url));

/** What CI can measure reliably: memory, not time. */
export async function short(report) {
  const peak = async (...words) => (await timed(words, { usage: true })).peakMb;
  report(
    'peak at 300,000 rows, MB',
    await peak(command, 'validate', users(300_000), '--quiet'),
    200,
  );
  const plain = await peak(library, users(300_000));
  const stoppable = await peak(library, users(300_000), 'signal');
  report('peak of the library with a signal, × without', stoppable / plain, 1.1);
  report('peak of an import of 10,000 users, MB', await peakOf(10_000), 200);
}
