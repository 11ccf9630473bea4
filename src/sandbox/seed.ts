import type { SandboxContent, StoredUser } from './state.js';

/** The key of the sandbox's administrator. It opens nothing else. */
export const sandboxKey = 'sandbox0administrator0key';

const groups = ['Sales', 'Engineering', 'Finance', 'Contractors', 'Support', 'Marketing'];
const providers = [
  'auth0',
  'azure',
  'box',
  'dropbox',
  'idaptive',
  'ldap',
  'okta',
  'onelogin',
  'saml',
  'slack',
];
const labels: Readonly<Record<string, string>> = { azure: 'Azure AD', ldap: 'Active Directory' };

/** A new site: an administrator, some groups and folders, every SSO provider, modest password rules. */
export function seed(apiKey: string): SandboxContent {
  const admin: StoredUser = {
    id: 1,
    username: 'admin',
    fields: {
      name: 'Site Administrator',
      email: 'admin@example.com',
      site_admin: true,
      created_at: '2025-01-06T09:00:00-05:00',
    },
    groupIds: [],
    adminGroupIds: [],
  };
  return {
    version: 1,
    nextId: 100,
    highWaterUserCount: 1,
    settings: {
      id: 1,
      name: 'Sandbox',
      subdomain: 'sandbox',
      default_time_zone: 'Eastern Time (US & Canada)',
      language: 'en',
      password_min_length: 8,
      password_require_letter: true,
      password_require_mixed: false,
      password_require_number: false,
      password_require_special: false,
      password_require_unbreached: false,
      password_validity_days: 0,
      max_prior_passwords: 0,
      ssl_required: true,
      require_2fa: false,
      allow_user_level_ssl_override: true,
      allow_user_level_2fa_override: true,
      allow_user_level_allowed_ip_override: true,
      allowed_ips: '',
      custom_namespace: false,
      non_sso_users_allowed: true,
      non_sso_groups_allowed: true,
      folder_permissions_groups_only: false,
      prevent_root_permissions_for_non_site_admins: false,
      ftp_enabled: true,
      sftp_enabled: true,
      dav_enabled: true,
      always_mkdir_parents: false,
      welcome_email_enabled: false,
      include_password_in_welcome_email: false,
    },
    users: [admin],
    groups: groups.map((name, index) => ({ id: 11 + index, name, fields: {} })),
    permissions: [],
    folders: ['Shared', 'Shared/Templates', 'Home'],
    publicKeys: [],
    ssoStrategies: providers.map((provider, index) => ({
      id: 21 + index,
      protocol: provider === 'ldap' ? 'ldap' : provider === 'saml' ? 'saml' : 'oauth2',
      provider,
      label: labels[provider] ?? provider,
      enabled: true,
    })),
    apiKeys: [{ key: apiKey, userId: 1, permissionSet: 'full' }],
  };
}
