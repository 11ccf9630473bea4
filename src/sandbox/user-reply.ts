import type { Content } from './content.js';
import type { Fields } from './parameters.js';
import type { StoredUser } from './state.js';

/** A user as the API returns it: never with a password. */
export function renderUser(user: StoredUser, content: Content): Record<string, unknown> {
  const fields = { ...defaultsFor(content), ...user.fields };
  return {
    id: user.id,
    username: user.username,
    ...fields,
    admin_group_ids: user.adminGroupIds,
    group_ids: user.groupIds.join(','),
    api_keys_count: 0,
    public_keys_count: content.keyCount(user.id),
    site_id: content.settings.id ?? 1,
    externally_managed: fields.authentication_method === 'sso',
    disabled_expired_or_inactive: fields.disabled === true,
  };
}

/** What a field has that nobody has set, as recorded from the real site. */
export function defaultsFor({ settings }: Content): Fields {
  return {
    email: null,
    name: null,
    company: null,
    notes: null,
    header_text: null,
    allowed_ips: null,
    authenticate_until: null,
    require_login_by: null,
    sso_strategy_id: null,
    type_of_2fa: null,
    avatar_url: null,
    notification_daily_send_time: null,
    password_expire_at: null,
    days_remaining_until_password_expire: null,
    partner_id: null,
    primary_group_id: null,
    workspace_id: 0,
    tags: '',
    filesystem_layout: 'site_root',
    authentication_method: 'password',
    language: '',
    user_root: '',
    user_home: '',
    password_validity_days: 0,
    ssl_required: 'use_system_setting',
    require_2fa: 'use_system_setting',
    ftp_permission: true,
    sftp_permission: true,
    dav_permission: true,
    restapi_permission: true,
    office_integration_enabled: true,
    self_managed: true,
    site_admin: false,
    readonly_site_admin: false,
    billing_permission: false,
    attachments_permission: false,
    disabled: false,
    bypass_inactive_disable: false,
    bypass_site_allowed_ips: false,
    require_password_change: false,
    skip_welcome_screen: false,
    subscribe_to_newsletter: false,
    receive_admin_alerts: false,
    active_2fa: false,
    password_expired: false,
    billable: false,
    password_set_at: null,
    time_zone: settings.default_time_zone ?? 'Eastern Time (US & Canada)',
    first_login_at: null,
    last_login_at: null,
    last_web_login_at: null,
    last_ftp_login_at: null,
    last_sftp_login_at: null,
    last_dav_login_at: null,
    last_desktop_login_at: null,
    last_restapi_login_at: null,
    last_api_use_at: null,
    lockout_expires: null,
  };
}
