import { Argument } from 'commander';
import { userActions, type UserAction } from '../../run/actions/user-actions.js';
import type { UsersFlags } from '../commands/users.js';
import type { Define } from '../definition.js';
import { maxOption, withCommonFlags, withSiteFlags, withSourceFlags } from '../flags.js';

export const define: Define = (command, { io, exit }) => {
  withSiteFlags(
    withSourceFlags(
      withCommonFlags(command, [
        'files-bulk-import users disable leavers.csv --site acme --dry-run',
        'files-bulk-import users resend-welcome users.csv --site acme',
        'files-bulk-import users delete leavers.csv --site acme --yes --max 20',
      ]),
    ),
  )
    .addArgument(new Argument('<action>', 'what to do to each user').choices(userActions))
    .argument('<file>', 'a file with a username column, or - for standard input')
    .option('--dry-run', 'only show the plan')
    .option('--yes', 'do not ask for confirmation; delete needs --max too')
    .addOption(maxOption())
    .option('--strict', 'do nothing if there are warnings, such as a user who is not found')
    .option('--json', 'print one JSON document')
    .option('--restart', 'start over even if this file already has a run on this site')
    .action(async (action: UserAction, file: string, flags: UsersFlags) => {
      const { users } = await import('../commands/users.js');
      exit(await users(action, file, flags, io));
    });
};
