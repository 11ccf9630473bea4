import { badRequest } from './api-error.js';

export type Value = string | number | boolean | null;
export type Fields = Record<string, Value>;

/** The types of the API's parameters; a list of words is an enumeration. */
export type ParameterType = 'text' | 'integer' | 'boolean' | 'date-time' | readonly string[];

const override = ['use_system_setting', 'always_require', 'never_require'] as const;

/** The parameters of Create and Update User, one entry each. */
export const userParameters: Readonly<Record<string, ParameterType>> = {
  username: 'text',
  email: 'text',
  name: 'text',
  company: 'text',
  notes: 'text',
  header_text: 'text',
  language: 'text',
  password: 'text',
  password_confirmation: 'text',
  change_password: 'text',
  change_password_confirmation: 'text',
  imported_password_hash: 'text',
  grant_permission: ['', 'full', 'read', 'write', 'list', 'read+write', 'list+write'],
  group_ids: 'text',
  allowed_ips: 'text',
  tags: 'text',
  time_zone: 'text',
  user_root: 'text',
  user_home: 'text',
  authenticate_until: 'date-time',
  require_login_by: 'date-time',
  authentication_method: [
    'password',
    'sso',
    'none',
    'email_signup',
    'password_with_imported_hash',
    'password_and_ssh_key',
  ],
  ssl_required: override,
  require_2fa: override,
  filesystem_layout: [
    'site_root',
    'user_root',
    'partner_root',
    'integration_centric',
    'workspace_root',
  ],
  group_id: 'integer',
  primary_group_id: 'integer',
  partner_id: 'integer',
  sso_strategy_id: 'integer',
  workspace_id: 'integer',
  default_workspace_id: 'integer',
  password_validity_days: 'integer',
  notification_daily_send_time: 'integer',
  ai_assistant_personality_id: 'integer',
  desktop_configuration_profile_id: 'integer',
  integration_centric_profile_id: 'integer',
  responsible_group_id: 'integer',
  responsible_user_id: 'integer',
  announcements_read: 'boolean',
  avatar_delete: 'boolean',
  attachments_permission: 'boolean',
  billing_permission: 'boolean',
  bypass_inactive_disable: 'boolean',
  bypass_site_allowed_ips: 'boolean',
  bypass_user_lifecycle_rules: 'boolean',
  dav_permission: 'boolean',
  ftp_permission: 'boolean',
  sftp_permission: 'boolean',
  restapi_permission: 'boolean',
  s3_compatible_endpoint_permission: 'boolean',
  disabled: 'boolean',
  office_integration_enabled: 'boolean',
  partner_admin: 'boolean',
  readonly_site_admin: 'boolean',
  site_admin: 'boolean',
  workspace_admin: 'boolean',
  receive_admin_alerts: 'boolean',
  require_password_change: 'boolean',
  self_managed: 'boolean',
  skip_welcome_screen: 'boolean',
  subscribe_to_newsletter: 'boolean',
  notify_on_all_site_warnings: 'boolean',
  notify_on_all_sso_failures: 'boolean',
  notify_on_all_user_security_events: 'boolean',
  notify_on_all_pending_work_failures: 'boolean',
  notify_on_all_siem_http_destination_failures: 'boolean',
  notify_on_all_sync_failures: 'boolean',
  notify_on_all_automation_failures: 'boolean',
  notify_on_all_expectation_failures: 'boolean',
};

/** Parameters of Update User alone. */
export const userUpdateParameters: Readonly<Record<string, ParameterType>> = {
  ...userParameters,
  clear_2fa: 'boolean',
  convert_to_partner_user: 'boolean',
};

/** Parameters that are never stored as they are, nor returned. */
export const writeOnlyParameters: ReadonlySet<string> = new Set([
  'password',
  'password_confirmation',
  'change_password',
  'change_password_confirmation',
  'imported_password_hash',
  'grant_permission',
  'group_id',
  'avatar_delete',
  'announcements_read',
  'clear_2fa',
  'convert_to_partner_user',
]);

