import type { Json } from '../columns/column.js';
import type { Identity } from '../run/identity.js';
import { grouped } from './count.js';
import { printable } from '../columns/printable.js';

/** An identity, and how the site is reached. */
export interface IdentityContext {
  readonly url: string;
  readonly bySession: boolean;
  /** Where the key or session comes from, for a person. */
  readonly from: string;
  readonly workspaceId: number | undefined;
  /** The host of the proxy, if there is one. */
  readonly proxy: string | undefined;
}

/** The settings that matter to an import. */
const facts: readonly (readonly [string, string, (value: Json) => string])[] = [
  ['time zone', 'default_time_zone', String],
  ['passwords', 'password_min_length', (length) => `at least ${Number(length)} characters`],
  ['welcome', 'welcome_email_enabled', (on) => `${on ? 'an' : 'no'} e-mail to new users`],
  [
    'sign-in',
    'non_sso_users_allowed',
    (allowed) => (allowed === false ? 'only users of an SSO provider' : 'with and without SSO'),
  ],
  [
    'permissions',
    'folder_permissions_groups_only',
    (groups) => (groups ? 'for groups only' : 'for users and groups'),
  ],
];

export function renderIdentity(identity: Identity, context: IdentityContext): string {
  const { access, user, settings, users } = identity;
  const { url, bySession, from, workspaceId, proxy } = context;
  const name = user ? nameOf(user) : bySession ? 'not shown by the site' : 'a key of the site';
  const workspace = workspaceId ?? access.workspaceId;
  const lines: (readonly [string, string | null])[] = [
    ['site', settings?.name ? `${settings.name} (${url})` : url],
    ['proxy', proxy ?? null],
    ['user', `${name}, ${identity.siteAdmin ? 'site administrator' : 'not a site administrator'}`],
    ['by', `${bySession ? 'a session' : 'an API key'} from ${from}`],
    ...(bySession ? [] : keyLines(identity)),
    ['workspace', workspace === null ? null : workspace === 0 ? 'the default one' : `${workspace}`],
    ['users', users === null ? null : `at most ${grouped(users)} so far`],
    ...facts.map(([label, field, text]) => {
      const value = settings?.raw[field] ?? null;
      return [label, value === null ? null : text(value)] as const;
    }),
    ['imports', whyNot(identity) ?? 'allowed'],
  ];
  return lines
    .flatMap(([label, text]) => (text === null ? [] : `${label.padEnd(12)}${printable(text)}\n`))
    .join('');
}

function nameOf({ id, username }: NonNullable<Identity['user']>): string {
  return id === null ? username : `${username} (id ${id})`;
}

function keyLines({ access }: Identity): (readonly [string, string | null])[] {
  return [
    [
      'key',
      `${access.name === null ? '' : `${access.name}, `}permission set: ${access.permissionSet}`,
    ],
    ['ends', access.expiresAt],
  ];
}

/** Why an import would be refused; undefined: no known reason. */
function whyNot({ access, siteAdmin }: Identity): string | undefined {
  if (access.permissionSet !== 'full')
    return 'refused: they need a key with the permission set "full"';
  return siteAdmin ? undefined : 'refused: only site administrators can import';
}

/** The same for programs. `place` says where the credential comes from. */
export function identityJson(
  identity: Identity,
  { url, bySession, workspaceId, proxy }: IdentityContext,
  place: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const { access, user, siteAdmin, settings, users } = identity;
  return {
    version: 1,
    site: url,
    name: settings?.name ?? null,
    proxy: proxy ?? null,
    user,
    siteAdmin,
    mayImport: whyNot(identity) === undefined,
    credential: {
      type: bySession ? 'session' : 'key',
      from: place,
      name: access.name,
      permissionSet: bySession ? null : access.permissionSet,
      expiresAt: access.expiresAt,
    },
    workspace: workspaceId ?? access.workspaceId,
    users,
    settings: Object.fromEntries(facts.map(([, field]) => [field, settings?.raw[field] ?? null])),
  };
}
