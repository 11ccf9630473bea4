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
    .option('-o, --output <path>', 'write to a new file that only you can read')
    .option('--group <name>', 'only members of this group, by its name or id')
    .option('--search <text>', 'only users whose username, name or email contains this')
    .option('--not-admin', 'leave out site administrators')
    .option('--all', 'also the columns that the web form does not take')
    .option('--json', 'print one JSON document')
    .action(async (flags: ExportFlags) => {
      const { exportFile } = await import('../commands/export.js');
      exit(await exportFile(flags, io));
    });
};
