import type { WhoamiFlags } from '../commands/whoami.js';
import type { Define } from '../definition.js';
import { withCommonFlags, withSiteFlags } from '../flags.js';

export const define: Define = (command, { io, exit }) => {
  withSiteFlags(
    withCommonFlags(command, [
      'files-bulk-import whoami --site acme',
      'files-bulk-import whoami --profile staging',
      'files-bulk-import whoami --json | jq .mayImport',
    ]),
  )
    .option('--json', 'print one JSON document')
    .action(async (flags: WhoamiFlags) => {
      const { whoami } = await import('../commands/whoami.js');
      exit(await whoami(flags, io));
    });
};
