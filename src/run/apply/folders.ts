import { comparablePath } from '../../columns/path.js';
import type { RestSite } from '../../site/site.js';
import { Once } from './once.js';

/** Creates each distinct folder once per run. */
export class Folders {
  readonly #once = new Once();

  /** `made`: the folders that earlier sessions of the run have created. */
  constructor(
    private readonly site: RestSite,
    made: Iterable<string>,
    private readonly onMade: (path: string) => void,
  ) {
    for (const path of made) void this.#once.make(comparablePath(path), () => Promise.resolve());
  }

  /** Resolves once the folder exists; the root always does. Rejects with the site's refusal. */
  async ensure(path: string): Promise<void> {
    if (path === '') return;
    await this.#once.make(comparablePath(path), async () => {
      await this.site.createFolder(path);
      this.onMade(path);
    });
  }
}
