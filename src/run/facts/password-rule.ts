import { issue, type Issue } from '../../columns/issue.js';
import type { SiteSettings } from '../../site/site.js';
import type { UserRecord } from '../../validate/check-row.js';
import type { BoundOptions } from '../journal/format.js';
import type { SiteFacts, StandingFacts } from './facts.js';

/** The site's password settings that can be checked beforehand, and what each requires. */
const passwordRules: readonly { setting: string; asks: string; met: RegExp }[] = [
  { setting: 'password_require_letter', asks: 'a letter', met: /\p{L}/u },
  {
    setting: 'password_require_mixed',
    asks: 'upper and lower case letters',
    met: /^(?=\P{Ll}*\p{Ll})\P{Lu}*\p{Lu}/u,
  },
  { setting: 'password_require_number', asks: 'a digit', met: /\d/ },
  { setting: 'password_require_special', asks: 'a special character', met: /[^\p{L}\p{N}\s]/u },
];

/** Those settings, by name. */
export const passwordSettings: readonly string[] = [
  'password_min_length',
  ...passwordRules.map(({ setting }) => setting),
];

export function passwordKeepsRules(
  { line, username, values }: UserRecord,
  { settings, existing: there }: StandingFacts & Pick<SiteFacts, 'existing'>,
  { existing, updatePasswords }: Pick<BoundOptions, 'existing' | 'updatePasswords'>,
): Issue[] {
  const { password } = values;
  if (password === undefined) return [];
  const isSent = updatePasswords || existing !== 'update' || !there.has(username);
  if (!isSent) return [];
  const asked = passwordRules
    .filter(({ setting, met }) => settings.raw[setting] === true && !met.test(password))
    .map(({ asks }) => asks);
  const minimum = leastLength(settings);
  if (Array.from(password).length < minimum) asked.unshift(`at least ${minimum} characters`);
  if (asked.length === 0) return [];
  return [
    issue(
      'password-breaks-site-rules',
      line,
      'password',
      `The site would refuse this password: it requires ${asked.join(', ')}.`,
    ),
  ];
}

/** How many characters the site requires. */
export function leastLength({ raw: { password_min_length: length } }: SiteSettings): number {
  return typeof length === 'number' ? length : 0;
}
