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
  let isOver = false;
  try {
    for (;;) {
      const next = await orAborted(() => iterator.next(), signal);
      if (next.done === true) {
        isOver = true;
        return;
      }
      yield next.value;
      signal.throwIfAborted();
    }
  } finally {
    // Not waited for: it may never give anything again.
    if (!isOver) iterator.return?.().catch(() => undefined);
  }
}

/**
 * What `ask` answers; no, when nothing further is to be begun: nobody is waited for then. Rejects with
 * the reason of `signal`, one of those that make up `stop`.
 */
export async function agreed(
  ask: () => boolean | Promise<boolean>,
  stop: AbortSignal,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    stop.throwIfAborted();
    return await orAborted(async () => ask(), stop);
  } catch (error) {
    signal?.throwIfAborted();
    if (stop.aborted) return false;
    throw error;
  }
}

/** One promise of the end that all items are raced with would keep every one of them. */
function orAborted<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the caller's own
      reject(signal.reason);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    void work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', onAbort));
  });
}
