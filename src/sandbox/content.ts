import { createHash } from 'node:crypto';
import type { Fields } from './parameters.js';
import { pathKey } from './paths.js';
import type {
  SandboxContent,
  StoredGroup,
  StoredKey,
  StoredPermission,
  StoredSession,
  StoredUser,
} from './state.js';

/** The site's content, with indexes for frequent look-ups, so that 100,000 users are no problem. */
export class Content {
  readonly settings: SandboxContent['settings'];
  readonly ssoStrategies: SandboxContent['ssoStrategies'];
  readonly apiKeys: SandboxContent['apiKeys'];
  readonly users = new Map<number, StoredUser>();
  readonly groups = new Map<number, StoredGroup>();
  readonly permissions = new Map<number, StoredPermission>();
  readonly publicKeys = new Map<number, StoredKey>();
  readonly sessions = new Map<string, StoredSession>();
  /** How often each user was sent the welcome e-mail again since the sandbox started. */
  readonly welcomeEmails = new Map<number, number>();
  /** By comparison key: the path as first created. */
  readonly folders = new Map<string, string>();
  readonly #byName = new Map<string, number>();
  /** Sorted by name, until one of them changes. */
  #usersByName: readonly StoredUser[] | undefined;
  /** Of passwords set while it runs; they are stored nowhere else, not even as hashes. */
  readonly #passwords = new Map<number, string>();
  readonly #permissionsOf = new Map<number, Set<StoredPermission>>();
  #nextId: number;
  #highWater: number;

  constructor(private readonly initial: SandboxContent) {
    this.settings = initial.settings;
    this.ssoStrategies = initial.ssoStrategies;
    this.apiKeys = initial.apiKeys;
    this.#nextId = initial.nextId;
    this.#highWater = initial.highWaterUserCount;
    for (const user of initial.users) this.addUser(structuredClone(user));
    for (const group of initial.groups) this.groups.set(group.id, structuredClone(group));
    for (const permission of initial.permissions) this.addPermission(permission);
    for (const key of initial.publicKeys) this.publicKeys.set(key.id, key);
    for (const session of initial.sessions ?? []) this.sessions.set(session.id, session);
    for (const path of initial.folders) this.folders.set(pathKey(path), path);
  }

  get highWaterUserCount(): number {
    return this.#highWater;
  }

  nextId(): number {
    this.#nextId += 1;
    return this.#nextId;
  }

  createUser(username: string, fields: Fields, groupIds: number[] = []): StoredUser {
    const user = { id: this.nextId(), username, fields, groupIds, adminGroupIds: [] };
    this.addUser(user);
    return user;
  }

  addUser(user: StoredUser): void {
    this.users.set(user.id, user);
    this.#usersByName = undefined;
    this.#byName.set(user.username.toLowerCase(), user.id);
    this.#highWater = Math.max(this.#highWater, this.users.size);
  }

  renameUser(user: StoredUser, username: string): void {
    this.#byName.delete(user.username.toLowerCase());
    user.username = username;
    this.addUser(user);
  }

  removeUser(user: StoredUser): void {
    this.users.delete(user.id);
    this.#usersByName = undefined;
    this.#byName.delete(user.username.toLowerCase());
    for (const permission of this.permissionsOf(user.id)) this.removePermission(permission);
    for (const key of this.publicKeys.values())
      if (key.userId === user.id) this.publicKeys.delete(key.id);
    for (const session of this.sessions.values())
      if (session.userId === user.id) this.sessions.delete(session.id);
  }

  setPassword(user: StoredUser, password: string): void {
    this.#passwords.set(user.id, digestOf(password));
  }

  hasPassword(user: StoredUser, password: string): boolean {
    return this.#passwords.get(user.id) === digestOf(password);
  }

  /** Usernames are unique, ignoring case. */
  userNamed(username: string): StoredUser | undefined {
    const id = this.#byName.get(username.toLowerCase());
    return id === undefined ? undefined : this.users.get(id);
  }

  /** Ignores case, because they are unique that way. */
  usersByName(): readonly StoredUser[] {
    const key = ({ username }: StoredUser): string => username.toLowerCase();
    this.#usersByName ??= [...this.users.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
    return this.#usersByName;
  }

  groupNamed(name: string): StoredGroup | undefined {
    return [...this.groups.values()].find((group) => group.name === name);
  }

  /** Gives a user a permission on a folder and everything below it. */
  grant(user: StoredUser, path: string, permission: string): void {
    const { id: userId } = user;
    const id = this.nextId();
    this.addPermission({ id, path, userId, groupId: null, permission, recursive: true });
  }

  addPermission(permission: StoredPermission): void {
    this.permissions.set(permission.id, permission);
    if (permission.userId === null) return;
    const others = this.#permissionsOf.get(permission.userId) ?? new Set();
    this.#permissionsOf.set(permission.userId, others.add(permission));
  }

  removePermission(permission: StoredPermission): void {
    this.permissions.delete(permission.id);
    this.#permissionsOf.get(permission.userId ?? -1)?.delete(permission);
  }

  permissionsOf(userId: number): StoredPermission[] {
    return [...(this.#permissionsOf.get(userId) ?? [])];
  }

  keyCount(userId: number): number {
    let count = 0;
    for (const key of this.publicKeys.values()) if (key.userId === userId) count += 1;
    return count;
  }

  /** Everything as plain data. */
  snapshot(): SandboxContent {
    return {
      ...this.initial,
      nextId: this.#nextId,
      highWaterUserCount: this.#highWater,
      users: [...this.users.values()],
      groups: [...this.groups.values()],
      permissions: [...this.permissions.values()],
      folders: [...this.folders.values()],
      publicKeys: [...this.publicKeys.values()],
      sessions: [...this.sessions.values()],
    };
  }
}

function digestOf(password: string): string {
  return createHash('sha256').update(password).digest('base64');
}
