import { comparablePath } from '../../columns/path.js';
import type { UserRecord } from '../../validate/check-row.js';
import type { BoundOptions } from '../journal/format.js';

/** The root and home folders of a file, and the folders that its import creates, with their parents. */
export class WantedFolders {
  /** By comparison key. */
  readonly #wanted = new Map<string, string>();
  readonly #made = new Set<string>();

  constructor(private readonly options: Pick<BoundOptions, 'createFolders'>) {}

  add({ values }: UserRecord): void {
    for (const path of [values.root_folder, values.home_folder])
      if (path !== undefined) this.#wanted.set(comparablePath(path), path);
    if (!this.options.createFolders) return;
    for (const { path } of values.folder_permissions ?? []) {
      let key = comparablePath(path);
      while (key !== '' && !this.#made.has(key)) {
        this.#made.add(key);
        key = key.slice(0, Math.max(0, key.lastIndexOf('/')));
      }
    }
  }

  /** Those that are wanted and that the import does not create. */
  unmade(): string[] {
    return [...this.#wanted].flatMap(([key, path]) => (this.#made.has(key) ? [] : [path]));
  }
}
