import type { ExportedUser } from '../run/export/export.js';
import type { ExportNote } from '../run/export/notes.js';

export interface Loss {
  readonly username: string;
  readonly column: string;
  readonly message: string;
}

/** The same remark about several users. */
export interface Like {
  readonly type: 'error' | 'warning' | 'group-by-id' | 'further';
  /** The column; for a group, its id. */
  readonly about: string;
  /** Of the first of them. */
  readonly message: string;
  /** The first few of them. */
  readonly usernames: string[];
  users: number;
}

const named = 5;

/** Collects the remarks about exported users: all losses, and one of each kind of the rest. */
export class ExportTally {
  users = 0;
  readonly losses: Loss[] = [];
  readonly #likes = new Map<string, Like>();

  /** What the user's row cannot express. */
  add({ username, notes }: ExportedUser): readonly Loss[] {
    this.users += 1;
    const before = this.losses.length;
    for (const note of notes) this.#add(username, note);
    return this.losses.slice(before);
  }

  likes(type: Like['type']): readonly Like[] {
    return [...this.#likes.values()].filter((like) => like.type === type);
  }

  #add(username: string, note: ExportNote): void {
    switch (note.type) {
      case 'lost':
        this.losses.push({ username, column: note.column, message: note.message });
        return;
      case 'group-by-id':
        return this.#count(username, note.type, note.id, '', '');
      case 'further':
        return this.#count(username, note.type, note.column, '', '');
      case 'issue': {
        const { severity, code, column, message } = note;
        return this.#count(username, severity, column ?? 'the row', code, message);
      }
    }
  }

  #count(username: string, type: Like['type'], about: string, code: string, message: string): void {
    const key = `${type} ${code} ${about}`;
    const like = this.#likes.get(key) ?? { type, about, message, usernames: [], users: 0 };
    this.#likes.set(key, like);
    like.users += 1;
    if (like.usernames.length < named) like.usernames.push(username);
  }
}
