import { InDoubtError, RefusedError } from '../../site/errors.js';
import type { Group, RestSite } from '../../site/site.js';
import { Doubt } from './doubt.js';
import type { GroupDirectory } from '../facts/facts.js';

/**
 * Makes each group that the site does not have once a run, however many rows name it at the same
 * moment. A group is its name: one that is there after a lost reply, or that the site calls taken, is
 * the one that was wanted.
 */
export class NewGroups {
  readonly #made = new Map<string, Promise<void>>();

  constructor(
    private readonly site: RestSite,
    private readonly directory: GroupDirectory,
    private readonly doubts: ConstructorParameters<typeof Doubt>[0],
    /** Resolves when it is written down that the group was made. */
    private readonly onMade: (group: Group) => Promise<void>,
  ) {}

  /** Resolves when the directory has them all. Rejects with what the site says of one. */
  async ensure(references: readonly string[]): Promise<void> {
    for (const reference of references)
      if (this.directory.find(reference) === undefined) await this.#once(reference);
  }

  #once(name: string): Promise<void> {
    const before = this.#made.get(name);
    if (before) return before;
    const made = this.#make(name);
    this.#made.set(name, made);
    // A refusal stands for every row that wants the group; anything else may go better next time.
    made.catch((error: unknown) => {
      if (!(error instanceof RefusedError)) this.#made.delete(name);
    });
    return made;
  }

  async #make(name: string): Promise<void> {
    const doubt = new Doubt(this.doubts);
    for (;;) {
      try {
        const group = await this.site.createGroup(name);
        await this.onMade(group);
        this.directory.add(group);
        return;
      } catch (error) {
        const found = await this.#lookUp(name, error, doubt);
        if (!found) continue;
        this.directory.add(found);
        return;
      }
    }
  }

  /** What is there after a failed attempt; undefined: try again. Rejects with what cannot be helped. */
  async #lookUp(name: string, error: unknown, doubt: Doubt): Promise<Group | undefined> {
    if (error instanceof InDoubtError) {
      await doubt.wait(error);
      return this.site.findGroup(name);
    }
    if (!(error instanceof RefusedError) || !('name' in error.refusal.modelErrors)) throw error;
    const group = await this.site.findGroup(name);
    if (group) return group;
    throw error;
  }
}
