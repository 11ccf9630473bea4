import type { Plan } from './plan.js';

/** The most that a plan may contain; undefined: no limit. */
export interface Limits {
  /** Users that are created. */
  readonly maxNew?: number | undefined;
  /** Users that become site administrators. */
  readonly maxAdmins?: number | undefined;
}

/** How a plan exceeds its limits, a sentence each. */
export function beyondLimits(
  plan: Pick<Plan, 'create' | 'admins' | 'administrators'>,
  { maxNew, maxAdmins }: Limits = {},
): string[] {
  const beyond: string[] = [];
  if (maxNew !== undefined && plan.create > maxNew)
    beyond.push(
      `The plan creates ${plan.create} ${plan.create === 1 ? 'user' : 'users'}; --max-new allows ${maxNew}.`,
    );
  if (maxAdmins !== undefined && plan.admins > maxAdmins)
    beyond.push(
      `The plan adds ${plan.admins} site ${plan.admins === 1 ? 'administrator' : 'administrators'} (${few(plan.administrators)}); --max-admins allows ${maxAdmins}.`,
    );
  return beyond;
}

const fewNames = 5;

function few(names: readonly string[]): string {
  const more = names.length - fewNames;
  return [...names.slice(0, fewNames), ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}
