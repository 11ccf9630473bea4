import { badRequest } from './api-error.js';
import { legacyPermissionNames, type LegacyPermission } from './legacy-user.js';
import { normalPath } from './paths.js';

/** What a request asks of a user, read; undefined: it is not asked for. */
export interface LegacyFields {
  readonly username: string | undefined;
  readonly nickname: string | undefined;
  /** Without outer slashes; '' is the root. */
  readonly home: string | undefined;
  readonly email: string | undefined;
  readonly password: string | undefined;
  readonly admin: boolean | undefined;
  readonly permissions: readonly LegacyPermission[] | undefined;
  readonly timeZone: string | undefined;
  /** ISO 8601, or null for no expiration. */
  readonly expiration: string | null | undefined;
  readonly locked: boolean | undefined;
}

/** The parameters of Create User. */
export const legacyParameters: readonly string[] = [
  'username',
  'nickname',
  'homeResource',
  'email',
  'password',
  'role',
  'permissions',
  'timeZone',
  'expiration',
  'locked',
  'welcomeEmail',
  'onboarding',
];
const requiredToCreate = ['username', 'homeResource', 'email', 'password', 'role', 'timeZone'];
/** "Any values you do not wish to change can be left out", but this one is called required all the same. */
const requiredToUpdate = ['timeZone'];

/** Reads and checks a body as the two documents say; all that is wrong is said in one text. */
export function readLegacyFields(
  body: Readonly<Record<string, unknown>>,
  action: 'create' | 'update',
  now: number,
  onUnknown: (name: string) => void,
): LegacyFields {
  for (const name of Object.keys(body)) if (!legacyParameters.includes(name)) onUnknown(name);
  const problems = (action === 'create' ? requiredToCreate : requiredToUpdate)
    .filter((name) => (body[name] ?? '') === '')
    .map((name) => `${name} is required`);
  const read = <T>(name: string, of: (value: unknown) => T | undefined): T | undefined => {
    const given = body[name];
    if (given === undefined || problems.includes(`${name} is required`)) return undefined;
    const value = of(given);
    if (value === undefined) problems.push(`${name} is not valid`);
    return value;
  };
  const fields = {
    username: read('username', word),
    nickname: read('nickname', text),
    home: read('homeResource', homeResource),
    email: read('email', text),
    password: read('password', text),
    admin: read('role', isAdmin),
    permissions: read('permissions', (value) => permissionNames(value, onUnknown)),
    timeZone: read('timeZone', zone),
    expiration: read('expiration', (value) => expiration(value, now)),
    locked: read('locked', flag),
  };
  for (const unused of ['welcomeEmail', 'onboarding']) read(unused, flag);
  if (fields.admin === true && fields.home !== undefined && fields.home !== '')
    problems.push('homeResource of an admin must be /');
  if (problems.length > 0) throw badRequest(problems.join('; '));
  return fields;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function word(value: unknown): string | undefined {
  return typeof value === 'string' && !/\s/.test(value) ? value : undefined;
}

function flag(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function isAdmin(role: unknown): boolean | undefined {
  return role === 'admin' || role === 'user' ? role === 'admin' : undefined;
}

/** A path. Folders have no ids here, so that `id:1223` names none. */
function homeResource(value: unknown): string | undefined {
  return typeof value === 'string' && !value.startsWith('id:') ? normalPath(value) : undefined;
}

/** What is not passed is false. */
function permissionNames(
  value: unknown,
  onUnknown: (name: string) => void,
): LegacyPermission[] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const given = new Map(Object.entries(value));
  if ([...given.values()].some((each) => typeof each !== 'boolean')) return undefined;
  const known: readonly string[] = legacyPermissionNames;
  for (const name of given.keys()) if (!known.includes(name)) onUnknown(`permissions.${name}`);
  return legacyPermissionNames.filter((name) => given.get(name) === true);
}

/** An id of the IANA; UTC is none that is taken. */
function zone(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^[A-Z][A-Za-z_]+\/[\w/+-]+$/.test(value)) return undefined;
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return value;
  } catch {
    return undefined;
  }
}

function expiration(value: unknown, now: number): string | null | undefined {
  if (value === null) return null;
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(value))
    return undefined;
  const time = Date.parse(`${value.replace(' ', 'T')}Z`);
  return time > now ? new Date(time).toISOString() : undefined;
}
