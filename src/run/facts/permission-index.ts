import type { Grant } from '../../columns/permissions.js';
import type { Permission } from '../../site/site.js';

/** An entry is three words: its path, its permission, and the user's entry before it. */
const words = 3;

/**
 * The folder permissions of a site's users, to look up by user. Compact, for it holds those of all: each
 * path once, twelve bytes a permission and one number a user. A site of 100,000 users with three
 * permissions each, one of them on a folder of their own, takes 25 MB.
 */
export class PermissionIndex {
  readonly #texts = new Texts();
  /** A user's latest entry, counted from 1. */
  readonly #latest = new Map<number, number>();
  #entries = new Uint32Array(words << 10);
  #size = 0;

  /** Takes those of users; a group's or a partner's belong to no row. */
  add({ userId, path, permission, recursive }: Permission): void {
    if (userId === null) return;
    const at = this.#size * words;
    if (at === this.#entries.length) {
      const larger = new Uint32Array(2 * at);
      larger.set(this.#entries);
      this.#entries = larger;
    }
    this.#entries[at] = this.#texts.numberOf(path);
    this.#entries[at + 1] = this.#texts.numberOf(permission) * 2 + Number(recursive);
    this.#entries[at + 2] = this.#latest.get(userId) ?? 0;
    this.#size += 1;
    this.#latest.set(userId, this.#size);
  }

  of(userId: number): Grant[] {
    const grants: Grant[] = [];
    let entry = this.#latest.get(userId) ?? 0;
    while (entry > 0) {
      const at = (entry - 1) * words;
      const [path = 0, permission = 0, before = 0] = this.#entries.subarray(at, at + words);
      grants.push({
        path: this.#texts.text(path),
        permission: this.#texts.text(permission >> 1),
        recursive: permission % 2 === 1,
      });
      entry = before;
    }
    return grants;
  }
}

/** Texts by number, each kept once. */
class Texts {
  readonly #texts: string[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#texts.length);
    return this.#texts.push(text) - 1;
  }

  text(number: number): string {
    return this.#texts[number] ?? '';
  }
}
