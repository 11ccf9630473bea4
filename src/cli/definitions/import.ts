import type { ImportFlags } from '../commands/import.js';
import type { Define } from '../definition.js';
import { withCommonFlags, withReportFlags, withSiteFlags, withSourceFlags } from '../flags.js';
import { withPlanFlags } from '../plan-flags.js';

export const define: Define = (command, { io, exit }) => {
  withPlanFlags(
    withSiteFlags(
      withSourceFlags(
        withReportFlags(
          withCommonFlags(command, [
            'files-bulk-import import users.csv --site acme',
            'files-bulk-import import users.csv --sandbox --yes',
            'files-bulk-import import users.csv --site acme --existing update --yes --json',
            'files-bulk-import import --plan plan.json --yes',
          ]),
        ),
      ),
    )
      .argument('[file]', 'a CSV file, or - for standard input; with --plan, the file of the plan')
      .option('--yes', 'do not ask before creating')
      .option('--plan <path>', 'carry out this plan exactly, or do nothing (see the command plan)'),
  ).action(async (file: string | undefined, flags: ImportFlags) => {
    const { importUsers } = await import('../commands/import.js');
    exit(await importUsers(file, flags, io));
  });
};
