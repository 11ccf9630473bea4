import type { Json } from '../columns/column.js';
import { columnByName } from '../columns/table.js';
import { comparablePath } from '../columns/path.js';
import type { UserRecord } from '../validate/check-row.js';
import { directoryOf, type SiteFacts } from './facts.js';
import type { Intent } from './intent.js';
import { changes, userParameters } from './parameters.js';

/** One field of an update: what the site has, and what it is to become. */
export interface FieldChange {
  readonly field: string;
  readonly from: Json;
  readonly to: Json;
}

export interface PlannedUpdate {
  readonly line: number;
  readonly username: string;
  readonly changes: readonly FieldChange[];
}

/** What an import is about to do. */
export interface Plan {
  create: number;
  update: number;
  /** Users that an earlier run made in part. */
  complete: number;
  skip: number;
  /** Rows that this run has ended already. */
  settled: number;
  /** Rows that the site would refuse. */
  refused: number;
  /** Distinct groups that the users will be in. */
  groups: number;
  /** Distinct folders that will be made where they are missing. */
  folders: number;
  permissions: number;
  /** SSH keys that will be added. */
  keys: number;
  /** Invitations and welcome messages that the site will send. */
  emails: number;
  /** Users that will be site administrators. */
  admins: number;
  /** Permissions `admin` and `full` that will be given. */
  strongPermissions: number;
  /** Requests that will be sent, at the most; they are billed. */
  calls: number;
  /** What each update changes. */
  readonly updates: PlannedUpdate[];
}

/** Adds up the intents of a file, row by row. */
export class Planner {
  readonly plan: Plan = {
    create: 0,
    update: 0,
    complete: 0,
    skip: 0,
    settled: 0,
    refused: 0,
    groups: 0,
    folders: 0,
    permissions: 0,
    keys: 0,
    emails: 0,
    admins: 0,
    strongPermissions: 0,
    calls: 0,
    updates: [],
  };
  readonly #groups = new Set<string>();
  readonly #folders = new Set<string>();

  constructor(
    private readonly facts: SiteFacts,
    private readonly options: {
      readonly createFolders: boolean;
      readonly updatePasswords: boolean;
    },
  ) {}

  add(intent: Intent): void {
    const { plan } = this;
    switch (intent.type) {
      case 'settled':
        plan.settled += 1;
        return;
      case 'skip':
        plan.skip += 1;
        return;
      case 'refuse':
        plan.refused += 1;
        return;
      case 'apply':
        plan[intent.action] += 1;
        this.#addUser(intent);
    }
  }

  #addUser(intent: Intent & { type: 'apply' }): void {
    const { plan } = this;
    const { record, action, existing } = intent;
    const permissions = record.values.folder_permissions ?? [];
    for (const group of record.values.group_ids ?? []) this.#groups.add(group);
    plan.groups = this.#groups.size;
    // With the legacy API permissions are a parameter of the user, and of one folder that is made with it.
    const apart = this.facts.api === 'rest';
    if (this.options.createFolders && apart)
      for (const { path } of permissions) if (path !== '') this.#folders.add(comparablePath(path));
    const foldersBefore = plan.folders;
    plan.folders = this.#folders.size;
    plan.permissions += permissions.length;
    plan.strongPermissions += permissions.filter(({ permission }) =>
      ['admin', 'full'].includes(permission),
    ).length;
    if (record.values.site_admin === true && existing?.site_admin !== true) plan.admins += 1;
    const keys = record.values.ssh_public_key?.length ?? 0;
    plan.keys += keys;
    plan.calls += (apart ? permissions.length : 0) + keys + (plan.folders - foldersBefore);
    if (action === 'create') {
      plan.calls += 1;
      if (this.#sendsEmail(record)) plan.emails += 1;
      return;
    }
    // What the user has already is looked up before permissions and keys are given.
    if (permissions.length > 0 && apart) plan.calls += 1;
    if (keys > 0) plan.calls += 1;
    if (existing) this.#addChanges(intent, existing);
  }

  #addChanges(
    { record, action }: Intent & { type: 'apply' },
    existing: Record<string, Json | undefined>,
  ): void {
    const { api } = this.facts;
    const wanted = userParameters(record, action, { api, directory: directoryOf(this.facts) });
    const changed = Object.entries(
      changes(
        wanted,
        { ...existing, id: 0, username: record.username },
        { api, updatePasswords: this.options.updatePasswords },
      ),
    );
    if (changed.length > 0) this.plan.calls += 1;
    this.plan.updates.push({
      line: record.line,
      username: record.username,
      changes: changed.flatMap(([field, to]) => {
        if (isSecret(field)) return [{ field, from: hidden, to: hidden }];
        const from = existing[field] ?? null;
        // What every update has to name is no change when it stays as it is.
        return from === to ? [] : [{ field, from, to }];
      }),
    });
  }

  /** An invitation always; a welcome message where the site sends them. */
  #sendsEmail({ values }: UserRecord): boolean {
    if (values.authentication_method === 'email_signup') return true;
    return values.email !== undefined && this.facts.settings.raw.welcome_email_enabled === true;
  }
}

const hidden = '[hidden]';

function isSecret(parameter: string): boolean {
  return parameter === 'change_password' || columnByName.get(parameter)?.secret === true;
}

/** How long a plan takes at best; seconds. `latency` is the time of one request in ms. */
export function expectedSeconds(
  { calls }: Pick<Plan, 'calls'>,
  {
    concurrency,
    rate,
    latency,
  }: { concurrency: number; rate: number | undefined; latency: number },
): number {
  const perSecond = Math.min(rate ?? Infinity, (concurrency * 1000) / Math.max(latency, 1));
  return calls / perSecond;
}
