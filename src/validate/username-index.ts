/**
 * The usernames of a file, compared as the site compares them: without regard to case. Exact; about
 * 100 bytes a name.
 */
export class UsernameIndex {
  readonly #lines = new Map<string, number>();
  /** Names as written, of those that fold to another text. */
  readonly #written = new Map<string, string>();

  get size(): number {
    return this.#lines.size;
  }

  /** Remembers where a name stands; returns the line of its first row when it has one already. */
  add(username: string, line: number): number | undefined {
    const key = foldUsername(username);
    const first = this.#lines.get(key);
    if (first !== undefined) return first;
    this.#lines.set(key, line);
    if (key !== username) this.#written.set(key, username);
    return undefined;
  }

  has(username: string): boolean {
    return this.#lines.has(foldUsername(username));
  }

  /** Every name as first written, in the order of the file. */
  *names(): Generator<string> {
    for (const key of this.#lines.keys()) yield this.#written.get(key) ?? key;
  }
}

/** Two usernames are the same to the site when they fold to the same text. */
export function foldUsername(username: string): string {
  return username.toLowerCase();
}
