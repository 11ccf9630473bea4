import { Option } from 'commander';
import type { ValidateFlags } from '../commands/validate.js';
import type { Define } from '../definition.js';
import { issueFormats } from '../issue-format.js';
import { existingFlag, createGroupsFlag } from '../plan-flags.js';
import { withCommonFlags, withReportFlags, withSiteFlags, withSourceFlags } from '../flags.js';

export const define: Define = (command, { io, exit }) => {
  withSiteFlags(
    withSourceFlags(
      withReportFlags(
        withCommonFlags(command, [
          'files-bulk-import validate users.csv',
          'files-bulk-import validate users.csv --online --site acme',
          'files-bulk-import validate users.csv --json > issues.json',
          'files-bulk-import validate users.csv --rejects',
          'cat users.csv | files-bulk-import validate - --strict',
        ]),
      ),
    ),
  )
    .argument('<file>', 'a CSV or .xlsx file, or - for standard input')
    .option('--ndjson', 'print each issue as a line of JSON as it is found, then a summary line')
    .addOption(
      new Option('--format <format>', 'how to print issues; github: as annotations').choices(
        issueFormats,
      ),
    )
    .option(
      '--rejects [path]',
      'write the rows with errors to a new file, where you can correct them',
    )
    .option(
      '--online',
      'also check against the site: its users, groups, folders, single sign-on and rules',
    )
    .addOption(existingFlag())
    .addOption(createGroupsFlag())
    .action(async (file: string, flags: ValidateFlags) => {
      const { validate } = await import('../commands/validate.js');
      exit(await validate(file, flags, io));
    });
};
