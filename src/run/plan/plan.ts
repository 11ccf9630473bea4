import type { Json } from '../../columns/column.js';
import type { SiteFacts } from '../facts/facts.js';
import { settingsThatMatter } from '../facts/site-rules.js';
import type { FieldChange } from './planned-row.js';

export interface PlannedUpdate {
  readonly line: number;
  readonly username: string;
  readonly changes: readonly FieldChange[];
}

/** A permission `admin` or `full`, and who gets it. */
export interface StrongPermission {
  readonly username: string;
  readonly path: string;
  readonly permission: string;
}

/** What a plan depends on at the site, besides its rows. */
export interface ReliedOn {
  readonly settings: { [name: string]: Json };
  /** The ids of groups, by the references in the file. */
  readonly groups: { [reference: string]: number | null };
  /** The ids of the enabled strategies of SSO providers. */
  readonly sso: { [provider: string]: readonly number[] };
}

/** What an import is about to do. */
export interface Plan {
  create: number;
  update: number;
  /** Users that an earlier session or run created in part. */
  complete: number;
  skip: number;
  /** Rows that this run has already ended. */
  settled: number;
  /** Rows that the site would refuse. */
  refused: number;
  /** Distinct groups that the users will be in. */
  groups: number;
  /** Those of them that will be created. */
  readonly newGroups: string[];
  /** Distinct folders that will be created if they are missing. */
  folders: number;
  /** Folder permissions that will be given, except those that a user already has. */
  permissions: number;
  /** SSH keys that will be added, likewise. */
  keys: number;
  /** Passwords that will be generated. */
  passwords: number;
  /** Invitations and welcome messages that the site will send. */
  emails: number;
  /** Users that will become site administrators. */
  admins: number;
  /** Permissions `admin` and `full` that will be given. */
  strongPermissions: number;
  /** Requests that carry it out, at most; they are billed. */
  calls: number;
  /** What each update changes. */
  readonly updates: PlannedUpdate[];
  /** The usernames of `admins`. */
  readonly administrators: string[];
  /** Each of `strongPermissions`. */
  readonly strong: StrongPermission[];
  readonly reliesOn: ReliedOn;
}

/** A plan without rows. */
export function emptyPlan({ settings }: SiteFacts): Plan {
  const told = settingsThatMatter.flatMap((name) => {
    const value = settings.raw[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    create: 0,
    update: 0,
    complete: 0,
    skip: 0,
    settled: 0,
    refused: 0,
    groups: 0,
    newGroups: [],
    folders: 0,
    permissions: 0,
    keys: 0,
    passwords: 0,
    emails: 0,
    admins: 0,
    strongPermissions: 0,
    calls: 0,
    updates: [],
    administrators: [],
    strong: [],
    reliesOn: { settings: Object.fromEntries(told), groups: {}, sso: {} },
  };
}

/** How long a plan takes at best, in seconds. `latency` is the duration of one request in ms. */
export function expectedSeconds(
  { calls }: Pick<Plan, 'calls'>,
  {
    concurrency,
    rate,
    latency,
  }: { concurrency: number; rate: number | undefined; latency: number },
): number {
  const perSecond = Math.min(rate ?? Infinity, (concurrency * 1000) / Math.max(latency, 1));
  return Math.round((calls / perSecond) * 1000) / 1000;
}
