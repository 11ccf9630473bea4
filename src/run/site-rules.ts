import { nearest } from '../columns/did-you-mean.js';
import { issue, type Issue } from '../columns/issue.js';
import { isSsoProvider } from '../columns/kinds-choice.js';
import type { UserRecord } from '../validate/check-row.js';
import { missingForNewUser, missingText } from '../validate/legacy-rules.js';
import type { SiteFacts, SiteNames } from './facts.js';

/** What must hold between a row and the site before the row's user is created or changed. */
export type SiteRule = (record: UserRecord, facts: SiteNames) => Issue[];

export const siteRules: readonly SiteRule[] = [groupsExist, ssoProviderEnabled, passwordKeepsRules];

/** What the legacy API requires of a new user, in a file that may update others. */
export function newUserIsWhole({ line, values }: UserRecord, { api }: SiteFacts): Issue[] {
  if (api !== 'legacy') return [];
  return missingForNewUser(values).map((column) =>
    issue('legacy-value-missing', line, column, missingText(column)),
  );
}

function groupsExist({ line, values }: UserRecord, { groups }: SiteNames): Issue[] {
  const wanted = values.group_ids ?? [];
  const unknown = wanted.filter((reference) => groups.find(reference) === undefined);
  return unknown.map((reference) => {
    const match = /^\d+$/.test(reference) ? undefined : likeName(reference, groups.names());
    const hint = match === undefined ? '' : ` Did you mean "${match}"?`;
    return issue(
      'group-not-found',
      line,
      'group_ids',
      `The site has no group "${reference}".${hint} Group names must match exactly; a number is a group's id.`,
      match === undefined
        ? null
        : wanted.map((other) => (other === reference ? match : other)).join(','),
    );
  });
}

function likeName(name: string, names: readonly string[]): string | undefined {
  const folded = name.toLowerCase();
  return names.find((other) => other.toLowerCase() === folded) ?? nearest(name, names);
}

function ssoProviderEnabled({ line, values }: UserRecord, { sso }: SiteNames): Issue[] {
  const method = values.authentication_method;
  if (method === undefined || !isSsoProvider(method)) return [];
  const strategies = sso.find(method);
  const { sso_strategy_id: chosen } = values;
  if (chosen !== undefined && strategies.length > 0) {
    if (strategies.includes(chosen)) return [];
    return [
      issue(
        'sso-strategy-mismatched',
        line,
        'sso_strategy_id',
        `The site has no enabled single sign-on ${chosen} with ${method}. Its ids: ${strategies.join(', ')}.`,
      ),
    ];
  }
  if (strategies.length === 1) return [];
  return [
    strategies.length === 0
      ? issue(
          'sso-provider-not-enabled',
          line,
          'authentication_method',
          `The site has no enabled single sign-on with ${method}. Enable it on the site, or choose another method.`,
        )
      : issue(
          'sso-provider-ambiguous',
          line,
          'authentication_method',
          `The site has ${strategies.length} enabled single sign-ons with ${method} (ids ${strategies.join(', ')}), so the file has to say which one is meant: add a column sso_strategy_id with its id.`,
        ),
  ];
}

/** The site's password settings that can be checked beforehand, each with what it asks for. */
const passwordRules: readonly { setting: string; asks: string; met: RegExp }[] = [
  { setting: 'password_require_letter', asks: 'a letter', met: /\p{L}/u },
  {
    setting: 'password_require_mixed',
    asks: 'upper and lower case letters',
    met: /\p{Ll}.*\p{Lu}|\p{Lu}.*\p{Ll}/su,
  },
  { setting: 'password_require_number', asks: 'a digit', met: /\d/ },
  { setting: 'password_require_special', asks: 'a special character', met: /[^\p{L}\p{N}\s]/u },
];

function passwordKeepsRules({ line, values }: UserRecord, { settings }: SiteNames): Issue[] {
  const { password } = values;
  if (password === undefined) return [];
  const asked = passwordRules
    .filter(({ setting, met }) => settings.raw[setting] === true && !met.test(password))
    .map(({ asks }) => asks);
  const minimum = settings.raw.password_min_length;
  if (typeof minimum === 'number' && Array.from(password).length < minimum)
    asked.unshift(`at least ${minimum} characters`);
  if (asked.length === 0) return [];
  return [
    issue(
      'password-breaks-site-rules',
      line,
      'password',
      `The site would refuse this password: it asks for ${asked.join(', and ')}.`,
    ),
  ];
}
