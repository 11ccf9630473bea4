import { wordsOf, type Fields, type Value } from './parameters.js';
import type { Content } from './content.js';
import type { ApiRequest } from './request.js';
import type { StoredUser } from './state.js';

/** A user as the API returns it, without a password. */
export function renderUser(
  user: StoredUser,
  { content, now }: Pick<ApiRequest, 'content' | 'now'>,
): Record<string, unknown> {
  const fields = { ...defaultsFor(content), ...user.fields };
  const { authenticate_until: end, created_at, disabled, last_login_at } = fields;
  return {
    id: user.id,
    username: user.username,
    ...fields,
    admin_group_ids: user.adminGroupIds,
    group_ids: user.groupIds.join(','),
    api_keys_count: content.apiKeys.filter(({ userId }) => userId === user.id).length,
    public_keys_count: content.keyCount(user.id),
    site_id: content.settings.id ?? 1,
    externally_managed: fields.authentication_method === 'sso',
    disabled_expired_or_inactive:
      disabled === true || (typeof end === 'string' && Date.parse(end) <= now),
    last_active_at: last_login_at ?? created_at,
  };
}

/** The value of an unset field, as recorded from the real site. */
export function defaultsFor({ settings }: Content): Fields {
  return {
    ...usual,
    time_zone: settings.default_time_zone ?? 'Eastern Time (US & Canada)',
  };
}

const usual: Fields = {
  ...each(
    null,
    `email name company notes header_text allowed_ips authenticate_until require_login_by
    sso_strategy_id type_of_2fa type_of_2fa_for_display avatar_url notification_daily_send_time
    password_set_at password_expire_at days_remaining_until_password_expire partner_id
    primary_group_id lockout_expires first_login_at last_login_at last_web_login_at
    last_ftp_login_at last_sftp_login_at last_dav_login_at last_desktop_login_at
    last_restapi_login_at last_api_use_at last_protocol_cipher`,
  ),
  ...each('', 'tags language user_root user_home'),
  ...each(0, 'workspace_id password_validity_days'),
  ...each('use_system_setting', 'ssl_required require_2fa'),
  ...each(
    true,
    `ftp_permission sftp_permission dav_permission restapi_permission office_integration_enabled
    self_managed`,
  ),
  ...each(
    false,
    `site_admin readonly_site_admin billing_permission attachments_permission disabled
    bypass_inactive_disable bypass_site_allowed_ips require_password_change skip_welcome_screen
    subscribe_to_newsletter receive_admin_alerts active_2fa password_expired billable`,
  ),
  filesystem_layout: 'site_root',
  authentication_method: 'password',
};

function each(value: Value, names: string): Fields {
  return Object.fromEntries(wordsOf(names).map((name) => [name, value]));
}
