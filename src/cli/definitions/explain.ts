import { Argument } from 'commander';
import { issueCodes } from '../../columns/issue.js';
import type { ExplainFlags } from '../commands/explain.js';
import type { Define } from '../definition.js';
import { withCommonFlags } from '../flags.js';

export const define: Define = (command, { io, exit }) => {
  withCommonFlags(command, [
    'files-bulk-import explain',
    'files-bulk-import explain time-zone-unknown',
    'files-bulk-import explain exit-codes',
  ])
    .addArgument(
      new Argument('[code]', 'an issue code, or exit-codes (default: a list of all codes)')
        .choices([...Object.keys(issueCodes), 'exit-codes'])
        // Offered by shells; what is none of them is answered with what it may have meant.
        .argParser((text) => text),
    )
    .option('--json', 'print one JSON document')
    .action(async (code: string | undefined, flags: ExplainFlags) => {
      const { explain } = await import('../commands/explain.js');
      exit(await explain(code, flags, io));
    });
};
