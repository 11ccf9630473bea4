import { badRequest } from './api-error.js';
import { refuseTrailingSpace } from './folders.js';
import { legacyPermissionNames, type LegacyPermission } from './legacy-user.js';
import { normalPath } from './paths.js';
import type { ApiRequest } from './request.js';

type Context = Pick<ApiRequest, 'body' | 'now' | 'onUnknown'>;

/** The parameters of Create User, and how each is read; undefined: the value is not valid. */
const readers = {
  username: (value: unknown) =>
    typeof value === 'string' && !/\s/.test(value) ? value : undefined,
  nickname: text,
  homeResource,
  email: text,
  password: text,
  role: (value: unknown) => (value === 'admin' || value === 'user' ? value : undefined),
  permissions,
  timeZone,
  expiration,
  locked: flag,
  welcomeEmail: flag,
  onboarding: flag,
} as const satisfies Readonly<Record<string, (value: unknown, context: Context) => unknown>>;

export const legacyParameters = Object.keys(readers);

/** What a request sets for a user; undefined: it was not sent. */
export type LegacyFields = {
  readonly [name in keyof typeof readers]?: ReturnType<(typeof readers)[name]>;
};

const requiredToCreate = ['username', 'homeResource', 'email', 'password', 'role', 'timeZone'];
/** "Any values you do not wish to change can be left out", but this one is still called required. */
const requiredToUpdate = ['timeZone'];

/** Reads and checks a body as the two documents say; reports everything wrong in one text. */
export function readLegacyFields(context: Context, action: 'create' | 'update'): LegacyFields {
  const { body, onUnknown } = context;
  const required = action === 'create' ? requiredToCreate : requiredToUpdate;
  const problems: string[] = [];
  const read: Record<string, unknown> = {};
  for (const name of Object.keys(body))
    if (!legacyParameters.includes(name) || (action === 'update' && name === 'welcomeEmail'))
      onUnknown(name);
  for (const [name, reader] of Object.entries(readers)) {
    const given = body[name];
    if (required.includes(name) && (given ?? '') === '') problems.push(`${name} is required`);
    else if (given !== undefined) {
      read[name] = reader(given, context);
      if (read[name] === undefined) problems.push(`${name} is not valid`);
    }
  }
  // Each is what its reader returned.
  const fields = read as LegacyFields;
  if (fields.role === 'admin' && (fields.homeResource ?? '') !== '')
    problems.push('homeResource of an admin must be /');
  if (problems.length > 0) throw badRequest(problems.join('; '));
  refuseTrailingSpace(fields.homeResource ?? '');
  return fields;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function flag(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

/** A path, without outer slashes; '' is the root. Folders have no ids here, so `id:1223` names none. */
function homeResource(value: unknown): string | undefined {
  return typeof value === 'string' && !value.startsWith('id:') ? normalPath(value) : undefined;
}

/** What is not sent is false. */
function permissions(value: unknown, { onUnknown }: Context): LegacyPermission[] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const given = new Map(Object.entries(value));
  if ([...given.values()].some((each) => typeof each !== 'boolean')) return undefined;
  const known: readonly string[] = legacyPermissionNames;
  for (const name of given.keys()) if (!known.includes(name)) onUnknown(`permissions.${name}`);
  return legacyPermissionNames.filter((name) => given.get(name) === true);
}

/** An IANA id; UTC is not accepted. */
function timeZone(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^[A-Z][A-Za-z_]+\/[\w/+-]+$/.test(value)) return undefined;
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
    return value;
  } catch {
    return undefined;
  }
}

/** ISO 8601, or null for none. */
function expiration(value: unknown, { now }: Context): string | null | undefined {
  if (value === null) return null;
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(value))
    return undefined;
  const time = Date.parse(`${value.replace(' ', 'T')}Z`);
  return time > now ? new Date(time).toISOString() : undefined;
}
