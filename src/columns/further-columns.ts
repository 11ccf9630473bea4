import { table, type ColumnEntry } from './column.js';
import { choice, flag, hourOfDay, wholeNumber } from './kinds/choice.js';
import { passwordHash, publicKeys, tags } from './kinds/credential.js';
import { text } from './kinds/text.js';

/**
 * Columns that the web form does not know: the other parameters of the API's Create User, each under its
 * own name, and SSH keys. Left out are parameters that a documented column sets under another name (`name`,
 * `user_root`, …), files, and those that only repeat or change a password.
 */
export const further = table({
  ssh_public_key: {
    parameter: null,
    kind: publicKeys,
    // People paste private keys.
    secret: true,
    help: 'The public keys with which the user signs in over SFTP.',
    example:
      'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIPwFqeG1x5DSpscmGiD+Lj85auQ3gjoo7DxhPRlmUjm ada@laptop',
    alsoCalled: ['public key', 'public keys', 'ssh key', 'ssh keys'],
  },
  imported_password_hash: {
    kind: passwordHash,
    secret: true,
    help: 'The hash of a password from another system. Only when authentication_method is password_with_imported_hash.',
    example: '5f4dcc3b5aa765d61d8327deb882cf99',
  },
  sso_strategy_id: {
    kind: wholeNumber,
    help: 'The SSO strategy to use when a provider has several, by its id.',
    example: '12',
    toCell: ({ fields, sso }) =>
      sso === undefined || sso.alone ? '' : wholeNumber.fromApi(fields.sso_strategy_id ?? null),
  },
  language: {
    kind: text,
    help: 'The language of the web interface for the user.',
    example: 'en',
  },
  header_text: {
    kind: text,
    help: 'Text that the user sees at the top of the web interface.',
    example: 'Welcome to the archive',
  },
  tags: {
    kind: tags,
    help: "The user's tags.",
    example: 'contractor,berlin',
  },
  require_2fa: {
    kind: choice(['use_system_setting', 'always_require', 'never_require']),
    help: 'Whether the user must sign in with a second factor.',
    example: 'always_require',
    unset: 'use_system_setting',
  },
  filesystem_layout: {
    kind: choice([
      'site_root',
      'user_root',
      'partner_root',
      'integration_centric',
      'workspace_root',
    ]),
    help: 'Which folder the user sees as the top level.',
    example: 'user_root',
    unset: 'site_root',
  },
  grant_permission: {
    kind: choice(['full', 'read', 'write', 'list', 'read+write', 'list+write']),
    help: 'A permission on root_folder, given when the user is created.',
    example: 'read+write',
  },
  notification_daily_send_time: {
    kind: hourOfDay,
    help: 'The hour at which daily notifications are sent.',
    example: '18',
  },
  ...ids({
    group_id: 'A group that the user is a member of, by its id. group_ids takes several.',
    primary_group_id: "The user's primary group, by its id.",
    partner_id: 'The partner that the user belongs to, by its id.',
    workspace_id: 'The workspace that the user belongs to, by its id.',
    default_workspace_id: 'The workspace that the user sees first, by its id.',
    ai_assistant_personality_id: "The AI assistant's personality, by its id.",
    desktop_configuration_profile_id: "The desktop app's configuration profile, by its id.",
    integration_centric_profile_id: 'The integration-centric profile, by its id.',
    responsible_group_id: 'The group that is responsible for the user, by its id.',
    responsible_user_id: 'The user who is responsible for this one, by its id.',
  }),
  ...flags({
    announcements_read: 'Whether announcements count as read.',
    avatar_delete: "Whether the user's picture is removed.",
    attachments_permission: 'Whether the user may create share links. Deprecated: use bundle.',
    billing_permission: 'Whether the user may see and change billing.',
    bypass_inactive_disable: 'Whether the user is never disabled for inactivity.',
    bypass_user_lifecycle_rules: "Whether the user is exempt from the site's lifecycle rules.",
    disabled: 'Whether the user is disabled from the start.',
    partner_admin: 'Whether the user is an administrator of their partner.',
    readonly_site_admin: 'Whether the user may see all settings of the site.',
    workspace_admin: 'Whether the user is an administrator of their workspace.',
    s3_compatible_endpoint_permission:
      'Whether the user may connect through the S3-compatible interface.',
    receive_admin_alerts: 'Whether the user receives alerts for administrators. Deprecated.',
    skip_welcome_screen: 'Whether the welcome page is skipped.',
    subscribe_to_newsletter: 'Whether the user receives the newsletter.',
    notify_on_all_site_warnings: 'Whether the user is notified of all site warnings.',
    notify_on_all_sso_failures: 'Whether the user is notified of all SSO failures.',
    notify_on_all_user_security_events: 'Whether the user is notified of all security events.',
    notify_on_all_pending_work_failures:
      'Whether the user is notified of all pending work failures.',
    notify_on_all_siem_http_destination_failures:
      'Whether the user is notified of all failures to deliver to a SIEM.',
    notify_on_all_sync_failures: 'Whether the user is notified of all sync failures.',
    notify_on_all_automation_failures: 'Whether the user is notified of all automation failures.',
    notify_on_all_expectation_failures: 'Whether the user is notified of all unmet expectations.',
  }),
  office_integration_enabled: {
    kind: flag,
    help: 'Whether the user may edit documents in Office for the web.',
    example: 'N',
    unset: 'Y',
  },
});

function ids<Name extends string>(helps: Readonly<Record<Name, string>>) {
  // Nothing has the id 0.
  return alike(helps, { kind: wholeNumber, example: '7', unset: '0' });
}

function flags<Name extends string>(helps: Readonly<Record<Name, string>>) {
  return alike(helps, { kind: flag, example: 'N', unset: 'N' });
}

function alike<Name extends string, T>(
  helps: Readonly<Record<Name, string>>,
  entry: Omit<ColumnEntry<T>, 'help'>,
): Record<Name, ColumnEntry<T>> {
  const entries = Object.entries<string>(helps).map(([name, help]) => [name, { ...entry, help }]);
  // Object.fromEntries loses the type of the keys.
  return Object.fromEntries(entries) as Record<Name, ColumnEntry<T>>;
}
