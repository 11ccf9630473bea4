import type { Json } from '../column.js';
import { textOf } from '../kinds/kind.js';
import { legacyPermissions, sameLegacyPermissions } from './permissions.js';
import { legacyTime, timeOfLegacy } from './time.js';
import { normalPath, samePath } from '../path.js';
import type { CellValues, ColumnName } from '../table.js';
import { timeZones } from '../kinds/time-zones.js';
import { foldUsername } from '../username.js';

/** A column as the legacy API takes it. */
export interface LegacyColumn<T = never> {
  /** The parameter of its Create User and Update User. */
  readonly parameter: string;
  readonly toApi: (value: T) => Json;
  /** Whether what the site returns for the parameter means what was sent. */
  readonly same: (sent: Json, returned: Json) => boolean;
}

/**
 * What becomes of every column with the legacy API: a parameter of its own; null, it has no place there
 * and is left out with a warning; or `rule`, it has one value there, which a rule holds the row to.
 */
export const legacyColumns: {
  readonly [C in ColumnName]: LegacyColumn<NonNullable<CellValues[C]>> | 'rule' | null;
} = {
  username: {
    parameter: 'username',
    toApi: (value) => value,
    same: (sent, returned) => foldUsername(textOf(sent)) === foldUsername(textOf(returned)),
  },
  authentication_method: 'rule',
  password: plain('password'),
  email: {
    parameter: 'email',
    toApi: (value) => value,
    same: (sent, returned) => textOf(sent).toLowerCase() === textOf(returned).toLowerCase(),
  },
  full_name: plain('nickname'),
  site_admin: {
    parameter: 'role',
    toApi: (value) => (value ? 'admin' : 'user'),
    same: equal,
  },
  time_zone: {
    parameter: 'timeZone',
    toApi: (value) => ianaOf.get(value) ?? value,
    same: equal,
  },
  root_folder: {
    parameter: 'homeResource',
    // With its slash a path is never taken for an `id:…`.
    toApi: (value) => `/${normalPath(value)}`,
    same: (sent, returned) => samePath(textOf(sent), textOf(returned)),
  },
  access_expiration_date: {
    parameter: 'expiration',
    toApi: ({ time }) => legacyTime(time),
    same: (sent, returned) => timeOfLegacy(textOf(sent)) === timeOfLegacy(textOf(returned)),
  },
  folder_permissions: {
    parameter: 'permissions',
    toApi: legacyPermissions,
    same: sameLegacyPermissions,
  },
  disabled: plain('locked'),

  company: null,
  password_validity_days: null,
  require_password_change: null,
  require_login_by: null,
  group_ids: null,
  self_managed: null,
  notes: null,
  home_folder: null,
  ip_whitelist: null,
  enforce_ip_whitelist: null,
  ssl_required: null,
  ftp_permission: null,
  sftp_permission: null,
  dav_permission: null,
  restapi_permission: null,

  ssh_public_key: null,
  imported_password_hash: null,
  sso_strategy_id: null,
  language: null,
  header_text: null,
  tags: null,
  require_2fa: null,
  filesystem_layout: null,
  grant_permission: null,
  notification_daily_send_time: null,
  group_id: null,
  primary_group_id: null,
  partner_id: null,
  workspace_id: null,
  default_workspace_id: null,
  ai_assistant_personality_id: null,
  desktop_configuration_profile_id: null,
  integration_centric_profile_id: null,
  responsible_group_id: null,
  responsible_user_id: null,
  announcements_read: null,
  avatar_delete: null,
  attachments_permission: null,
  billing_permission: null,
  bypass_inactive_disable: null,
  bypass_user_lifecycle_rules: null,
  office_integration_enabled: null,
  partner_admin: null,
  readonly_site_admin: null,
  workspace_admin: null,
  s3_compatible_endpoint_permission: null,
  receive_admin_alerts: null,
  skip_welcome_screen: null,
  subscribe_to_newsletter: null,
  notify_on_all_site_warnings: null,
  notify_on_all_sso_failures: null,
  notify_on_all_user_security_events: null,
  notify_on_all_pending_work_failures: null,
  notify_on_all_siem_http_destination_failures: null,
  notify_on_all_sync_failures: null,
  notify_on_all_automation_failures: null,
  notify_on_all_expectation_failures: null,
};

function plain<T extends Json>(parameter: string): LegacyColumn<T> {
  return { parameter, toApi: (value) => value, same: equal };
}

function equal(sent: Json, returned: Json): boolean {
  return sent === returned;
}

/** A file holds the names of the format, whichever API it is sent to; the legacy one takes the zone's id. */
const ianaOf: ReadonlyMap<string, string> = new Map(timeZones);
