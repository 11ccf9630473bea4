import type { Api } from '../../columns/api.js';
import type { Directory } from '../../columns/column.js';
import type { Group, SiteSettings, SsoStrategy, User } from '../../site/site.js';
import type { ByUsername } from '../by-username.js';
import type { RowState } from '../journal/progress.js';

/** A site without its users: its settings, and what cells call its groups and SSO strategies. */
export interface StandingFacts {
  readonly settings: SiteSettings;
  readonly groups: GroupDirectory;
  readonly sso: SsoDirectory;
}

/** What an import needs to know of the site before it creates anything. */
export interface SiteFacts extends StandingFacts {
  readonly api: Api;
  /** When the site was asked; ms since the epoch. */
  readonly now: number;
  /** The measured duration of a request; ms. */
  readonly latency: number;
  /** Root and home folders that the site does not have, by comparison key; none if nobody asked. */
  readonly missingFolders: ReadonlySet<string>;
  /** The users in the file that the site already has. */
  readonly existing: ByUsername<User>;
  /** Those of them that an earlier run created in part. */
  readonly unfinished: ByUsername<RowState>;
}

/** The site's groups. A numeric reference is an id; any other is a name, matched exactly. */
export class GroupDirectory {
  readonly #names = new Map<number, string>();
  readonly #byName = new Map<string, readonly number[]>();
  readonly #expected = new Map<string, string>();

  constructor(groups: Iterable<Group>) {
    for (const group of groups) this.add(group);
  }

  add({ id, name }: Group): void {
    // A list that changes while it is read can contain a group twice.
    if (this.#names.has(id)) return;
    this.#names.set(id, name);
    this.#byName.set(name, [...this.named(name), id]);
  }

  /**
   * Makes a name refer to the group with that id, if the site has it: one that the run created for the
   * name.
   */
  use({ id, name }: Group): void {
    if (this.#names.has(id)) this.#byName.set(name, [id]);
  }

  /** The ids of the groups of that name: there should be one. */
  named(name: string): readonly number[] {
    return this.#byName.get(name) ?? [];
  }

  /** undefined if there is none, or more than one. */
  find(reference: string): number | undefined {
    if (isGroupId(reference)) {
      const id = Number(reference);
      return this.#names.has(id) ? id : undefined;
    }
    const [id, another] = this.named(reference);
    return another === undefined ? id : undefined;
  }

  /**
   * How a cell refers to a group: by its name, or by its id if the name would be read as something else,
   * such as `a,b` or `123`.
   */
  referenceTo(id: number): string {
    const name = this.#names.get(id) ?? '';
    const isRead = name === name.trim() && !name.includes(',') && this.find(name) === id;
    return isRead ? name : String(id);
  }

  names(): string[] {
    return [...this.#byName.keys()];
  }

  /** The group's name as the site writes it, for a name that differs only in case and outer spaces. */
  spelled(name: string): string | undefined {
    const folded = foldGroup(name);
    return this.names().find((other) => foldGroup(other) === folded);
  }

  /** Adds a group to be created. Of names that differ only in case, the first counts. */
  expect(name: string): void {
    const folded = foldGroup(name);
    if (!this.#expected.has(folded)) this.#expected.set(folded, name);
  }

  /** The name under which a group will be created. */
  expected(name: string): string | undefined {
    return this.#expected.get(foldGroup(name));
  }
}

/** Whether a reference is an id and not a name. */
export function isGroupId(reference: string): boolean {
  return /^\d+$/.test(reference);
}

function foldGroup(name: string): string {
  return name.trim().toLowerCase();
}

/** The site's SSO strategies. */
export class SsoDirectory {
  readonly #enabled = new Map<string, number[]>();
  readonly #providers = new Map<number, string>();

  constructor(strategies: Iterable<SsoStrategy>) {
    for (const { id, provider, enabled } of strategies) {
      this.#providers.set(id, provider);
      if (enabled) this.#enabled.set(provider, [...this.find(provider), id]);
    }
  }

  /** The ids of a provider's enabled strategies: there should be one. */
  find(provider: string): readonly number[] {
    return this.#enabled.get(provider) ?? [];
  }

  /** Of any strategy, enabled or not. */
  providerOf(id: number): string | undefined {
    return this.#providers.get(id);
  }
}

/**
 * Names to ids; a group that is still to be created keeps its name. Called only for rows whose names were
 * found: anything else is a bug.
 */
export function directoryOf({ groups, sso }: StandingFacts): Directory {
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
