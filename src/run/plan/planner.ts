import type { Json } from '../../columns/column.js';
import { isSsoProvider } from '../../columns/kinds/choice.js';
import { itemsOfApi } from '../../columns/kinds/list.js';
import { comparablePath } from '../../columns/path.js';
import type { FolderPermission } from '../../columns/permissions.js';
import { isSecretParameter } from '../../columns/secret-parameter.js';
import type { User } from '../../site/site.js';
import type { UserRecord } from '../../validate/check-row.js';
import { directoryOf, isGroupId, type SiteFacts } from '../facts/facts.js';
import type { Apply, Intent } from './intent.js';
import type { BoundOptions } from '../journal/format.js';
import { changes, userParameters } from './parameters.js';
import { lacksPassword } from '../apply/passwords.js';
import { emptyPlan, type Plan } from './plan.js';
import type { FieldChange, PlannedRow } from './planned-row.js';

/** Adds up what is to be done for the rows of a file, one by one. */
export class Planner {
  readonly plan: Plan;
  readonly #references = new Set<string>();
  /** Each once, also if rows refer to it by its name and by its id; one without an id is new. */
  readonly #groups = new Set<number | string>();
  readonly #folders = new Set<string>();

  constructor(
    private readonly facts: SiteFacts,
    private readonly options: Pick<
      BoundOptions,
      'createFolders' | 'updatePasswords' | 'generatePasswords'
    >,
  ) {
    this.plan = emptyPlan(facts);
  }

  /** The row's part of the plan. */
  add(record: UserRecord, intent: Intent): PlannedRow {
    const { plan } = this;
    const { line, username } = record;
    const id = this.facts.existing.get(username)?.id;
    const row = { line, username, ...(id !== undefined && { id }) };
    switch (intent.type) {
      case 'settled':
        plan.settled += 1;
        return { ...row, action: 'done' };
      case 'skip':
        plan.skip += 1;
        return { ...row, action: 'skip' };
      case 'refuse':
        plan.refused += 1;
        return { ...row, action: 'refuse', issues: intent.issues };
      case 'apply':
        return { ...row, ...this.#addUser(intent) };
    }
  }

  #addUser(intent: Apply): Pick<PlannedRow, 'action'> & Partial<PlannedRow> {
    const { plan } = this;
    const { record, existing, warnings } = intent;
    // A user that an earlier session of the run created is not created again.
    const isMade = intent.state?.user !== undefined;
    const action = isMade ? 'complete' : intent.action;
    plan[action] += 1;
    const { group_ids: groups, folder_permissions: permissions = [] } = record.values;
    const keys = record.values.ssh_public_key?.length ?? 0;
    for (const group of groups ?? []) this.#addGroup(group);
    this.#relyOnSso(record);
    this.#addPermissions(record.username, permissions);
    plan.keys += keys;
    plan.calls += keys;
    const administrator = record.values.site_admin === true && existing?.site_admin !== true;
    if (administrator) plan.administrators.push(record.username);
    plan.admins = plan.administrators.length;
    // What the user already has is looked up before permissions and keys are given.
    if (existing || isMade) {
      if (permissions.length > 0 && this.facts.api === 'rest') plan.calls += 1;
      if (keys > 0) plan.calls += 1;
    }
    const common = {
      action,
      ...(groups && { groups }),
      ...(permissions.length > 0 && { permissions }),
      ...(keys > 0 && { keys }),
      ...(administrator && { administrator }),
      ...(warnings.length > 0 && { issues: warnings }),
    };
    if (action === 'create') {
      const email = this.#sendsEmail(record);
      // One in doubt is looked up first, and not created if it is there.
      plan.calls += intent.state && !existing ? 2 : 1;
      if (email) plan.emails += 1;
      const password = this.options.generatePasswords && lacksPassword(record);
      if (password) plan.passwords += 1;
      return { ...common, ...(email && { email }), ...(password && { password }) };
    }
    // Its fields were sent with its create: it is looked up, and they are left as they are.
    if (isMade) plan.calls += 1;
    return existing && !isMade
      ? { ...common, changes: this.#addChanges(intent, existing) }
      : common;
  }

  #addGroup(reference: string): void {
    if (this.#references.has(reference)) return;
    this.#references.add(reference);
    const id = this.facts.groups.find(reference);
    this.#groups.add(id ?? reference);
    this.plan.groups = this.#groups.size;
    this.plan.reliesOn.groups[reference] = id ?? null;
    if (id !== undefined) return;
    this.facts.groups.expect(reference);
    this.plan.newGroups.push(reference);
    this.plan.calls += 1;
  }

  #relyOnSso({ values: { authentication_method: method } }: UserRecord): void {
    if (method === undefined || !isSsoProvider(method)) return;
    this.plan.reliesOn.sso[method] ??= this.facts.sso.find(method);
  }

  #addPermissions(username: string, permissions: readonly FolderPermission[]): void {
    const { plan } = this;
    // With the legacy API, permissions are a parameter of the user, for one folder that is created with it.
    const apart = this.facts.api === 'rest';
    plan.permissions += permissions.length;
    if (apart) plan.calls += permissions.length;
    for (const { path, permission } of permissions) {
      if (permission === 'admin' || permission === 'full')
        plan.strong.push({ username, path, permission });
      if (apart && this.options.createFolders && path !== '')
        this.#folders.add(comparablePath(path));
    }
    plan.strongPermissions = plan.strong.length;
    plan.calls += this.#folders.size - plan.folders;
    plan.folders = this.#folders.size;
  }

  #addChanges({ record, action }: Apply, existing: User): readonly FieldChange[] {
    const { api } = this.facts;
    const wanted = userParameters(record, action, { api, directory: directoryOf(this.facts) });
    const sent = Object.entries(changes(wanted, existing, { api, ...this.options }));
    if (sent.length > 0) this.plan.calls += 1;
    const differing = sent.flatMap(([field, to]) => {
      if (isSecretParameter(field)) return [{ field, from: hidden, to: hidden }];
      const from = existing[field] ?? null;
      // What every update has to include is not a change if it is unchanged.
      if (from === to) return [];
      if (field === 'group_ids')
        return [{ field, from: this.#groupNames(from), to: this.#groupNames(to) }];
      return [{ field, from, to }];
    });
    const { line, username } = record;
    this.plan.updates.push({ line, username, changes: differing });
    return differing;
  }

  /** Groups as a cell names them, not by their ids. */
  #groupNames(ids: Json): string {
    const { groups } = this.facts;
    // One that is still to be created has only a name.
    const name = (id: string): string => (isGroupId(id) ? groups.referenceTo(Number(id)) : id);
    return itemsOfApi(ids).map(name).join(',');
  }

  /** Always an invitation; a welcome message if the site sends them. */
  #sendsEmail({ values }: UserRecord): boolean {
    if (values.authentication_method === 'email_signup') return true;
    return values.email !== undefined && this.facts.settings.raw.welcome_email_enabled === true;
  }
}

const hidden = '[hidden]';
