import type { PlanCommandFlags } from '../commands/plan.js';
import type { Define } from '../definition.js';
import { withCommonFlags, withReportFlags, withSiteFlags, withSourceFlags } from '../flags.js';
import { withPlanFlags } from '../plan-flags.js';

export const define: Define = (command, { io, exit }) => {
  withPlanFlags(
    withSiteFlags(
      withSourceFlags(
        withReportFlags(
          withCommonFlags(command, [
            'files-bulk-import plan users.csv --site acme',
            'files-bulk-import plan users.csv --site acme --existing update --all-rows',
            'files-bulk-import plan users.csv --site acme -o plan.json',
            'files-bulk-import import --plan plan.json',
          ]),
        ),
      ),
    )
      .argument('<file>', 'a CSV or .xlsx file, or - for standard input')
      .option('-o, --output <path>', 'write the plan to a new file, for import --plan')
      .option('--all-rows', 'show every row, not only the first 50'),
  ).action(async (file: string, flags: PlanCommandFlags) => {
    const { planUsers } = await import('../commands/plan.js');
    exit(await planUsers(file, flags, io));
  });
};
