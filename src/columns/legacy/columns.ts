import type { Json } from '../column.js';
import { folder } from '../kinds/folder.js';
import { textOf } from '../kinds/kind.js';
import { email, username } from '../kinds/text.js';
import { timeZones } from '../kinds/time-zones.js';
import { legacyPermissions, sameLegacyPermissions } from './permissions.js';
import { legacyTime, timeOfLegacy } from './time.js';
import { normalPath } from '../path.js';
import type { CellValues, ColumnName } from '../table.js';

/** A column as the legacy API takes it. */
export interface LegacyColumn<T = never> {
  /** The parameter of its Create User and Update User. */
  readonly parameter: string;
  readonly toApi: (value: T) => Json;
  /** Whether what the site returns for the parameter means what was sent. */
  readonly same: (sent: Json, returned: Json) => boolean;
}

/**
 * The columns that have a place in the legacy API; null: it has one value there, which a rule holds the row
 * to. A column that is neither here nor left out does not compile.
 */
export const legacyColumns: {
  readonly [C in Exclude<ColumnName, LeftOut>]: LegacyColumn<NonNullable<CellValues[C]>> | null;
} = {
  username: plain('username', username.same),
  authentication_method: null,
  password: plain('password'),
  email: plain('email', email.same),
  full_name: plain('nickname'),
  site_admin: {
    parameter: 'role',
    toApi: (value) => (value ? 'admin' : 'user'),
    same: equal,
  },
  time_zone: {
    parameter: 'timeZone',
    // A file holds the names of the format, whichever API it is sent to.
    toApi: (value) => timeZones[value] ?? value,
    same: equal,
  },
  root_folder: {
    parameter: 'homeResource',
    // With its slash a path is never taken for an `id:…`.
    toApi: (value) => `/${normalPath(value)}`,
    same: folder.same,
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
};

/** The columns that have none, and are left out with a warning. */
type LeftOut = Named<
  | 'company'
  | 'password_validity_days'
  | 'require_password_change'
  | 'require_login_by'
  | 'group_ids'
  | 'self_managed'
  | 'notes'
  | 'home_folder'
  | 'ip_whitelist'
  | 'enforce_ip_whitelist'
  | 'ssl_required'
  | 'ftp_permission'
  | 'sftp_permission'
  | 'dav_permission'
  | 'restapi_permission'
  | 'ssh_public_key'
  | 'imported_password_hash'
  | 'sso_strategy_id'
  | 'language'
  | 'header_text'
  | 'tags'
  | 'require_2fa'
  | 'filesystem_layout'
  | 'grant_permission'
  | 'notification_daily_send_time'
  | 'group_id'
  | 'primary_group_id'
  | 'partner_id'
  | 'workspace_id'
  | 'default_workspace_id'
  | 'ai_assistant_personality_id'
  | 'desktop_configuration_profile_id'
  | 'integration_centric_profile_id'
  | 'responsible_group_id'
  | 'responsible_user_id'
  | 'announcements_read'
  | 'avatar_delete'
  | 'attachments_permission'
  | 'billing_permission'
  | 'bypass_inactive_disable'
  | 'bypass_user_lifecycle_rules'
  | 'office_integration_enabled'
  | 'partner_admin'
  | 'readonly_site_admin'
  | 'workspace_admin'
  | 's3_compatible_endpoint_permission'
  | 'receive_admin_alerts'
  | 'skip_welcome_screen'
  | 'subscribe_to_newsletter'
  | 'notify_on_all_site_warnings'
  | 'notify_on_all_sso_failures'
  | 'notify_on_all_user_security_events'
  | 'notify_on_all_pending_work_failures'
  | 'notify_on_all_siem_http_destination_failures'
  | 'notify_on_all_sync_failures'
  | 'notify_on_all_automation_failures'
  | 'notify_on_all_expectation_failures'
>;
type Named<C extends ColumnName> = C;

function plain<T extends Json>(
  parameter: string,
  same: LegacyColumn['same'] = equal,
): LegacyColumn<T> {
  return { parameter, toApi: (value) => value, same };
}

function equal(sent: Json, returned: Json): boolean {
  return sent === returned;
}
