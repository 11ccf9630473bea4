import { adminRequired, modelErrors, notFound, type ModelError } from './api-error.js';
import type { Content } from './content.js';
import { page } from './listing.js';
import {
  readParameters,
  userParameters,
  userUpdateParameters,
  writeOnlyParameters,
  type Fields,
} from './parameters.js';
import { normalPath } from './paths.js';
import { idOf, timestamp, type ApiReply, type ApiRequest } from './request.js';
import type { StoredUser } from './state.js';

const filters = [
  'username',
  'name',
  'email',
  'company',
  'site_admin',
  'password_validity_days',
  'ssl_required',
  'last_login_at',
  'authenticate_until',
  'not_site_admin',
  'disabled',
  'partner_id',
  'primary_group_id',
  'workspace_id',
  'site_id',
  'last_desktop_login_at',
];

export function listUsers(request: ApiRequest): ApiReply {
  const { content, query } = request;
  const render = (user: StoredUser): Fields => renderUser(user, content);
  const username = query.get('filter[username]');
  // The one filter that is asked for by the thousand.
  const users =
    username === null ? content.users.values() : [content.userNamed(username) ?? []].flat();
  return page(request, users, render, filters);
}

export function showUser(request: ApiRequest): ApiReply {
  return { status: 200, body: renderUser(find(request), request.content) };
}

export function createUser(request: ApiRequest): ApiReply {
  return create(request, []);
}

export function createUserInGroup(request: ApiRequest): ApiReply {
  const group = request.content.groups.get(idOf(request));
  if (!group) throw notFound();
  return create(request, [group.id]);
}

function create(request: ApiRequest, groups: readonly number[]): ApiReply {
  const { content, body, now, onUnknown } = request;
  requireAdmin(request);
  const fields = readParameters(body, userParameters, ['username'], onUnknown);
  const groupIds = [...groups, ...readGroups(fields, content)];
  refuse({ ...defaultsFor(content), ...fields }, fields, undefined, content);
  const user: StoredUser = {
    id: content.nextId(),
    username: String(fields.username),
    fields: { ...storedFields(fields), created_at: timestamp(now) },
    groupIds: [...new Set(groupIds)],
    adminGroupIds: [],
  };
  if (fields.password !== undefined && fields.password !== null)
    user.fields.password_set_at = timestamp(now);
  content.addUser(user);
  grantOnRoot(user, fields, content);
  return { status: 201, body: renderUser(user, content) };
}

export function updateUser(request: ApiRequest): ApiReply {
  const { content, body, now, onUnknown } = request;
  requireAdmin(request);
  const user = find(request);
  const fields = readParameters(body, userUpdateParameters, [], onUnknown);
  const groupIds = fields.group_ids === undefined ? undefined : readGroups(fields, content);
  refuse({ ...defaultsFor(content), ...user.fields, ...fields }, fields, user, content);
  if (typeof fields.username === 'string') content.renameUser(user, fields.username);
  Object.assign(user.fields, storedFields(fields));
  if (groupIds) user.groupIds = groupIds;
  if (typeof (fields.password ?? fields.change_password) === 'string')
    user.fields.password_set_at = timestamp(now);
  return { status: 200, body: renderUser(user, content) };
}

export function deleteUser(request: ApiRequest): ApiReply {
  requireAdmin(request);
  request.content.removeUser(find(request));
  return { status: 204 };
}

/** Unlock, resend the welcome e-mail, reset two-factor: nothing of it shows in the user. */
export function actOnUser(request: ApiRequest): ApiReply {
  requireAdmin(request);
  find(request);
  return { status: 204 };
}

export function requireAdmin({ key, content }: ApiRequest): void {
  if (key.permissionSet !== 'full') throw adminRequired();
  if (key.userId === null) return;
  if (content.users.get(key.userId)?.fields.site_admin !== true) throw adminRequired();
}

function find(request: ApiRequest): StoredUser {
  const user = request.content.users.get(idOf(request));
  if (!user) throw notFound();
  return user;
}

function storedFields(fields: Fields): Fields {
  const stored = Object.entries(fields).filter(
    ([name]) => !writeOnlyParameters.has(name) && name !== 'username' && name !== 'group_ids',
  );
  const result = Object.fromEntries(stored);
  for (const name of ['user_root', 'user_home'])
    if (typeof result[name] === 'string' && result[name] !== '/')
      result[name] = normalPath(result[name]);
  return result;
}

/** `group_ids` is a text of ids with commas between, and `group_id` one more. */
function readGroups(fields: Fields, content: Content): number[] {
  const ids = [
    ...String(fields.group_ids ?? '').split(','),
    ...(fields.group_id === undefined ? [] : [String(fields.group_id)]),
  ]
    .map((id) => id.trim())
    .filter((id) => id !== '');
  const unknown = ids.filter((id) => !/^\d+$/.test(id) || !content.groups.has(Number(id)));
  if (unknown.length > 0)
    throw modelErrors({
      group_ids: unknown.map((id) => ({ key: 'not_found', message: `Group ${id} was not found` })),
    });
  return [...new Set(ids.map(Number))];
}

