import type { RunsFlags } from '../commands/runs.js';
import type { Define } from '../definition.js';
import { withCommonFlags, withStateFlag } from '../flags.js';

export const define: Define = (command, { io, exit }) => {
  withStateFlag(
    withCommonFlags(command, ['files-bulk-import runs', 'files-bulk-import runs --json']),
  )
    .option('--json', 'print one JSON document')
    .action(async (flags: RunsFlags) => {
      const { runs } = await import('../commands/runs.js');
      exit(await runs(flags, io));
    });
};