export const groupParameters: Readonly<Record<string, ParameterType>> = {
  name: 'text',
  notes: 'text',
  user_ids: 'text',
  admin_ids: 'text',
  allowed_ips: 'text',
  ftp_permission: 'boolean',
  sftp_permission: 'boolean',
  dav_permission: 'boolean',
  restapi_permission: 'boolean',
  workspace_id: 'integer',
};

export const permissionParameters: Readonly<Record<string, ParameterType>> = {
  path: 'text',
  permission: [
    'admin',
    'full',
    'readonly',
    'writeonly',
    'list',
    'bundle',
    'history',
    'previewonly',
    'site_admin',
    'readonly_site_admin',
  ],
  recursive: 'boolean',
  user_id: 'integer',
  username: 'text',
  group_id: 'integer',
  group_name: 'text',
  partner_id: 'integer',
  group_ids: 'text',
  site_id: 'integer',
};

export const publicKeyParameters: Readonly<Record<string, ParameterType>> = {
  user_id: 'integer',
  title: 'text',
  public_key: 'text',
};

export const groupUserParameters: Readonly<Record<string, ParameterType>> = {
  group_id: 'integer',
  user_id: 'integer',
  admin: 'boolean',
};

export const folderParameters: Readonly<Record<string, ParameterType>> = {
  path: 'text',
  mkdir_parents: 'boolean',
};

/**
 * Reads a body by a table: JSON gives typed values, a form gives texts; both are accepted. Throws what
 * the API answers to missing and mistyped parameters, all of them in one text. Unknown ones are
 * ignored, as the site does, and reported to `onUnknown`.
 */
export function readParameters(
  body: Readonly<Record<string, unknown>>,
  table: Readonly<Record<string, ParameterType>>,
  required: readonly string[],
  onUnknown: (name: string) => void,
): Fields {
  const problems = required
    .filter((name) => body[name] === undefined || body[name] === null)
    .map((name) => `${name} is missing`);
  const fields: Fields = {};
  for (const [name, raw] of Object.entries(body)) {
    const type = Object.hasOwn(table, name) ? table[name] : undefined;
    if (type === undefined) {
      onUnknown(name);
      continue;
    }
    const value = raw === null ? null : readValue(raw, type);
    if (value === undefined)
      problems.push(
        `${name} ${typeof type === 'object' ? 'does not have a valid value' : 'is invalid'}`,
      );
    else fields[name] = value;
  }
  if (problems.length > 0) throw badRequest(problems.join(', '));
  return fields;
}

const dateTimeForm =
  /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s?(?:Z|UTC|[+-]\d{2}:?\d{2})?)?$/;

/** `Date.parse` takes 30 February for 2 March, and reads a date in any text that ends in a number. */
export function isDateTime(text: string): boolean {
  const day = new Date(text.slice(0, 10));
  return (
    dateTimeForm.test(text) &&
    !Number.isNaN(Date.parse(text)) &&
    day.toISOString().startsWith(text.slice(0, 10))
  );
}

const truth = new Map([
  ['true', true],
  ['false', false],
  ['1', true],
  ['0', false],
]);

/** undefined: not a value of the type. */
function readValue(raw: unknown, type: ParameterType): Value | undefined {
  if (typeof raw !== 'string' && typeof raw !== 'number' && typeof raw !== 'boolean')
    return undefined;
  const text = String(raw);
  switch (type) {
    case 'text':
      return typeof raw === 'boolean' ? undefined : text;
    case 'integer':
      // 32 bits with a sign: what is cut off by `| 0` is too much.
      return /^-?\d{1,10}$/.test(text) && (Number(text) | 0) === Number(text)
        ? Number(text)
        : undefined;
    case 'boolean':
      return truth.get(text);
    case 'date-time':
      if (text === '') return null;
      return isDateTime(text) ? text : undefined;
    default:
      return type.includes(text) ? text : undefined;
  }
}
