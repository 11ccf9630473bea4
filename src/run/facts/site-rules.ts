import { issue, type Issue } from '../../columns/issue.js';
import { isSsoProvider } from '../../columns/kinds/choice.js';
import { textOf } from '../../columns/kinds/kind.js';
import { comparablePath, isWithin, normalPath } from '../../columns/path.js';
import { quote } from '../../columns/quote.js';
import type { UserRecord } from '../../validate/check-row.js';
import { foldUsername } from '../../columns/username.js';
import { adminRootText, missingForNewUser, missingText } from '../../validate/legacy-rules.js';
import type { SiteFacts, StandingFacts } from './facts.js';
import { groupsExist } from './group-rule.js';
import type { BoundOptions } from '../journal/format.js';
import { passwordKeepsRules, passwordSettings } from './password-rule.js';

/** What must hold between a row and the site before the row's user is created or changed. */
export type SiteRule = (
  record: UserRecord,
  facts: RuleFacts,
  options: Pick<BoundOptions, 'createGroups' | 'existing' | 'updatePasswords'>,
) => Issue[];

type RuleFacts = StandingFacts & Pick<SiteFacts, 'api' | 'existing' | 'missingFolders' | 'now'>;

export const siteRules: readonly SiteRule[] = [
  groupsExist,
  ssoProviderEnabled,
  nonSsoUsersAllowed,
  passwordKeepsRules,
  userPermissionsAllowed,
  cellsCount,
  foldersAreThere,
  homeStaysWithinRoot,
  legacyAdminStaysAtRoot,
  ownerKeepsAccess,
];

/** What the legacy API requires of a new user, in a file that may update others. */
export function newUserIsWhole(
  { line, values }: UserRecord,
  { api }: SiteFacts,
  { generatePasswords }: Pick<BoundOptions, 'generatePasswords'>,
): Issue[] {
  if (api !== 'legacy') return [];
  return missingForNewUser(values, { makesPasswords: generatePasswords }).map((column) =>
    issue('legacy-value-missing', line, column, missingText(column)),
  );
}

/** Settings of the site that must be on for the cells of a column to have an effect. */
const overrides = [
  { setting: 'allow_user_level_ssl_override', column: 'ssl_required' },
  { setting: 'allow_user_level_2fa_override', column: 'require_2fa' },
  { setting: 'allow_user_level_allowed_ip_override', column: 'ip_whitelist' },
] as const;

/** The settings on which the outcome of a row depends. */
export const settingsThatMatter: readonly string[] = [
  ...passwordSettings,
  ...overrides.map(({ setting }) => setting),
  'non_sso_users_allowed',
  'non_sso_groups_allowed',
  'folder_permissions_groups_only',
  'prevent_root_permissions_for_non_site_admins',
  'welcome_email_enabled',
];

function ssoProviderEnabled({ line, values }: UserRecord, { sso }: StandingFacts): Issue[] {
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
        `The site has no enabled SSO strategy ${chosen} for ${method}. Its ids: ${strategies.join(', ')}.`,
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
          `The site has no enabled SSO strategy for ${method}. Enable one on the site, or choose another method.`,
        )
      : issue(
          'sso-provider-ambiguous',
          line,
          'authentication_method',
          `The site has ${strategies.length} enabled SSO strategies for ${method} (ids ${strategies.join(', ')}). Add a column sso_strategy_id with the id of the one that is meant.`,
        ),
  ];
}

/** For a new user, a blank method means password; for an existing one, no change. */
function nonSsoUsersAllowed({ line, username, values }: UserRecord, facts: RuleFacts): Issue[] {
  const { settings, existing } = facts;
  const { authentication_method: method } = values;
  if (settings.raw.non_sso_users_allowed !== false) return [];
  if (method === undefined ? existing.get(username) : isSsoProvider(method)) return [];
  return [
    issue(
      'users-only-from-sso',
      line,
      'authentication_method',
      'The site allows only SSO users: give an SSO provider as the method, or change the setting on the site.',
    ),
  ];
}

