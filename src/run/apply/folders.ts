import { comparablePath } from '../../columns/path.js';
import { RefusedError } from '../../site/errors.js';
import type { RestSite } from '../../site/site.js';

/** Makes each distinct folder once a run, however many rows ask for it at the same moment. */
export class Folders {
  readonly #made = new Map<string, Promise<void>>();

  /** `made` are the folders that earlier sessions of the run have made. */
  constructor(
    private readonly site: RestSite,
    made: Iterable<string>,
    private readonly onMade: (path: string) => void,
  ) {
    for (const path of made) this.#made.set(comparablePath(path), Promise.resolve());
  }

  /** Resolves when the folder is there; the root always is. Rejects with what the site says of it. */
  ensure(path: string): Promise<void> {
    if (path === '') return Promise.resolve();
    const key = comparablePath(path);
    const before = this.#made.get(key);
    if (before) return before;
    const made = this.site.createFolder(path).then(() => this.onMade(path));
    this.#made.set(key, made);
    // A refusal stands for every row that wants the folder; anything else may go better next time.
    made.catch((error: unknown) => {
      if (!(error instanceof RefusedError)) this.#made.delete(key);
    });
    return made;
  }
}
