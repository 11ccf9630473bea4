import { RefusedError } from '../../site/errors.js';
import type { Group, RestSite } from '../../site/site.js';
import type { GroupDirectory } from '../facts/facts.js';
import { sendOnce } from './send-once.js';
import { Once } from './once.js';

/**
 * Makes each group that the site does not have once a run. A group is its name: one that is there after
 * a lost reply is the one that was made, and one that the site calls taken the one that was wanted.
 */
export class NewGroups {
  readonly #once = new Once();

  constructor(
    private readonly site: RestSite,
    private readonly directory: GroupDirectory,
    private readonly doubts: Parameters<typeof sendOnce>[2],
    /** Resolves when it is written down that the group was made. */
    private readonly onMade: (group: Group) => Promise<void>,
  ) {}

  /** Resolves when the directory has them all. Rejects with what the site says of one. */
  async ensure(references: readonly string[]): Promise<void> {
    for (const reference of references)
      if (this.directory.find(reference) === undefined)
        await this.#once.make(reference, () => this.#make(reference));
  }

  async #make(name: string): Promise<void> {
    let group: Group | undefined;
    try {
      group = await sendOnce(
        () => this.#made(this.site.createGroup(name)),
        () => this.#made(this.site.findGroup(name)),
        this.doubts,
      );
    } catch (error) {
      const isTaken = error instanceof RefusedError && 'name' in error.refusal.modelErrors;
      group = isTaken ? await this.site.findGroup(name) : undefined;
      if (!group) throw error;
    }
    // The rows call it as the file does, whatever the site has made of its name.
    this.directory.add({ ...group, name });
    this.directory.add(group);
  }

  async #made<Found extends Group | undefined>(asked: Promise<Found>): Promise<Found> {
    const group = await asked;
    if (group) await this.onMade(group);
    return group;
  }
}
