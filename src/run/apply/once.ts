import { RefusedError } from '../../site/errors.js';

/** Has each of what rows share made once, however many of them ask for it at the same moment. */
export class Once {
  readonly #made = new Map<string, Promise<void>>();

  make(name: string, make: () => Promise<void>): Promise<void> {
    const before = this.#made.get(name);
    if (before) return before;
    const made = make();
    this.#made.set(name, made);
    // A refusal stands for every row that wants it; anything else may go better next time.
    made.catch((error: unknown) => {
      if (!(error instanceof RefusedError)) this.#made.delete(name);
    });
    return made;
  }
}
