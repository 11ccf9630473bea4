/** Enough to keep every connection busy; the throttle limits how many are sent at once. */
const asksAtOnce = 100;

/** Asks the site about each item, many at once, in order; stops starting requests once one fails. */
export async function askAbout<T>(
  each: Iterable<T>,
  ask: (one: T) => Promise<void>,
): Promise<void> {
  // A failing loop ends the generator for the other loops too.
  const queue = (function* () {
    yield* each;
  })();
  const loop = async (): Promise<void> => {
    for (const one of queue) await ask(one);
  };
  await Promise.all(Array.from({ length: asksAtOnce }, loop));
}
