import type { Grant } from '../../columns/permissions.js';
import type { Permission } from '../../site/site.js';

interface Entry extends Grant {
  /** The user's entry before it. */
  readonly before: Entry | undefined;
}

/** The folder permissions of a site's users, to look up by user. Compact, for it holds those of all. */
export class PermissionIndex {
  readonly #latest = new Map<number, Entry>();
  /** Each text once, however many permissions have it. */
  readonly #texts = new Map<string, string>();

  /** Takes those of users; a group's or a partner's belong to no row. */
  add({ userId, path, permission, recursive }: Permission): void {
    if (userId === null) return;
    this.#latest.set(userId, {
      path: this.#once(path),
      permission: this.#once(permission),
      recursive,
      before: this.#latest.get(userId),
    });
  }

  of(userId: number): Grant[] {
    const grants: Grant[] = [];
    for (let entry = this.#latest.get(userId); entry; entry = entry.before) grants.push(entry);
    return grants;
  }

  #once(text: string): string {
    const known = this.#texts.get(text);
    if (known === undefined) this.#texts.set(text, text);
    return known ?? text;
  }
}
