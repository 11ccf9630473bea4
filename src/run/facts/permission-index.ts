import type { Grant } from '../../columns/permissions.js';
import type { Permission } from '../../site/site.js';

interface Entry extends Grant {
  /** The user's previous entry. */
  readonly before: Entry | undefined;
}

/** The folder permissions of a site's users, by user. Compact, because it holds those of all users. */
export class PermissionIndex {
  readonly #latest = new Map<number, Entry>();
  /** Each text is stored once, however many permissions share it. */
  readonly #texts = new Map<string, string>();

  /** Takes only users' own; those of a group or a partner belong to no row. */
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
