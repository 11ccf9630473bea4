import { RefusedError } from '../../site/errors.js';
import type { Group, RestSite } from '../../site/site.js';
import type { GroupDirectory } from '../facts/facts.js';
import { sendOnce } from './send-once.js';
import { Once } from './once.js';

/**
 * Makes each group that the site does not have once a run. A group is its name: one that is there after
 * a lost reply, or that the site calls taken, is the one that was wanted.
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
    const find = (): Promise<Group | undefined> => this.site.findGroup(name);
    let group: Group | undefined;
    try {
      group = await sendOnce(() => this.#create(name), find, this.doubts);
    } catch (error) {
      const isTaken = error instanceof RefusedError && 'name' in error.refusal.modelErrors;
      group = isTaken ? await find() : undefined;
      if (!group) throw error;
    }
    this.directory.add(group);
  }

  async #create(name: string): Promise<Group> {
    const group = await this.site.createGroup(name);
    await this.onMade(group);
    return group;
  }
}
