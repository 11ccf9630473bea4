/** Enough to keep every connection busy; the throttle decides how many go out at once. */
const asksAtOnce = 100;

/** Asks the site about each, many at once, begun in order; no more are begun after one that fails. */
export async function askAbout<T>(
  each: Iterable<T>,
  ask: (one: T) => Promise<void>,
): Promise<void> {
  // Leaving a loop over a generator ends that for the other loops too.
  const queue = (function* () {
    yield* each;
  })();
  const loop = async (): Promise<void> => {
    for (const one of queue) await ask(one);
  };
  await Promise.all(Array.from({ length: asksAtOnce }, loop));
}
