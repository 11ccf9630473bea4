import type { ExistingPolicy } from '../run/import-options.js';
import { UsageError } from './exit.js';

/** Flags that change what an import does to the site, and its limits. */
export interface PlanFlags {
  readonly existing?: ExistingPolicy;
  readonly updatePasswords?: boolean;
  readonly skipInvalid?: boolean;
  readonly createFolders: boolean;
  readonly createGroups?: boolean;
  readonly generatePasswords?: boolean;
  readonly restart?: boolean;
  readonly maxNew?: number;
  readonly maxAdmins?: number;
}

/** Refuses a flag that would silently do nothing without another one. */
export function requireUpdates({ updatePasswords, existing }: PlanFlags): void {
  if (updatePasswords && existing !== 'update')
    throw new UsageError(
      '--update-passwords is for users that are updated: add --existing update, or leave it out.',
    );
}