function userPermissionsAllowed(
  { line, values }: UserRecord,
  { settings }: StandingFacts,
): Issue[] {
  const permissions = values.folder_permissions ?? [];
  if (permissions.length === 0) return [];
  if (settings.raw.folder_permissions_groups_only === true)
    return [
      issue(
        'permissions-only-for-groups',
        line,
        'folder_permissions',
        'The site gives folder permissions only to groups: put the user into a group that has them (group_ids), and empty this cell.',
      ),
    ];
  const forbidden = settings.raw.prevent_root_permissions_for_non_site_admins === true;
  if (!forbidden || !permissions.some(({ path }) => path === '')) return [];
  return [
    issue(
      'root-permission-forbidden',
      line,
      'folder_permissions',
      'The site gives permissions on the root folder only to site administrators: name the folders below it.',
    ),
  ];
}

function cellsCount({ line, values }: UserRecord, { settings }: StandingFacts): Issue[] {
  return overrides.flatMap(({ setting, column }) =>
    values[column] === undefined || settings.raw[setting] !== false
      ? []
      : [
          issue(
            'site-setting-prevails',
            line,
            column,
            'The site does not let users differ from its own setting here (' +
              `${setting} is off), so this cell has no effect. Empty it.`,
          ),
        ],
  );
}

function foldersAreThere({ line, values }: UserRecord, { missingFolders }: RuleFacts): Issue[] {
  if (missingFolders.size === 0) return [];
  return (['root_folder', 'home_folder'] as const).flatMap((column) => {
    const path = values[column];
    if (path === undefined || !missingFolders.has(comparablePath(path))) return [];
    return [
      issue(
        'folder-not-found',
        line,
        column,
        'The site has no such folder, and this import does not create it. It is created when the user signs in, but without permissions on it: name it in folder_permissions too.',
      ),
    ];
  });
}

/** In an update, a blank folder stays as the site has it; a row with both has been checked. */
function homeStaysWithinRoot(
  { line, username, values: { root_folder, home_folder } }: UserRecord,
  { existing: users }: RuleFacts,
  { existing }: Pick<BoundOptions, 'existing'>,
): Issue[] {
  const user = existing === 'update' ? users.get(username) : undefined;
  if (!user || (root_folder === undefined) === (home_folder === undefined)) return [];
  const root = root_folder ?? textOf(user.user_root ?? null);
  const home = home_folder ?? textOf(user.user_home ?? null);
  if (home === '' || isWithin(home, root)) return [];
  const [column, other] =
    root_folder === undefined ? ['home_folder', 'root_folder'] : ['root_folder', 'home_folder'];
  return [
    issue(
      'home-folder-outside-root',
      line,
      column,
      `home_folder must be root_folder or lie within it; ${quote(home)} is not within ${quote(root)}. As ${other} is blank, the user keeps the one on the site. Correct the cell, or fill in ${other} too.`,
    ),
  ];
}

/** A blank site_admin leaves an administrator one; a row that says Y has been checked. */
function legacyAdminStaysAtRoot(
  { line, username, values: { site_admin, root_folder: root = '' } }: UserRecord,
  { api, existing: users }: RuleFacts,
  { existing }: Pick<BoundOptions, 'existing'>,
): Issue[] {
  const user = api === 'legacy' && existing === 'update' ? users.get(username) : undefined;
  if (user?.site_admin !== true || site_admin === false || normalPath(root) === '') return [];
  return [issue('legacy-admin-root', line, 'root_folder', adminRootText(root), '/')];
}

/** A row must not take from the key's owner what the rest of the import needs. */
function ownerKeepsAccess(
  { line, username, values }: UserRecord,
  { settings: { user }, now }: RuleFacts,
  { existing }: Pick<BoundOptions, 'existing'>,
): Issue[] {
  if (existing !== 'update' || !user || foldUsername(username) !== foldUsername(user.username))
    return [];
  const { site_admin, restapi_permission, disabled, access_expiration_date: end } = values;
  const takesAccess = {
    site_admin: site_admin === false,
    restapi_permission: restapi_permission === false,
    disabled: disabled === true,
    access_expiration_date: end !== undefined && end.time <= now,
  };
  return Object.entries(takesAccess)
    .filter(([, isSo]) => isSo)
    .map(([column]) =>
      issue(
        'key-owner-locked-out',
        line,
        column,
        `The API key belongs to ${quote(user.username)}: with this change it could neither continue nor undo the import. Empty the cell, or use the key of another administrator.`,
      ),
    );
}