/** A permission on the User Root, which only a creation can give. */
function grantOnRoot(user: StoredUser, fields: Fields, content: Content): void {
  const asked = fields.grant_permission;
  if (typeof asked !== 'string' || asked === '') return;
  const path = normalPath(String(fields.user_root ?? ''));
  const names: Readonly<Record<string, string>> = { read: 'readonly', write: 'writeonly' };
  for (const word of asked.split('+'))
    content.addPermission({
      id: content.nextId(),
      path,
      userId: user.id,
      groupId: null,
      permission: names[word] ?? word,
      recursive: true,
    });
}

/** Throws when the user as it would be cannot be saved; all that is wrong at once, by parameter. */
function refuse(
  whole: Fields,
  given: Fields,
  self: StoredUser | undefined,
  content: Content,
): void {
  const errors: Record<string, ModelError[]> = {};
  const add = (parameter: string, key: string, message: string): void => {
    (errors[parameter] ??= []).push({ key, message });
  };
  if (given.username !== undefined) checkUsername(String(given.username ?? ''), self, content, add);
  if (
    typeof given.email === 'string' &&
    given.email !== '' &&
    !/^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]+$/.test(given.email)
  )
    add('email', 'invalid', 'Email is invalid');
  const password = given.password ?? given.change_password;
  if (typeof password === 'string') checkPassword(password, content, add);
  for (const [name, confirmation] of [
    ['password', 'password_confirmation'],
    ['change_password', 'change_password_confirmation'],
  ] as const)
    if (given[confirmation] !== undefined && given[confirmation] !== given[name])
      add(confirmation, 'confirmation', 'Password confirmation does not match');
  checkMethod(whole, content, add);
  if (Object.keys(errors).length > 0) throw modelErrors(errors);
}

type AddError = (parameter: string, key: string, message: string) => void;

function checkUsername(
  username: string,
  self: StoredUser | undefined,
  content: Content,
  add: AddError,
): void {
  if (username === '') add('username', 'blank', "Username can't be blank");
  if (Array.from(username).length > 50)
    add('username', 'too_long', 'Username is too long (maximum is 50 characters)');
  if (username.includes('  '))
    add('username', 'multiple_spaces', 'Username must not contain multiple spaces together');
  if (username !== username.trim())
    add('username', 'leading_trailing_space', 'Username must not begin or end with a space');
  const other = content.userNamed(username);
  if (other && other !== self) add('username', 'taken', 'Username has already been taken');
}

function checkPassword(password: string, { settings }: Content, add: AddError): void {
  const minimum = Number(settings.password_min_length ?? 0);
  if (password.length < minimum)
    add('password', 'too_short', `Password is too short (minimum is ${minimum} characters)`);
  const rules: [setting: string, met: boolean, message: string][] = [
    ['password_require_letter', /\p{L}/u.test(password), 'Password must contain a letter'],
    [
      'password_require_mixed',
      /\p{Lu}/u.test(password) && /\p{Ll}/u.test(password),
      'Password must contain both upper and lower case letters',
    ],
    ['password_require_number', /\d/.test(password), 'Password must contain a number'],
    [
      'password_require_special',
      /[^\p{L}\p{N}\s]/u.test(password),
      'Password must contain a special character',
    ],
  ];
  for (const [setting, met, message] of rules)
    if (settings[setting] === true && !met) add('password', setting, message);
}

function checkMethod(whole: Fields, content: Content, add: AddError): void {
  const method = whole.authentication_method;
  const { settings, ssoStrategies } = content;
  if (method === 'email_signup' && (whole.email ?? '') === '')
    add('email', 'blank', "Email can't be blank");
  const strategy = ssoStrategies.find(({ id }) => id === whole.sso_strategy_id);
  if (method === 'sso' && strategy?.enabled !== true)
    add('sso_strategy_id', 'invalid', 'Sso strategy is not valid');
  if (method !== 'sso' && settings.non_sso_users_allowed === false)
    add('authentication_method', 'sso_only', 'Only SSO users are allowed on this site');
}

function defaultsFor({ settings }: Content): Fields {
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
  };
}

/** A user as the API returns it: never with a password. */
export function renderUser(user: StoredUser, content: Content): Fields {
  const fields = { ...defaultsFor(content), ...user.fields };
  return {
    id: user.id,
    username: user.username,
    ...fields,
    // The list is of numbers; Fields holds single values alone.
    admin_group_ids: user.adminGroupIds as never,
    group_ids: user.groupIds.join(','),
    api_keys_count: 0,
    public_keys_count: content.keyCount(user.id),
    site_id: content.settings.id ?? 1,
    externally_managed: fields.authentication_method === 'sso',
    disabled_expired_or_inactive: fields.disabled === true,
    billable: fields.disabled !== true,
  };
}
