import type { UndoFlags } from '../commands/undo.js';
import type { Define } from '../definition.js';
import { withCommonFlags, withSiteFlags } from '../flags.js';

export const define: Define = (command, { io, exit }) => {
  withSiteFlags(
    withCommonFlags(command, [
      'files-bulk-import undo 20270314-093012-a1b2c3',
      'files-bulk-import undo 20270314-093012-a1b2c3 --yes --json',
    ]),
  )
    .argument('<run>', 'the run, as `runs` lists it')
    .option('--json', 'print one JSON document')
    .option('--yes', 'do not ask for confirmation')
    .option('--include-adopted', 'also delete users that were recognised after a lost reply')
    .option('--even-if-used', 'also delete users that have signed in or used the API since')
    .action(async (run: string, flags: UndoFlags) => {
      const { undo } = await import('../commands/undo.js');
      exit(await undo(run, flags, io));
    });
};
