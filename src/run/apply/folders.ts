import { comparablePath } from '../../columns/path.js';
import type { RestSite } from '../../site/site.js';
import { Once } from './once.js';

/** Makes each distinct folder once a run. */
export class Folders {
  readonly #once = new Once();

  /** `made` are the folders that earlier sessions of the run have made. */
  constructor(
    private readonly site: RestSite,
    made: Iterable<string>,
    private readonly onMade: (path: string) => void,
  ) {
    for (const path of made) void this.#once.make(comparablePath(path), () => Promise.resolve());
  }

  /** Resolves when the folder is there; the root always is. Rejects with what the site says of it. */
  async ensure(path: string): Promise<void> {
    if (path === '') return;
    await this.#once.make(comparablePath(path), async () => {
      await this.site.createFolder(path);
      this.onMade(path);
    });
  }
}
