import type { ExportFlags } from '../commands/export.js';
import type { Define } from '../definition.js';
import { withCommonFlags, withSiteFlags } from '../flags.js';

export const define: Define = (command, { io, exit }) => {
  withSiteFlags(
    withCommonFlags(command, [
      'files-bulk-import export --site acme -o users.csv',
      'files-bulk-import export --site acme --group Sales --not-admin > sales.csv',
      "files-bulk-import export --site acme --json | jq -r '.users[].email'",
    ]),
  )
    .option('-o, --output <path>', 'write to a new file, which only you may read')
    .option('--group <name>', 'only members of this group, by its name or id')
    .option('--search <text>', 'only users with this in their username, name or email')
    .option('--not-admin', 'no site administrators')
    .option('--all', 'also the columns that the web form does not take')
    .option('--json', 'one JSON document')
    .action(async (flags: ExportFlags) => {
      const { exportFile } = await import('../commands/export.js');
      exit(await exportFile(flags, io));
    });
};
