import type { BoundOptions } from './journal/format.js';

/** What to do with a username that the site already has; the first is the default. */
export const existingPolicies = ['error', 'skip', 'update'] as const;
export type ExistingPolicy = (typeof existingPolicies)[number];

type Given = { readonly [Name in keyof BoundOptions]?: BoundOptions[Name] | undefined };

/** All options of an import: those that are given, and the defaults of the others. */
export function importOptions({
  read,
  existing = existingPolicies[0],
  skipInvalid = false,
  createFolders = true,
  updatePasswords = false,
  createGroups = false,
  generatePasswords = false,
}: Given): BoundOptions {
  return {
    read,
    existing,
    skipInvalid,
    createFolders,
    updatePasswords,
    createGroups,
    generatePasswords,
  };
}
