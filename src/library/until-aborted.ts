/**
 * The same items, which end at once with the signal's reason when it is aborted, also while the next one
 * is waited for.
 */
export async function* untilAborted<Item>(
  items: AsyncIterable<Item>,
  signal: AbortSignal,
): AsyncGenerator<Item, void> {
  signal.throwIfAborted();
  const iterator = items[Symbol.asyncIterator]();
  let onAbort = (): void => undefined;
  const aborted = new Promise<void>((resolve) => (onAbort = resolve));
  signal.addEventListener('abort', onAbort, { once: true });
  let isOver = false;
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), aborted]);
      signal.throwIfAborted();
      if (!next || next.done === true) {
        isOver = true;
        return;
      }
      yield next.value;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    // Not waited for: it may never give anything again.
    if (!isOver) iterator.return?.().catch(() => undefined);
  }
}
