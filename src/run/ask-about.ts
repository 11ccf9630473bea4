/** Enough to keep every connection busy; the throttle decides how many go out at once. */
const asksAtOnce = 50;

/** Asks the site about each, many at once, in order. */
export async function askAbout<T>(
  each: readonly T[],
  ask: (one: T) => Promise<void>,
): Promise<void> {
  const queue = each.values();
  const loop = async (): Promise<void> => {
    for (const one of queue) await ask(one);
  };
  await Promise.all(Array.from({ length: asksAtOnce }, loop));
}
