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
      .argument(
        '[file]',
        'a CSV or .xlsx file, or - for standard input; with --plan, the file of the plan',
      )
      .option('--yes', 'do not ask for confirmation')
      .option('--plan <path>', 'carry out exactly this plan, or nothing (see the plan command)'),
  ).action(async (file: string | undefined, flags: ImportFlags) => {
    const { importUsers } = await import('../commands/import.js');
    exit(await importUsers(file, flags, io));
  });
};
