/** What becomes of a username that the site has already; the first is the default. */
export const existingPolicies = ['error', 'skip', 'update'] as const;
export type ExistingPolicy = (typeof existingPolicies)[number];
