import { modelErrors, type ModelError } from './api-error.js';
import type { Content } from './content.js';
import type { Fields } from './parameters.js';
import type { StoredUser } from './state.js';

/** Throws if the resulting user cannot be saved, with everything that is wrong by parameter. */
export function refuseUser(
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
  if (typeof given.tags === 'string' && !/^(?:[a-z0-9-]+(?:, ?[a-z0-9-]+)*)?$/.test(given.tags))
    add('tags', 'invalid', 'Tags may hold only the letters a to z, digits and hyphens');
  const hour = Number(given.notification_daily_send_time ?? 0);
  if (hour < 0 || hour > 23)
    add('notification_daily_send_time', 'inclusion', 'Notification daily send time is not 0 to 23');
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

/** Some usernames are reserved; which ones is not documented, and these stand in for them. */
const reserved: ReadonlySet<string> = new Set(['anonymous', 'nobody']);

type AddError = (parameter: string, key: string, message: string) => void;

function checkUsername(
  username: string,
  self: StoredUser | undefined,
  content: Content,
  add: AddError,
): void {
  const bad = (key: string, message: string): void => add('username', key, `Username ${message}`);
  if (username === '') bad('blank', "can't be blank");
  if (Array.from(username).length > 50) bad('too_long', 'is too long (maximum is 50 characters)');
  if (username.includes('  ')) bad('multiple_spaces', 'must not contain multiple spaces together');
  if (username !== username.trim())
    bad('leading_trailing_space', 'must not begin or end with a space');
  if (reserved.has(username.toLowerCase())) bad('reserved', 'is reserved');
  const other = content.userNamed(username);
  if (other && other !== self) bad('taken', 'has already been taken');
}

function checkPassword(password: string, { settings }: Content, add: AddError): void {
  const minimum = Number(settings.password_min_length ?? 0);
  if (password.length < minimum)
    add('password', 'too_short', `Password is too short (minimum is ${minimum} characters)`);
  const isMixed = /\p{Lu}/u.test(password) && /\p{Ll}/u.test(password);
  for (const [rule, met, what] of [
    ['letter', /\p{L}/u.test(password), 'a letter'],
    ['mixed', isMixed, 'both upper and lower case letters'],
    ['number', /\d/.test(password), 'a number'],
    ['special', /[^\p{L}\p{N}\s]/u.test(password), 'a special character'],
  ] as const) {
    const setting = `password_require_${rule}`;
    if (settings[setting] === true && !met)
      add('password', setting, `Password must contain ${what}`);
  }
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
