import type { ExportFlags } from '../commands/export.js';
import type { Define } from '../definition.js';
import { withCommonFlags, withSiteFlags } from '../flags.js';

export const define: Define = (command, { io, version, exit }) => {
  withSiteFlags(
    withCommonFlags(command, [
      'files-bulk-import export --site acme -o users.csv',
      'files-bulk-import export --site acme --group Sales --not-admin > sales.csv',
      "files-bulk-import export --site acme --json | jq -r '.users[].email'",
    ]),
  )
    .option('-o, --output <path>', 'write to a new file, which only you may read')
    .option('--group <name>', 'members of this group alone: its name, or its id')
    .option('--search <text>', 'users with this in their username, name or email alone')
    .option('--not-admin', 'no site administrators')
    .option('--all', 'also the columns that the web form does not know')
    .option('--json', 'one JSON document')
    .action(async (flags: ExportFlags) => {
      const { exportFile } = await import('../commands/export.js');
      exit(await exportFile(flags, io, version));
    });
};
