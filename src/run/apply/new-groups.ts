import { RefusedError } from '../../site/errors.js';
import type { Group, RestSite } from '../../site/site.js';
import type { GroupDirectory } from '../facts/facts.js';
import { sendOnce } from './send-once.js';
import { Once } from './once.js';

/**
 * Creates each group that the site does not have, once per run. A group is identified by its name: one that
 * exists after a lost reply is the one that was created, and one that the site calls taken is the one that
 * was wanted.
 */
export class NewGroups {
  readonly #once = new Once();

  constructor(
    private readonly site: RestSite,
    private readonly directory: GroupDirectory,
    private readonly doubts: Parameters<typeof sendOnce>[2],
    /**
     * Called with a group and its name in the file, which the site may have changed; resolves once that is
     * recorded.
     */
    private readonly onMade: (group: Group) => Promise<void>,
  ) {}

  /** Resolves once the directory has them all. Rejects with the site's refusal of one. */
  async ensure(references: readonly string[]): Promise<void> {
    for (const reference of references)
      if (this.directory.find(reference) === undefined)
        await this.#once.make(reference, () => this.#make(reference));
  }

  async #make(name: string): Promise<void> {
    let group: Group | undefined;
    try {
      group = await sendOnce(
        () => this.#made(name, this.site.createGroup(name)),
        () => this.#made(name, this.site.findGroup(name)),
        this.doubts,
      );
    } catch (error) {
      const isTaken = error instanceof RefusedError && 'name' in error.refusal.modelErrors;
      group = isTaken ? await this.site.findGroup(name) : undefined;
      if (!group) throw error;
    }
    this.directory.add(group);
    this.directory.use({ id: group.id, name });
  }

  async #made<Found extends Group | undefined>(
    name: string,
    asked: Promise<Found>,
  ): Promise<Found> {
    const group = await asked;
    if (group) await this.onMade({ id: group.id, name });
    return group;
  }
}
