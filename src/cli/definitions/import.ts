import { Option } from 'commander';
import type { ImportFlags } from '../commands/import.js';
import { existingPolicies } from '../../run/existing-policy.js';
import type { Define } from '../definition.js';
import { withCommonFlags, withReportFlags, withSiteFlags, withSourceFlags } from '../flags.js';

export const define: Define = (command, { io, version, exit }) => {
  withSiteFlags(
    withSourceFlags(
      withReportFlags(
        withCommonFlags(command, [
          'files-bulk-import import users.csv --site acme',
          'files-bulk-import import users.csv --sandbox --yes',
          'files-bulk-import import users.csv --site acme --existing update --yes --json',
        ]),
      ),
    ),
  )
    .argument('<file>', 'a CSV file, or - for standard input')
    .option('--yes', 'do not ask before creating')
    .addOption(
      new Option('--existing <what>', 'what becomes of users that the site has already')
        .choices(existingPolicies)
        .default(existingPolicies[0]),
    )
    .option('--update-passwords', 'with --existing update, set the passwords that the file gives')
    .option('--skip-invalid', 'leave out rows with errors, and import the others')
    .option('--no-create-folders', 'do not make the folders of folder_permissions')
    .option('--restart', 'begin anew although this file has a run on this site')
    .action(async (file: string, flags: ImportFlags) => {
      const { importUsers } = await import('../commands/import.js');
      exit(await importUsers(file, flags, io, version));
    });
};
