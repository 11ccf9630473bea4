import { badRequest } from './api-error.js';
import type { ApiRequest } from './request.js';

export type Value = string | number | boolean | null;
export type Fields = Record<string, Value>;

/** The types of the API's parameters; a list of words is an enumeration. */
type ParameterType = 'text' | 'integer' | 'boolean' | 'date-time' | readonly string[];
type ParameterTable = Readonly<Record<string, ParameterType>>;

/** A table from the names of each type, separated by spaces, and from the words of enumerations. */
function tableOf(
  names: { readonly [type in Exclude<ParameterType, readonly string[]>]?: string },
  enumerations: Readonly<Record<string, readonly string[]>> = {},
): ParameterTable {
  const table: Record<string, ParameterType> = { ...enumerations };
  for (const type of ['text', 'integer', 'boolean', 'date-time'] as const)
    for (const name of wordsOf(names[type] ?? '')) table[name] = type;
  return table;
}

export function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

const override = ['use_system_setting', 'always_require', 'never_require'];

/** The parameters of Create and Update User. */
export const userParameters = tableOf(
  {
    text: `username email name company notes header_text language password password_confirmation
      change_password change_password_confirmation imported_password_hash group_ids allowed_ips tags
      time_zone user_root user_home`,
    'date-time': 'authenticate_until require_login_by',
    integer: `group_id primary_group_id partner_id sso_strategy_id workspace_id default_workspace_id
      password_validity_days notification_daily_send_time ai_assistant_personality_id
      desktop_configuration_profile_id integration_centric_profile_id responsible_group_id
      responsible_user_id`,
    boolean: `announcements_read avatar_delete attachments_permission billing_permission
      bypass_inactive_disable bypass_site_allowed_ips bypass_user_lifecycle_rules dav_permission
      ftp_permission sftp_permission restapi_permission s3_compatible_endpoint_permission disabled
      office_integration_enabled partner_admin readonly_site_admin site_admin workspace_admin
      receive_admin_alerts require_password_change self_managed skip_welcome_screen
      subscribe_to_newsletter notify_on_all_site_warnings notify_on_all_sso_failures
      notify_on_all_user_security_events notify_on_all_pending_work_failures
      notify_on_all_siem_http_destination_failures notify_on_all_sync_failures
      notify_on_all_automation_failures notify_on_all_expectation_failures`,
  },
  {
    grant_permission: ['', 'full', 'read', 'write', 'list', 'read+write', 'list+write'],
    authentication_method: wordsOf(
      'password sso none email_signup password_with_imported_hash password_and_ssh_key',
    ),
    ssl_required: override,
    require_2fa: override,
    filesystem_layout: wordsOf(
      'site_root user_root partner_root integration_centric workspace_root',
    ),
  },
);

/** Two exist only for Update User. */
export const userUpdateParameters: ParameterTable = {
  ...userParameters,
  ...tableOf({ boolean: 'clear_2fa convert_to_partner_user' }),
};

/** Parameters that are never stored as sent, nor returned. */
export const writeOnlyParameters: ReadonlySet<string> = new Set(
  wordsOf(`password password_confirmation change_password change_password_confirmation
    imported_password_hash grant_permission group_id avatar_delete announcements_read clear_2fa
    convert_to_partner_user`),
);

export const groupParameters = tableOf({
  text: 'name notes user_ids admin_ids allowed_ips',
  boolean: 'ftp_permission sftp_permission dav_permission restapi_permission',
  integer: 'workspace_id',
});

export const permissionParameters = tableOf(
  {
    text: 'path username group_name group_ids',
    boolean: 'recursive',
    integer: 'user_id group_id partner_id site_id',
  },
  {
    permission: wordsOf(
      'admin full readonly writeonly list bundle history previewonly site_admin readonly_site_admin',
    ),
  },
);

export const publicKeyParameters = tableOf({ integer: 'user_id', text: 'title public_key' });

export const groupUserParameters = tableOf({ integer: 'group_id user_id', boolean: 'admin' });

export const folderParameters = tableOf({ text: 'path', boolean: 'mkdir_parents' });

export const sessionParameters = tableOf({ text: 'username password otp' });

/**
 * Reads a body according to a table: JSON has typed values, a form has texts; both are accepted. Throws the
 * API's answer to missing and mistyped parameters, all in one text. Unknown ones are ignored, as the site
 * does, and reported to `onUnknown`.
 */
export function readParameters(
  { body, onUnknown }: Pick<ApiRequest, 'body' | 'onUnknown'>,
  table: ParameterTable,
  required: readonly string[] = [],
): Fields {
  const problems = required
    .filter((name) => (body[name] ?? null) === null)
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

/** The same, with parameters in the query too. */
export function readWithQuery(
  { body, query, onUnknown }: ApiRequest,
  table: ParameterTable,
  required?: readonly string[],
): Fields {
  const given = { ...Object.fromEntries(query), ...body };
  return readParameters({ body: given, onUnknown }, table, required);
}

const dateTimeForm =
  /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s?(?:Z|UTC|[+-]\d{2}:?\d{2})?)?$/;

/** `Date.parse` takes 30 February for 2 March, and finds a date in any text that ends in a number. */
export function isDateTime(text: string): boolean {
  const day = new Date(text.slice(0, 10));
  return (
    dateTimeForm.test(text) &&
    !Number.isNaN(Date.parse(text)) &&
    day.toISOString().startsWith(text.slice(0, 10))
  );
}

/** undefined: not a value of the type. */
function readValue(raw: unknown, type: ParameterType): Value | undefined {
  if (typeof raw !== 'string' && typeof raw !== 'number' && typeof raw !== 'boolean')
    return undefined;
  const text = String(raw);
  switch (type) {
    case 'text':
      return typeof raw === 'boolean' ? undefined : text;
    case 'integer':
      // 32-bit signed: a number that `| 0` changes is too large.
      return /^-?\d{1,10}$/.test(text) && (Number(text) | 0) === Number(text)
        ? Number(text)
        : undefined;
    case 'boolean':
      if (text === 'true' || text === '1') return true;
      return text === 'false' || text === '0' ? false : undefined;
    case 'date-time':
      if (text === '') return null;
      return isDateTime(text) ? text : undefined;
    default:
      return type.includes(text) ? text : undefined;
  }
}
