import { users } from './data.js';
import { command, interleaved, median, timed } from './measure.js';

/** The time to start, compared with node alone. */
export async function start(report) {
  const ten = users(10);
  const results = await interleaved(15, {
    node: () => timed(['-e', '0']),
    version: () => timed([command, '--version']),
    help: () => timed([command, '--help']),
    validate: () => timed([command, 'validate', ten, '--quiet']),
  });
  const of = (name) => median(results[name].map(({ ms }) => ms));
  report('--version, × node -e 0', of('version') / of('node'), 1.25);
  report('--help, × node -e 0', of('help') / of('node'), 1.4);
  report('validate of ten rows, × node -e 0', of('validate') / of('node'), 3);
}
