import type { Directory } from '../columns/column.js';
import type { SiteSettings, SsoStrategy, User } from '../site/site.js';
import { foldUsername } from '../validate/username-index.js';
import type { RowState } from './progress.js';

/** What an import has to know of the site before it creates anything. */
export interface SiteFacts {
  readonly settings: SiteSettings;
  /** How long a request takes, as measured; ms. */
  readonly latency: number;
  readonly groups: GroupDirectory;
  readonly sso: SsoDirectory;
  /** Root and home folders that the site does not have, as paths are compared; none where nobody asked. */
  readonly missingFolders: ReadonlySet<string>;
  /** The users that the site has already, of those that the file names. */
  readonly existing: ExistingUsers;
  /** Those of them that an earlier run made and could not finish, by folded username. */
  readonly unfinished: ReadonlyMap<string, RowState>;
}

export class ExistingUsers {
  readonly #users = new Map<string, User>();

  add(user: User): void {
    this.#users.set(foldUsername(user.username), user);
  }

  get(username: string): User | undefined {
    return this.#users.get(foldUsername(username));
  }
}

/** The site's groups. A reference that is a number is an id; any other is a name, matched exactly. */
export class GroupDirectory {
  readonly #ids = new Set<number>();
  readonly #byName = new Map<string, number>();
  readonly #expected = new Map<string, string>();

  add(group: { id: number; name: string }): void {
    this.#ids.add(group.id);
    this.#byName.set(group.name, group.id);
  }

  find(reference: string): number | undefined {
    if (!/^\d+$/.test(reference)) return this.#byName.get(reference);
    const id = Number(reference);
    return this.#ids.has(id) ? id : undefined;
  }

  names(): string[] {
    return [...this.#byName.keys()];
  }

  /** The group's name as the site writes it, for one that differs in case and outer spaces at the most. */
  spelled(name: string): string | undefined {
    const folded = foldGroup(name);
    return this.names().find((other) => foldGroup(other) === folded);
  }

  /** Notes a group that is to be made. Of names that differ in case alone the first counts. */
  expect(name: string): void {
    const folded = foldGroup(name);
    if (!this.#expected.has(folded)) this.#expected.set(folded, name);
  }

  /** The name under which a group is to be made. */
  expected(name: string): string | undefined {
    return this.#expected.get(foldGroup(name));
  }
}

function foldGroup(name: string): string {
  return name.trim().toLowerCase();
}

/** The site's ways of single sign-on. */
export class SsoDirectory {
  readonly #enabled = new Map<string, number[]>();

  add({ id, provider, enabled }: SsoStrategy): void {
    if (!enabled) return;
    this.#enabled.set(provider, [...(this.#enabled.get(provider) ?? []), id]);
  }

  /** The ids of the enabled strategies of a provider: one is what is wanted. */
  find(provider: string): readonly number[] {
    return this.#enabled.get(provider) ?? [];
  }
}

/** Names to ids; a group that is yet to be made stands by its name. Asked only for rows whose names were found: anything else is a defect of ours. */
export function directoryOf({ groups, sso }: SiteFacts): Directory {
  return {
    groupId(reference) {
      const id = groups.find(reference) ?? groups.expected(reference);
      if (id === undefined) throw new Error(`The group ${reference} was not looked up.`);
      return id;
    },
    ssoStrategyId(provider) {
      const [id] = sso.find(provider);
      if (id === undefined) throw new Error(`The provider ${provider} was not looked up.`);
      return id;
    },
  };
}
