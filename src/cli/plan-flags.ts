import { Option, type Command } from 'commander';
import { existingPolicies, type ExistingPolicy } from '../run/import-options.js';
import { UsageError } from './exit.js';
import { wholeNumber } from './numbers.js';

/** Flags that change what an import does to the site, and what it may do at most. */
export interface PlanFlags {
  readonly existing: ExistingPolicy;
  readonly updatePasswords?: boolean;
  readonly skipInvalid?: boolean;
  readonly createFolders: boolean;
  readonly createGroups?: boolean;
  readonly generatePasswords?: boolean;
  readonly restart?: boolean;
  readonly maxNew?: number;
  readonly maxAdmins?: number;
}

export function withPlanFlags(command: Command): Command {
  return command
    .addOption(existingFlag())
    .option('--update-passwords', 'with --existing update, also set the passwords in the file')
    .option('--skip-invalid', 'leave out rows with errors and import the others')
    .option('--no-create-folders', 'do not create the folders of folder_permissions')
    .addOption(createGroupsFlag())
    .option(
      '--generate-passwords',
      'generate passwords for rows that need one and write them to a private file',
    )
    .option('--restart', 'start over even if this file already has a run on this site')
    .option('--max-new <n>', 'refuse to create more users than this', wholeNumber('--max-new', 0))
    .option(
      '--max-admins <n>',
      'refuse to create more site administrators than this',
      wholeNumber('--max-admins', 0),
    );
}

export function existingFlag(): Option {
  return new Option('--existing <what>', 'what to do with users that the site already has')
    .choices(existingPolicies)
    .default(existingPolicies[0]);
}

export function createGroupsFlag(): Option {
  return new Option('--create-groups', 'create groups that the site does not have');
}

/** Refuses a flag that without another one would do nothing, and say nothing of it. */
export function requireUpdates({ updatePasswords, existing }: PlanFlags): void {
  if (updatePasswords === true && existing !== 'update')
    throw new UsageError(
      '--update-passwords is for users that are updated: add --existing update, or leave it out.',
    );
}
