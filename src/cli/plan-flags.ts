import type { ExistingPolicy } from '../run/import-options.js';
import { UsageError } from './exit.js';

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

/** Refuses a flag that without another one would do nothing, and say nothing of it. */
export function requireUpdates({ updatePasswords, existing }: PlanFlags): void {
  if (updatePasswords && existing !== 'update')
    throw new UsageError(
      '--update-passwords is for users that are updated: add --existing update, or leave it out.',
    );
}
