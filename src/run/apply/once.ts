import { RefusedError } from '../../site/errors.js';

/** Creates what several rows share only once, however many rows need it at the same moment. */
export class Once {
  readonly #made = new Map<string, Promise<void>>();

  make(name: string, make: () => Promise<void>): Promise<void> {
    const before = this.#made.get(name);
    if (before) return before;
    const made = make();
    this.#made.set(name, made);
    // A refusal counts for every row that needs it; after anything else, the next row tries again.
    made.catch((error: unknown) => {
      if (!(error instanceof RefusedError)) this.#made.delete(name);
    });
    return made;
  }
}
