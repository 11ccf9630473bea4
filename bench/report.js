import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { wrongUsers } from './data.js';
import { command, timed } from './measure.js';

/** The HTML report of a file in which every row has an error; memory does not depend on their number. */
export async function report(tell) {
  const peaks = [];
  for (const rows of [20_000, 100_000]) {
    const directory = mkdtempSync(join(tmpdir(), 'files-bulk-import-bench-'));
    const page = join(directory, 'report.html');
    const args = [command, 'validate', wrongUsers(rows), '--quiet', '--report', page];
    const { peakMb } = await timed(args, { usage: true, expected: 1 });
    rmSync(directory, { recursive: true });
    peaks.push(peakMb);
  }
  const [few = NaN, many = NaN] = peaks;
  tell('peak of a report of 100,000 issues, × that of 20,000', many / few, 1.3);
  tell('peak of a report of 100,000 issues, MB', many, 250);
}
